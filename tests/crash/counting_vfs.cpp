// SPDX-License-Identifier: MIT
#include "counting_vfs.hpp"

#include "steps.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace libsync::crash {
namespace {

// Our file object lies in front of the system's, which SQLite allocates with it.
struct CountingFile {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

CountingFile& ours(sqlite3_file* file) {
  return *reinterpret_cast<CountingFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return ours(file).real();
}
const sqlite3_io_methods& methods(sqlite3_file* file) {
  return *real(file)->pMethods;
}
sqlite3_vfs* real(sqlite3_vfs* vfs) {
  return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

int file_close(sqlite3_file* file) {
  return methods(file).xClose(real(file));
}
int file_read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  return methods(file).xRead(real(file), to, amount, offset);
}
int file_write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  steps().pass();
  return methods(file).xWrite(real(file), from, amount, offset);
}
int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
  steps().pass();
  return methods(file).xTruncate(real(file), size);
}
int file_sync(sqlite3_file* file, int flags) {
  steps().pass();
  return methods(file).xSync(real(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return methods(file).xFileSize(real(file), size);
}
int file_lock(sqlite3_file* file, int level) {
  return methods(file).xLock(real(file), level);
}
int file_unlock(sqlite3_file* file, int level) {
  return methods(file).xUnlock(real(file), level);
}
int file_check_lock(sqlite3_file* file, int* result) {
  return methods(file).xCheckReservedLock(real(file), result);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
  return methods(file).xFileControl(real(file), operation, argument);
}
int file_sector_size(sqlite3_file* file) {
  return methods(file).xSectorSize(real(file));
}
int file_characteristics(sqlite3_file* file) {
  return methods(file).xDeviceCharacteristics(real(file));
}
int file_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  return methods(file).xShmMap(real(file), page, size, extend, memory);
}
int file_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return methods(file).xShmLock(real(file), offset, count, flags);
}
void file_shm_barrier(sqlite3_file* file) {
  methods(file).xShmBarrier(real(file));
}
int file_shm_unmap(sqlite3_file* file, int remove) {
  return methods(file).xShmUnmap(real(file), remove);
}

constexpr sqlite3_io_methods k_methods{2,
                                       file_close,
                                       file_read,
                                       file_write,
                                       file_truncate,
                                       file_sync,
                                       file_size,
                                       file_lock,
                                       file_unlock,
                                       file_check_lock,
                                       file_control,
                                       file_sector_size,
                                       file_characteristics,
                                       file_shm_map,
                                       file_shm_lock,
                                       file_shm_barrier,
                                       file_shm_unmap,
                                       nullptr,
                                       nullptr};

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  const int result = real(vfs)->xOpen(real(vfs), name, real(file), flags, out_flags);
  if (real(file)->pMethods != nullptr) file->pMethods = &k_methods;
  return result;
}

int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  steps().pass();
  return real(vfs)->xDelete(real(vfs), name, sync_folder);
}

int vfs_access(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
  return real(vfs)->xAccess(real(vfs), name, flags, result);
}

int vfs_full_path(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  return real(vfs)->xFullPathname(real(vfs), name, size, out);
}

}  // namespace

void register_counting_vfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    if (system == nullptr) throw std::runtime_error("SQLite has no default VFS");
    sqlite3_vfs counting = *system;  // time, randomness and loading stay the system's
    counting.szOsFile = static_cast<int>(sizeof(CountingFile)) + system->szOsFile;
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
