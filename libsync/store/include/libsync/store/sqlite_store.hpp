// SPDX-License-Identifier: MIT
//
// The tracking store in one SQLite file, format of design section 5: the tables of the older tool under their exact
// names, new ones beside them. Opening a database of the older tool migrates it in one transaction, with a verified
// backup beside it.
#pragma once

#include <libsync/store/tracking_store.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace libsync::store {

struct SqliteOptions {
  std::string vfs;  // name of a registered SQLite VFS; empty for the default. Tests count and break its calls.
};

// Opens the store, creating the file (0600) and its folder (0700) when missing. Throws StoreError.
[[nodiscard]] std::unique_ptr<TrackingStore> open_sqlite_store(const std::filesystem::path& file,
                                                               const SqliteOptions& options = {});

// A private copy in memory of the store as it is, migrated there; an empty one when the file does not exist. Writes
// nothing anywhere, no lock and no journal included. Throws StoreError.
[[nodiscard]] std::unique_ptr<TrackingStore> open_memory_copy(const std::filesystem::path& file);

// Held for a whole run: one run per store. flock(2) on `<file>.lock`, so the kernel frees it when the process dies.
class RunLock {
 public:
  // Throws StoreError{busy} naming the process that holds it. Creates the store's folder (0700) when missing.
  [[nodiscard]] static RunLock acquire(const std::filesystem::path& file);

  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&& other) noexcept;
  ~RunLock();

 private:
  explicit RunLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace libsync::store
