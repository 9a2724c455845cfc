// SPDX-License-Identifier: MIT
//
// A private file system in memory for SQLite. A database is put there together with its journal or write-ahead log, so
// that SQLite recovers it there and the files on disk are only ever read.
#pragma once

#include "private_file.hpp"

#include <filesystem>
#include <map>
#include <string>

struct sqlite3_vfs;

namespace libsync::store {

class MemoryFiles {
 public:
  enum class Take {
    all,     // before anything is asked
    a_page,  // of a store at rest, as it is asked for; then SQLITE_BUSY is what somebody hears who asks for one after
             // another process wrote
  };

  // Has `file`, its journal and its log, all of one moment. Throws StoreError{busy} when another process does not stop
  // writing them.
  MemoryFiles(const std::filesystem::path& file, Take take);
  MemoryFiles(const MemoryFiles&) = delete;
  MemoryFiles& operator=(const MemoryFiles&) = delete;
  ~MemoryFiles();

  // The name under which SQLite finds this file system, as long as the object lives.
  [[nodiscard]] const std::string& vfs_name() const { return name_; }

 private:
  struct Vfs;

  std::string name_;
  std::map<std::string, PrivateFile> files_;  // by full path
  sqlite3_vfs* vfs_;                          // owned
};

}  // namespace libsync::store
