// SPDX-License-Identifier: MIT
//
// Whether files lie on another machine, where locks and durable writes are not what SQLite counts on.
#pragma once

#include <filesystem>
#include <string>

namespace libsync::store {

// The name of the network file system that `folder` lies on; empty for a local one and when it cannot be told.
[[nodiscard]] std::string network_file_system(const std::filesystem::path& folder);

// Whether the file is known to lie on a file system that changes the times of a file before its bytes can be read. One
// that keeps copies of what another program or machine has need not.
[[nodiscard]] bool tells_of_changes(int descriptor);

}  // namespace libsync::store
