// SPDX-License-Identifier: MIT
#include "witnessed_vfs.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <new>

namespace libsync::crash {
namespace {

sqlite3_vfs* system_vfs() {
  return sqlite3_vfs_find("unix");
}

// What our file object holds besides the system's, which lies behind it in the memory that SQLite gives.
struct Opened {
  std::string name;
  Witness& witness;
  bool folder_unsynced;
};

struct WitnessedFile {
  sqlite3_file base;
  Opened* opened;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

WitnessedFile& ours(sqlite3_file* file) {
  return *reinterpret_cast<WitnessedFile*>(file);
}
Opened& opened(sqlite3_file* file) {
  return *ours(file).opened;
}
sqlite3_file* real(sqlite3_file* file) {
  return ours(file).real();
}
const sqlite3_io_methods& methods(sqlite3_file* file) {
  return *real(file)->pMethods;
}

int file_close(sqlite3_file* file) {
  const std::unique_ptr<Opened> gone{ours(file).opened};
  return methods(file).xClose(real(file));
}
int file_read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  if (const int code = opened(file).witness.read(opened(file).name); code != SQLITE_OK) return code;
  return methods(file).xRead(real(file), to, amount, offset);
}
int file_write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  auto written = static_cast<std::size_t>(amount);
  const int code = opened(file).witness.write(opened(file).name, {static_cast<const char*>(from), written},
                                              static_cast<std::size_t>(offset), written);
  if (written == 0) return code;
  const int result = methods(file).xWrite(real(file), from, static_cast<int>(written), offset);
  return code != SQLITE_OK ? code : result;
}
int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = opened(file).witness.truncate(opened(file).name, static_cast<std::size_t>(size));
  return code != SQLITE_OK ? code : methods(file).xTruncate(real(file), size);
}
int file_sync(sqlite3_file* file, int flags) {
  const int code = opened(file).witness.sync(opened(file).name, opened(file).folder_unsynced);
  if (code != SQLITE_OK) return code;
  opened(file).folder_unsynced = false;
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

Witness& witness_of(sqlite3_vfs* vfs) {
  return *static_cast<Witness*>(vfs->pAppData);
}

int vfs_open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto& made = *new (file) WitnessedFile{};
  const std::string name = path == nullptr ? "" : std::filesystem::path{path}.filename().string();
  const bool creates = (flags & SQLITE_OPEN_CREATE) != 0 && path != nullptr && ::access(path, F_OK) != 0;
  if (const int code = witness_of(vfs).open(name, creates); code != SQLITE_OK) return code;
  const int result = system_vfs()->xOpen(system_vfs(), path, made.real(), flags, out_flags);
  if (made.real()->pMethods == nullptr) return result;
  const bool journal = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  made.opened = new Opened{name, witness_of(vfs), creates && journal};
  made.base.pMethods = &k_methods;
  return result;
}

int vfs_delete(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  const int code = witness_of(vfs).remove(std::filesystem::path{path}.filename().string(), sync_folder != 0);
  return code != SQLITE_OK ? code : system_vfs()->xDelete(system_vfs(), path, sync_folder);
}

}  // namespace

struct WitnessedVfs::Vfs {
  std::string name;
  sqlite3_vfs vfs;
};

WitnessedVfs::WitnessedVfs(Witness& witness) : vfs_(std::make_unique<Vfs>()) {
  static int count = 0;
  vfs_->name = "witnessed-" + std::to_string(++count);
  vfs_->vfs = *system_vfs();  // the calls that stay as they are make no use of pAppData
  vfs_->vfs.pNext = nullptr;
  vfs_->vfs.zName = vfs_->name.c_str();
  vfs_->vfs.pAppData = &witness;
  vfs_->vfs.szOsFile = static_cast<int>(sizeof(WitnessedFile)) + system_vfs()->szOsFile;
  vfs_->vfs.xOpen = vfs_open;
  vfs_->vfs.xDelete = vfs_delete;
  sqlite3_vfs_register(&vfs_->vfs, 0);
}

WitnessedVfs::~WitnessedVfs() {
  sqlite3_vfs_unregister(&vfs_->vfs);
}

const std::string& WitnessedVfs::name() const {
  return vfs_->name;
}

}  // namespace libsync::crash
