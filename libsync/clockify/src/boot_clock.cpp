// SPDX-License-Identifier: MIT
#include <libsync/clockify/boot_clock.hpp>

#include <ctime>

namespace libsync::clockify {

BootTime boot_now() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return BootTime{
      std::chrono::duration_cast<milliseconds>(seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec})};
}

}  // namespace libsync::clockify
