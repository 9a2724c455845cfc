// SPDX-License-Identifier: MIT
#include "witnessed_vfs.hpp"

#include "front_file.hpp"

#include <unistd.h>

#include <filesystem>
#include <new>

namespace libsync::crash {
namespace {

sqlite3_vfs* system_vfs() {
  return sqlite3_vfs_find("unix");
}

struct Opened {
  std::string name;
  Witness& witness;
  bool folder_unsynced;
};

Opened& opened(sqlite3_file* file) {
  return *static_cast<Opened*>(front(file).own);
}

int file_close(sqlite3_file* file) {
  const std::unique_ptr<Opened> gone{&opened(file)};
  return real_methods(file).xClose(real(file));
}
int file_read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  if (const int code = opened(file).witness.read(opened(file).name); code != SQLITE_OK) return code;
  return real_methods(file).xRead(real(file), to, amount, offset);
}
int file_write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  auto written = static_cast<std::size_t>(amount);
  const int code = opened(file).witness.write(opened(file).name, {static_cast<const char*>(from), written},
                                              static_cast<std::size_t>(offset), written);
  if (written == 0) return code;
  const int result = real_methods(file).xWrite(real(file), from, static_cast<int>(written), offset);
  return code != SQLITE_OK ? code : result;
}
int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = opened(file).witness.truncate(opened(file).name, static_cast<std::size_t>(size));
  return code != SQLITE_OK ? code : real_methods(file).xTruncate(real(file), size);
}
int file_sync(sqlite3_file* file, int flags) {
  const int code = opened(file).witness.sync(opened(file).name, opened(file).folder_unsynced);
  if (code != SQLITE_OK) return code;
  opened(file).folder_unsynced = false;
  return real_methods(file).xSync(real(file), flags);
}

const sqlite3_io_methods& witnessed_methods() {
  static const sqlite3_io_methods methods = [] {
    sqlite3_io_methods witnessed = passing_methods();
    witnessed.xClose = file_close;
    witnessed.xRead = file_read;
    witnessed.xWrite = file_write;
    witnessed.xTruncate = file_truncate;
    witnessed.xSync = file_sync;
    return witnessed;
  }();
  return methods;
}

Witness& witness_of(sqlite3_vfs* vfs) {
  return *static_cast<Witness*>(vfs->pAppData);
}

int vfs_open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto& made = *new (file) FrontFile{};
  const std::string name = path == nullptr ? "" : std::filesystem::path{path}.filename().string();
  const bool creates = (flags & SQLITE_OPEN_CREATE) != 0 && path != nullptr && ::access(path, F_OK) != 0;
  if (const int code = witness_of(vfs).open(name, creates); code != SQLITE_OK) return code;
  const int result = system_vfs()->xOpen(system_vfs(), path, made.real(), flags, out_flags);
  if (made.real()->pMethods == nullptr) return result;
  const bool journal = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  made.own = new Opened{name, witness_of(vfs), creates && journal};
  made.base.pMethods = &witnessed_methods();
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
  vfs_->vfs.szOsFile = static_cast<int>(sizeof(FrontFile)) + system_vfs()->szOsFile;
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
