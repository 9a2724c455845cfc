// SPDX-License-Identifier: MIT
#include "sqlite/snapshot_vfs.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

namespace libsync::transcripts {
namespace {

struct File {
  sqlite3_file base;
  Snapshot* snapshot;
};

Snapshot& snapshot_of(sqlite3_file* file) {
  return *static_cast<File*>(static_cast<void*>(file))->snapshot;
}

int close_file(sqlite3_file* /*file*/) {
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  try {
    const bool whole = snapshot_of(file).read(static_cast<std::uint64_t>(offset), static_cast<char*>(to),
                                              static_cast<std::size_t>(size));
    return whole ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
  } catch (const std::exception&) {
    return SQLITE_IOERR_READ;
  }
}

int write_file(sqlite3_file* /*file*/, const void* /*from*/, int /*size*/, sqlite3_int64 /*offset*/) {
  return SQLITE_READONLY;
}

int truncate_file(sqlite3_file* /*file*/, sqlite3_int64 /*size*/) {
  return SQLITE_READONLY;
}

int sync_file(sqlite3_file* /*file*/, int /*flags*/) {
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(snapshot_of(file).size());
  return SQLITE_OK;
}

int take_lock(sqlite3_file* /*file*/, int /*level*/) {
  return SQLITE_OK;
}

int check_lock(sqlite3_file* /*file*/, int* is_locked) {
  *is_locked = 0;
  return SQLITE_OK;
}

int control_file(sqlite3_file* /*file*/, int /*operation*/, void* /*argument*/) {
  return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file* /*file*/) {
  return 0;
}

int characteristics(sqlite3_file* /*file*/) {
  return SQLITE_IOCAP_IMMUTABLE;
}

constexpr sqlite3_io_methods k_methods{
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = take_lock,
    .xUnlock = take_lock,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

// The database is the only file there is: no journal, nothing temporary.
int open_file(sqlite3_vfs* vfs, const char* /*name*/, sqlite3_file* file, int flags, int* opened_with) {
  file->pMethods = nullptr;
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
  new (file) File{{&k_methods}, static_cast<Snapshot*>(vfs->pAppData)};
  if (opened_with != nullptr) *opened_with = SQLITE_OPEN_READONLY;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* /*vfs*/, const char* /*name*/, int /*sync*/) {
  return SQLITE_READONLY;
}

int find_file(sqlite3_vfs* /*vfs*/, const char* /*name*/, int /*what*/, int* found) {
  *found = 0;
  return SQLITE_OK;
}

int full_name(sqlite3_vfs* /*vfs*/, const char* name, int size, char* to) {
  sqlite3_snprintf(size, to, "%s", name);
  return SQLITE_OK;
}

// What a statement might do with these, none of ours does.
int random_bytes(sqlite3_vfs* /*vfs*/, int size, char* to) {
  std::memset(to, 0, static_cast<std::size_t>(size));
  return size;
}

int sleep_for(sqlite3_vfs* /*vfs*/, int microseconds) {
  return microseconds;
}

int current_time(sqlite3_vfs* /*vfs*/, double* julian_day) {
  *julian_day = 0;
  return SQLITE_OK;
}

}  // namespace

SnapshotVfs::SnapshotVfs(Snapshot& snapshot)
    : name_("snapshot-" + std::to_string(reinterpret_cast<std::uintptr_t>(this))) {
  vfs_.iVersion = 1;
  vfs_.szOsFile = sizeof(File);
  vfs_.mxPathname = 64;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = &snapshot;
  vfs_.xOpen = open_file;
  vfs_.xDelete = delete_file;
  vfs_.xAccess = find_file;
  vfs_.xFullPathname = full_name;
  vfs_.xRandomness = random_bytes;
  vfs_.xSleep = sleep_for;
  vfs_.xCurrentTime = current_time;
  if (sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK) throw std::bad_alloc{};
}

SnapshotVfs::~SnapshotVfs() {
  sqlite3_vfs_unregister(&vfs_);
}

}  // namespace libsync::transcripts
