// SPDX-License-Identifier: MIT
//
// Lets SQLite read a Snapshot as if it were a file that nobody changes.
#pragma once

#include "sqlite/snapshot.hpp"

#include <sqlite3.h>

#include <string>

namespace libsync::transcripts {

// SQLite knows the files of one snapshot by the name of this, as long as this lives. Borrows the snapshot.
class SnapshotVfs {
 public:
  explicit SnapshotVfs(Snapshot& snapshot);
  ~SnapshotVfs();
  SnapshotVfs(const SnapshotVfs&) = delete;
  SnapshotVfs& operator=(const SnapshotVfs&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;
  sqlite3_vfs vfs_{};
};

}  // namespace libsync::transcripts
