// SPDX-License-Identifier: MIT
//
// Preloaded into a program, whose wall clock then goes LIBSYNC_CLOCK_SHIFT seconds ahead.
#include <dlfcn.h>

#include <cstdlib>
#include <ctime>

extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
  using Function = int (*)(clockid_t, timespec*);
  static const auto real = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "clock_gettime"));
  static const char* const shift = std::getenv("LIBSYNC_CLOCK_SHIFT");
  const int result = real(clock, now);
  if (result == 0 && clock == CLOCK_REALTIME && shift != nullptr) now->tv_sec += std::atol(shift);
  return result;
}
