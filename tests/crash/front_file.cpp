// SPDX-License-Identifier: MIT
#include "front_file.hpp"

namespace libsync::crash {
namespace {

int close(sqlite3_file* file) {
  return real_methods(file).xClose(real(file));
}
int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  return real_methods(file).xRead(real(file), to, amount, offset);
}
int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  return real_methods(file).xWrite(real(file), from, amount, offset);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return real_methods(file).xTruncate(real(file), size);
}
int sync(sqlite3_file* file, int flags) {
  return real_methods(file).xSync(real(file), flags);
}
int size(sqlite3_file* file, sqlite3_int64* bytes) {
  return real_methods(file).xFileSize(real(file), bytes);
}
int lock(sqlite3_file* file, int level) {
  return real_methods(file).xLock(real(file), level);
}
int unlock(sqlite3_file* file, int level) {
  return real_methods(file).xUnlock(real(file), level);
}
int check_lock(sqlite3_file* file, int* result) {
  return real_methods(file).xCheckReservedLock(real(file), result);
}
int control(sqlite3_file* file, int operation, void* argument) {
  return real_methods(file).xFileControl(real(file), operation, argument);
}
int sector_size(sqlite3_file* file) {
  return real_methods(file).xSectorSize(real(file));
}
int characteristics(sqlite3_file* file) {
  return real_methods(file).xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int page, int bytes, int extend, void volatile** memory) {
  return real_methods(file).xShmMap(real(file), page, bytes, extend, memory);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real_methods(file).xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) {
  real_methods(file).xShmBarrier(real(file));
}
int shm_unmap(sqlite3_file* file, int remove) {
  return real_methods(file).xShmUnmap(real(file), remove);
}

}  // namespace

// Version 2: without memory mapping, whose writes nobody could count.
sqlite3_io_methods passing_methods() {
  return {2,         close,      read,    write,       truncate,        sync,    size,     lock,
          unlock,    check_lock, control, sector_size, characteristics, shm_map, shm_lock, shm_barrier,
          shm_unmap, nullptr,    nullptr};
}

}  // namespace libsync::crash
