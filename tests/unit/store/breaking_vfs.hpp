// SPDX-License-Identifier: MIT
//
// A SQLite VFS over the system's one that counts what changes the disk and makes a chosen one of these calls fail.
#pragma once

#include <sqlite3.h>

#include <new>
#include <string>

namespace libsync::store {

class BreakingVfs {
 public:
  BreakingVfs() : name_("breaking-" + std::to_string(++count())) {
    vfs_ = *system();
    vfs_.pNext = nullptr;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + system()->szOsFile;
    vfs_.xOpen = open;
    vfs_.xDelete = remove;
    sqlite3_vfs_register(&vfs_, 0);
  }
  BreakingVfs(const BreakingVfs&) = delete;
  BreakingVfs& operator=(const BreakingVfs&) = delete;
  ~BreakingVfs() { sqlite3_vfs_unregister(&vfs_); }

  [[nodiscard]] const std::string& name() const { return name_; }

  // The call with this number (from 1) and all after it fail with `code`; 0 for none. Counting begins anew.
  void fail_from(int number, int code) {
    changes_ = 0;
    fail_from_ = number;
    code_ = code;
  }

  [[nodiscard]] int changes() const { return changes_; }
  [[nodiscard]] int unsynced_writes() const { return unsynced_writes_; }
  [[nodiscard]] int syncs() const { return syncs_; }
  [[nodiscard]] int folder_syncs() const { return folder_syncs_; }
  [[nodiscard]] int read_locks() const { return read_locks_; }  // taken on a file or a log that was not locked

 private:
  struct File {
    sqlite3_file base;
    BreakingVfs* owner;
    [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };

  static int& count() {
    static int value = 0;
    return value;
  }
  static sqlite3_vfs* system() { return sqlite3_vfs_find("unix"); }
  static File& wrapper(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
  static BreakingVfs& owner(sqlite3_file* file) { return *wrapper(file).owner; }
  static sqlite3_file* real(sqlite3_file* file) { return wrapper(file).real(); }
  static const sqlite3_io_methods& methods(sqlite3_file* file) { return *real(file)->pMethods; }

  // SQLITE_OK, or what the next change has to fail with.
  int next_change() {
    ++changes_;
    return fail_from_ != 0 && changes_ >= fail_from_ ? code_ : SQLITE_OK;
  }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    static constexpr sqlite3_io_methods k_methods{
        2,         close,          read,    write,       truncate,        sync,    file_size, lock,
        unlock,    check_reserved, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
        shm_unmap, nullptr,        nullptr};
    auto* opened = new (file) File{{nullptr}, static_cast<BreakingVfs*>(vfs->pAppData)};
    const int result = system()->xOpen(system(), name, opened->real(), flags, out_flags);
    if (opened->real()->pMethods != nullptr) opened->base.pMethods = &k_methods;
    return result;
  }
  static int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    auto& self = *static_cast<BreakingVfs*>(vfs->pAppData);
    if (const int code = self.next_change(); code != SQLITE_OK) return code;
    self.folder_syncs_ += sync_folder;
    return system()->xDelete(system(), name, sync_folder);
  }
  static int close(sqlite3_file* file) { return methods(file).xClose(real(file)); }
  static int read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
    return methods(file).xRead(real(file), out, amount, offset);
  }
  static int write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
    if (const int code = owner(file).next_change(); code != SQLITE_OK) return code;
    ++owner(file).unsynced_writes_;
    return methods(file).xWrite(real(file), data, amount, offset);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = owner(file).next_change(); code != SQLITE_OK) return code;
    return methods(file).xTruncate(real(file), size);
  }
  static int sync(sqlite3_file* file, int flags) {
    if (const int code = owner(file).next_change(); code != SQLITE_OK) return code;
    owner(file).unsynced_writes_ = 0;
    ++owner(file).syncs_;
    return methods(file).xSync(real(file), flags);
  }
  static int file_size(sqlite3_file* file, sqlite3_int64* size) { return methods(file).xFileSize(real(file), size); }
  static int lock(sqlite3_file* file, int level) {
    if (level == SQLITE_LOCK_SHARED) ++owner(file).read_locks_;
    return methods(file).xLock(real(file), level);
  }
  static int unlock(sqlite3_file* file, int level) { return methods(file).xUnlock(real(file), level); }
  static int check_reserved(sqlite3_file* file, int* out) { return methods(file).xCheckReservedLock(real(file), out); }
  static int control(sqlite3_file* file, int operation, void* argument) {
    return methods(file).xFileControl(real(file), operation, argument);
  }
  static int sector_size(sqlite3_file* file) { return methods(file).xSectorSize(real(file)); }
  static int characteristics(sqlite3_file* file) { return methods(file).xDeviceCharacteristics(real(file)); }
  static int shm_map(sqlite3_file* file, int page, int bytes, int extend, void volatile** memory) {
    return methods(file).xShmMap(real(file), page, bytes, extend, memory);
  }
  static int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    if (flags == (SQLITE_SHM_LOCK | SQLITE_SHM_SHARED)) ++owner(file).read_locks_;
    return methods(file).xShmLock(real(file), offset, count, flags);
  }
  static void shm_barrier(sqlite3_file* file) { methods(file).xShmBarrier(real(file)); }
  static int shm_unmap(sqlite3_file* file, int remove) { return methods(file).xShmUnmap(real(file), remove); }

  std::string name_;
  sqlite3_vfs vfs_{};
  int changes_ = 0;
  int unsynced_writes_ = 0;
  int syncs_ = 0;
  int folder_syncs_ = 0;
  int read_locks_ = 0;
  int fail_from_ = 0;
  int code_ = SQLITE_OK;
};

}  // namespace libsync::store
