// SPDX-License-Identifier: MIT
#pragma once

#include <libsync/loop/ports.hpp>

namespace libsync {

// The clocks of the machine. A wait ends early when `interrupt_fd` becomes readable.
class SystemClock final : public loop::Clock {
 public:
  explicit SystemClock(int interrupt_fd) : interrupt_fd_(interrupt_fd) {}

  UtcTime now() override;
  clockify::BootTime boot_time() override;
  bool sleep_for(milliseconds duration) override;

 private:
  int interrupt_fd_;
};

// Whether the descriptor is readable; -1 never is.
[[nodiscard]] bool is_interrupted(int interrupt_fd);

}  // namespace libsync
