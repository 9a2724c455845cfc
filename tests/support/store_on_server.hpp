// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace libsync::support {

// Takes away all that is in the store at that address, but not its tables.
void empty_store(const std::string& address);

// Until nobody else is connected to it: the server may take a moment to notice that a process is gone, whose locks last
// as long.
void wait_until_alone(const std::string& address);

}  // namespace libsync::support
