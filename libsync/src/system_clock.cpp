// SPDX-License-Identifier: MIT
#include "system_clock.hpp"

#include <libsync/clockify/boot_clock.hpp>

#include <poll.h>

#include <algorithm>

namespace libsync {

UtcTime SystemClock::now() {
  return std::chrono::floor<seconds>(std::chrono::system_clock::now());
}

clockify::BootTime SystemClock::boot_time() {
  return clockify::boot_now();
}

bool SystemClock::sleep_for(milliseconds duration) {
  const auto end = boot_time() + duration;
  while (!is_interrupted(interrupt_fd_)) {
    const auto left = end - boot_time();
    if (left <= milliseconds{0}) return true;
    if (each_second_ && duration >= seconds{1}) each_second_(std::chrono::ceil<seconds>(left));
    // In slices: poll(2) does not count the time a machine is asleep.
    pollfd descriptor{interrupt_fd_, POLLIN, 0};
    poll(&descriptor, 1, static_cast<int>(std::min(left, milliseconds{1000}).count()));
  }
  return false;
}

bool is_interrupted(int interrupt_fd) {
  pollfd descriptor{interrupt_fd, POLLIN, 0};
  return poll(&descriptor, 1, 0) > 0 && (descriptor.revents & POLLIN) != 0;
}

}  // namespace libsync
