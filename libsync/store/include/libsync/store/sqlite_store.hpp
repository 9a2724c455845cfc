// SPDX-License-Identifier: MIT
//
// The tracking store in one SQLite file: the tables of the older tool under their exact names, new ones beside them.
// Opening a database of the older tool or of an earlier version migrates it in one transaction, with a verified backup
// (`<file>.backup-v0`, `-v1`, ...) beside it.
//
// A file that is newer, damaged, empty or of another program is refused and not touched. Every open checks the header,
// the size and the schema, which is cheap; the pages are checked after a writer died, before a migration, and once
// before the first freeze, intent or withdrawal of a run, so that a damaged store never leads to a POST.
//
// A symbolic link is followed to the file it names; journals, backups and locks lie beside that file.
#pragma once

#include <libsync/model/file_descriptor.hpp>
#include <libsync/store/tracking_store.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace libsync::store {

// What to do when the store's folder is missing.
enum class Folder {
  create,      // with all folders above it, 0700
  must_exist,  // StoreError{missing_folder}: for a path that a person has typed
};

// How a commit is made one. Either way it lasts when the call returns.
enum class Journal {
  fitting,   // a write-ahead log from the first plan, intent or withdrawal on; on a network file system as `rollback`
  rollback,  // a rollback journal, unless there is a log already
};

struct SqliteOptions {
  std::string vfs;  // name of a registered SQLite VFS; empty for the default. Tests count and break its calls.
  Folder folder = Folder::create;
  std::optional<Zone> zone;         // for the `date` column of `sessions`, which the older tool reads; UTC when empty
  milliseconds busy_timeout{5000};  // how long to wait for another process that writes
  Journal journal = Journal::fitting;
  bool is_moving = false;  // one that was moved elsewhere is opened as well
};

// Opens the store, creating the file (0600) when missing. Throws StoreError.
[[nodiscard]] std::unique_ptr<TrackingStore> open_sqlite_store(const std::filesystem::path& file,
                                                               const SqliteOptions& options = {});

// A private copy in memory of the store as it is, migrated there; an empty one when the file does not exist. Writes
// nothing anywhere, no lock and no journal included. Throws StoreError.
[[nodiscard]] std::unique_ptr<TrackingStore> open_memory_copy(const std::filesystem::path& file);

// The same, but what is read stays where it lies, and only changes are in memory. Every call may then throw
// StoreError{busy}, since another process wrote to the store: that is over, and a copy would do.
[[nodiscard]] std::unique_ptr<TrackingStore> open_where_it_lies(const std::filesystem::path& file);

// Held for a whole run: one run per store. It may be moved to and released on another thread. flock(2) on
// `<file>.lock`, so the kernel frees it when the process dies. The lock file stays.
class RunLock {
 public:
  // Throws StoreError{busy} naming the process that holds it and since when.
  [[nodiscard]] static RunLock acquire(const std::filesystem::path& file, Folder folder = Folder::create);

 private:
  explicit RunLock(FileDescriptor lock) : lock_(std::move(lock)) {}

  FileDescriptor lock_;
};

}  // namespace libsync::store
