// SPDX-License-Identifier: MIT
//
// The store's files on disk: where they are, who may read them, and how they come into being so that a power cut leaves
// either nothing or the whole. Failures are StoreErrors.
#pragma once

#include <libsync/model/file_descriptor.hpp>
#include <libsync/store/sqlite_store.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace libsync::store {

// The file that `file` means, absolute and without symbolic links; it need not exist, its folder neither.
[[nodiscard]] std::filesystem::path real_file(const std::filesystem::path& file);

// Sees to it that the folder of `file` exists.
void prepare_folder(const std::filesystem::path& file, Folder folder);

// `file` with something after its name.
[[nodiscard]] std::filesystem::path beside(const std::filesystem::path& file, const std::string& suffix);

// What stands at `file`. Anything but a regular file is a StoreError.
enum class Presence {
  absent,
  cut_off,  // too short to be a database, empty included
  filled,
};
[[nodiscard]] Presence presence(const std::filesystem::path& file);

// True when a journal or write-ahead log is left: its writer died, or is at work.
[[nodiscard]] bool has_leftovers(const std::filesystem::path& file);

// Gives a file another name that is free, `<file>.orphan` or so.
void set_aside(const std::filesystem::path& file);

// The same for what is left beside a store that is not there: SQLite would take it for that of the next one.
void set_leftovers_aside(const std::filesystem::path& file);

// The same for a log beside a store with a rollback journal, which has none: it is that of another, in whose place a
// copy was put.
void set_foreign_log_aside(const std::filesystem::path& file);

inline constexpr std::size_t k_header_size = 100;  // bytes at the start of a database

// Whether a database, of which `content` is the start, keeps a rollback journal rather than a log.
[[nodiscard]] bool has_rollback_journal(std::string_view content);

// `wanted`, or with a number behind it.
[[nodiscard]] std::filesystem::path free_name(const std::filesystem::path& wanted);

// Durably makes a file with this content, 0600. False when one exists already, which is not touched.
bool create_file(const std::filesystem::path& file, std::span<const std::byte> content);

// Creates an empty file 0600. It must not exist.
void create_empty(const std::filesystem::path& file);

// Durably gives the synced content of `from` the name `to`, which must not exist.
void publish(const std::filesystem::path& from, const std::filesystem::path& to);

// All of it, at the descriptor's position; `path` is what a failure names.
void write_all(int descriptor, std::span<const std::byte> content, const std::filesystem::path& path);

void sync_file(const std::filesystem::path& file);
void sync_folder_of(const std::filesystem::path& file);

}  // namespace libsync::store
