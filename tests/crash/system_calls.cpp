// SPDX-License-Identifier: MIT
#include "system_calls.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <string>

namespace libsync::crash {
namespace {

namespace fs = std::filesystem;

SystemCallHook* the_hook = nullptr;

fs::path path_of(int descriptor) {
  return fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor));
}

// True when the call must not happen; errno says why.
bool fails(SystemCall call) {
  if (the_hook == nullptr) return false;
  const int error = the_hook->before(call);
  if (error != 0) errno = error;
  return error != 0;
}

}  // namespace

HookedSystemCalls::HookedSystemCalls(SystemCallHook& hook) {
  the_hook = &hook;
}

HookedSystemCalls::~HookedSystemCalls() {
  the_hook = nullptr;
}

// --- in the place of the system's -----------------------------------------------------------------------------------

extern "C" {

int __real_open(const char* path, int flags, ...);
int __real_mkostemp(char* path, int flags);
ssize_t __real_write(int descriptor, const void* bytes, std::size_t size);
ssize_t __real_pwrite(int descriptor, const void* bytes, std::size_t size, off_t offset);
int __real_ftruncate(int descriptor, off_t size);
int __real_fsync(int descriptor);
int __real_flock(int descriptor, int operation);
int __real_link(const char* from, const char* to);
int __real_unlink(const char* path);

int __wrap_open(const char* path, int flags, ...) {
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
  }
  if (fails(SystemCall::open)) return -1;
  const bool creates = the_hook != nullptr && (flags & O_CREAT) != 0 && ::access(path, F_OK) != 0;
  const int descriptor = __real_open(path, flags, mode);
  if (creates && descriptor >= 0) the_hook->created(path);
  return descriptor;
}

int __wrap_mkostemp(char* path, int flags) {
  if (fails(SystemCall::make_temporary)) return -1;
  const int descriptor = __real_mkostemp(path, flags);
  if (the_hook != nullptr && descriptor >= 0) the_hook->created(path);
  return descriptor;
}

ssize_t __wrap_pwrite(int descriptor, const void* bytes, std::size_t size, off_t offset) {
  if (fails(SystemCall::write)) return -1;
  if (the_hook != nullptr) size = the_hook->portion(size);
  const ssize_t written = __real_pwrite(descriptor, bytes, size, offset);
  if (the_hook != nullptr && written > 0) {
    the_hook->wrote(path_of(descriptor), {static_cast<const char*>(bytes), static_cast<std::size_t>(written)},
                    static_cast<std::size_t>(offset));
  }
  return written;
}

ssize_t __wrap_write(int descriptor, const void* bytes, std::size_t size) {
  if (the_hook == nullptr) return __real_write(descriptor, bytes, size);
  const off_t offset = ::lseek(descriptor, 0, SEEK_CUR);
  if (offset < 0) return __real_write(descriptor, bytes, size);  // a pipe or a socket
  const ssize_t written = __wrap_pwrite(descriptor, bytes, size, offset);
  if (written > 0) ::lseek(descriptor, written, SEEK_CUR);
  return written;
}

int __wrap_ftruncate(int descriptor, off_t size) {
  if (fails(SystemCall::truncate)) return -1;
  const int result = __real_ftruncate(descriptor, size);
  if (the_hook != nullptr && result == 0) the_hook->truncated(path_of(descriptor), static_cast<std::size_t>(size));
  return result;
}

int __wrap_fsync(int descriptor) {
  if (fails(SystemCall::sync)) return -1;
  const int result = __real_fsync(descriptor);
  if (the_hook != nullptr && result == 0) the_hook->synced(path_of(descriptor));
  return result;
}

int __wrap_flock(int descriptor, int operation) {
  return fails(SystemCall::lock) ? -1 : __real_flock(descriptor, operation);
}

int __wrap_link(const char* from, const char* to) {
  if (fails(SystemCall::link)) return -1;
  const int result = __real_link(from, to);
  if (the_hook != nullptr && result == 0) the_hook->linked(from, to);
  return result;
}

int __wrap_unlink(const char* path) {
  if (fails(SystemCall::unlink)) return -1;
  const int result = __real_unlink(path);
  if (the_hook != nullptr && result == 0) the_hook->unlinked(path);
  return result;
}

}  // extern "C"

}  // namespace libsync::crash
