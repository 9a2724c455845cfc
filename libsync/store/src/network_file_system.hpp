// SPDX-License-Identifier: MIT
//
// Whether files lie on another machine, where locks and durable writes are not what SQLite counts on.
#pragma once

#include <filesystem>
#include <string>

namespace libsync::store {

// The name of the network file system that `folder` lies on; empty for a local one and when it cannot be told.
[[nodiscard]] std::string network_file_system(const std::filesystem::path& folder);

}  // namespace libsync::store
