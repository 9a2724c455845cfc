// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace libsync::support {

// Takes away all that is in the store at that address, but not its tables.
void empty_server_store(const std::string& address);

}  // namespace libsync::support
