// SPDX-License-Identifier: MIT
//
// A library to be loaded before a program (LD_PRELOAD) whose calls shall fail, as FAULTY_CALLS says: "<what> <errno>
// <n>" lets the n-th call of that kind and all after it fail, and the n-th alone with "once" behind it.
//
//   write   write, pwrite and ftruncate, of plain files
//   sync    fsync and fdatasync, of plain files
//   lock    flock
//   thread  pthread_create
//   torn    no failure: each other write of a plain file is interrupted, and the others write a part
//   memory  malloc, calloc and realloc, from the beginning of main
#include <dlfcn.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

// Plain data: this is read by malloc.
char g_what[16] = "";
int g_error = 0;
long g_from = 0;
bool g_once = false;
std::atomic<bool> g_in_main{false};

__attribute__((constructor)) void read_plan() {
  char once[8] = "";
  const char* text = std::getenv("FAULTY_CALLS");
  if (text != nullptr) std::sscanf(text, "%15s %d %ld %7s", g_what, &g_error, &g_from, once);
  g_once = once[0] != '\0';
}

bool is_concerned(const char* what) {
  return std::strcmp(g_what, what) == 0;
}

// Counts a call of the kind that is to fail. True when it must not happen; errno says why.
bool strikes() {
  static std::atomic<long> calls{0};
  const long call = ++calls;
  if (g_once ? call != g_from : call < g_from) return false;
  errno = g_error;
  return true;
}

bool is_plain_file(int descriptor) {
  struct stat facts {};
  return fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
}

bool fails(const char* what, int descriptor) {
  return is_concerned(what) && is_plain_file(descriptor) && strikes();
}

bool memory_fails() {
  return g_in_main && is_concerned("memory") && strikes();
}

// Whether a write is interrupted; else how much of it there is to be.
bool is_interrupted(int descriptor, std::size_t& size) {
  static std::atomic<long> calls{0};
  if (!is_concerned("torn") || !is_plain_file(descriptor)) return false;
  if (++calls % 2 == 1) {
    errno = EINTR;
    return true;
  }
  size = std::max<std::size_t>(1, size / 2);
  return false;
}

using Main = int(int, char**, char**);
Main* g_main = nullptr;

int main_with_failures(int argc, char** argv, char** environment) {
  g_in_main = true;
  const int code = g_main(argc, argv, environment);
  g_in_main = false;
  return code;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  static auto* const next = real<ssize_t(int, const void*, std::size_t)>("write");
  if (fails("write", descriptor) || is_interrupted(descriptor, size)) return -1;
  return next(descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void* bytes, std::size_t size, off_t offset) {
  static auto* const next = real<ssize_t(int, const void*, std::size_t, off_t)>("pwrite");
  if (fails("write", descriptor) || is_interrupted(descriptor, size)) return -1;
  return next(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, std::size_t size, off64_t offset) {
  return pwrite(descriptor, bytes, size, offset);
}

int ftruncate(int descriptor, off_t size) noexcept {
  static auto* const next = real<int(int, off_t)>("ftruncate");
  return fails("write", descriptor) ? -1 : next(descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) noexcept {
  return ftruncate(descriptor, size);
}

int fsync(int descriptor) {
  static auto* const next = real<int(int)>("fsync");
  return fails("sync", descriptor) ? -1 : next(descriptor);
}

int fdatasync(int descriptor) {
  static auto* const next = real<int(int)>("fdatasync");
  return fails("sync", descriptor) ? -1 : next(descriptor);
}

int flock(int descriptor, int operation) noexcept {
  static auto* const next = real<int(int, int)>("flock");
  return fails("lock", descriptor) ? -1 : next(descriptor, operation);
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*), void* argument) noexcept {
  using Create = int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  static auto* const next = real<Create>("pthread_create");
  return is_concerned("thread") && strikes() ? g_error : next(thread, attributes, run, argument);
}

// --- memory ---------------------------------------------------------------------------------------------------------

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);

void* malloc(std::size_t size) {
  return memory_fails() ? nullptr : __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) {
  return memory_fails() ? nullptr : __libc_calloc(count, size);
}

void* realloc(void* memory, std::size_t size) {
  return memory_fails() ? nullptr : __libc_realloc(memory, size);
}

// NOLINTNEXTLINE(bugprone-reserved-identifier): what a program's first instructions call
int __libc_start_main(Main* main, int argc, char** argv, void (*init)(), void (*fini)(), void (*rtld_fini)(),
                      void* stack_end) {
  static auto* const next =
      real<int(Main*, int, char**, void (*)(), void (*)(), void (*)(), void*)>("__libc_start_main");
  g_main = main;
  return next(main_with_failures, argc, argv, init, fini, rtld_fini, stack_end);
}

}  // extern "C"
