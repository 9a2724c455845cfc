// SPDX-License-Identifier: MIT
#pragma once

#include <libsync/loop/ports.hpp>

#include <functional>
#include <utility>

namespace libsync {

// The clocks of the machine. A wait ends early when `interrupt_fd` becomes readable; `each_second` of it is told how
// much is left, unless it is shorter than that.
class SystemClock final : public loop::Clock {
 public:
  explicit SystemClock(int interrupt_fd, std::function<void(seconds)> each_second = {})
      : interrupt_fd_(interrupt_fd), each_second_(std::move(each_second)) {}

  UtcTime now() override;
  clockify::BootTime boot_time() override;
  bool sleep_for(milliseconds duration) override;

 private:
  int interrupt_fd_;
  std::function<void(seconds)> each_second_;
};

// Whether the descriptor is readable; -1 never is.
[[nodiscard]] bool is_interrupted(int interrupt_fd);

}  // namespace libsync
