// SPDX-License-Identifier: MIT
#include "counting_vfs.hpp"

#include "front_file.hpp"
#include "steps.hpp"

#include <stdexcept>

namespace libsync::crash {
namespace {

sqlite3_vfs* system_of(sqlite3_vfs* vfs) {
  return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

int file_write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  steps().pass();
  return real_methods(file).xWrite(real(file), from, amount, offset);
}
int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
  steps().pass();
  return real_methods(file).xTruncate(real(file), size);
}
int file_sync(sqlite3_file* file, int flags) {
  steps().pass();
  return real_methods(file).xSync(real(file), flags);
}

const sqlite3_io_methods& counting_methods() {
  static const sqlite3_io_methods methods = [] {
    sqlite3_io_methods counting = passing_methods();
    counting.xWrite = file_write;
    counting.xTruncate = file_truncate;
    counting.xSync = file_sync;
    return counting;
  }();
  return methods;
}

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  const int result = system_of(vfs)->xOpen(system_of(vfs), name, real(file), flags, out_flags);
  if (real(file)->pMethods != nullptr) file->pMethods = &counting_methods();
  return result;
}

int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  steps().pass();
  return system_of(vfs)->xDelete(system_of(vfs), name, sync_folder);
}

int vfs_access(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
  return system_of(vfs)->xAccess(system_of(vfs), name, flags, result);
}

int vfs_full_path(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  return system_of(vfs)->xFullPathname(system_of(vfs), name, size, out);
}

}  // namespace

void register_counting_vfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    if (system == nullptr) throw std::runtime_error("SQLite has no default VFS");
    sqlite3_vfs counting = *system;  // time, randomness and loading stay the system's
    counting.szOsFile = static_cast<int>(sizeof(FrontFile)) + system->szOsFile;
    counting.zName = k_counting_vfs;
    counting.pAppData = system;
    counting.xOpen = vfs_open;
    counting.xDelete = vfs_delete;
    counting.xAccess = vfs_access;
    counting.xFullPathname = vfs_full_path;
    return counting;
  }();
  sqlite3_vfs_register(&vfs, 0);
}

}  // namespace libsync::crash
