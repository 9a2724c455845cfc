// SPDX-License-Identifier: MIT
//
// From what SQLite and the system report to what a person reads. Every message is one sentence that names the file.
#pragma once

#include <libsync/store/store_error.hpp>
#include <libsync/store_sql/failures.hpp>

#include <filesystem>
#include <string>

namespace libsync::store {

// `code`: an extended SQLite result code; `detail`: SQLite's own words for it.
[[nodiscard]] StoreError sqlite_failure(const std::filesystem::path& file, int code, const std::string& detail);

// `act`: "open", "lock", "create"; `error`: an errno.
[[nodiscard]] StoreError system_failure(const std::string& act, const std::filesystem::path& path, int error);

[[nodiscard]] StoreError foreign_store(const std::filesystem::path& file, const std::string& cause);
[[nodiscard]] StoreError replaced_store(const std::filesystem::path& file);

}  // namespace libsync::store
