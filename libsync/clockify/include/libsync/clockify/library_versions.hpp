// SPDX-License-Identifier: MIT
#pragma once

#include <libsync/model/library_version.hpp>

#include <vector>

namespace libsync::clockify {

// Of the libraries behind the HTTPS client.
[[nodiscard]] std::vector<LibraryVersion> library_versions();

}  // namespace libsync::clockify
