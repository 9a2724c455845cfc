// SPDX-License-Identifier: MIT
//
// A file object of a VFS of ours: it stands in front of the system's, which SQLite allocates together with it, and
// passes every call on that the VFS does not take for itself.
#pragma once

#include <sqlite3.h>

namespace libsync::crash {

struct FrontFile {
  sqlite3_file base;
  void* own;  // what the VFS keeps about the file

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

inline FrontFile& front(sqlite3_file* file) {
  return *reinterpret_cast<FrontFile*>(file);
}
inline sqlite3_file* real(sqlite3_file* file) {
  return front(file).real();
}
inline const sqlite3_io_methods& real_methods(sqlite3_file* file) {
  return *real(file)->pMethods;
}

// Methods that pass every call on.
[[nodiscard]] sqlite3_io_methods passing_methods();

}  // namespace libsync::crash
