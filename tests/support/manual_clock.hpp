// SPDX-License-Identifier: MIT
//
// Time that stands still until a test moves it.
#pragma once

#include <libsync/loop/ports.hpp>

#include <vector>

namespace libsync::support {

class ManualClock final : public loop::Clock {
 public:
  explicit ManualClock(UtcTime now) : now_(now) {}

  UtcTime now() override { return std::chrono::floor<seconds>(now_); }
  clockify::BootTime boot_time() override { return boot_time_; }

  // Time passes in no time.
  bool sleep_for(milliseconds duration) override {
    sleeps_.push_back(duration);
    if (interrupted_) return false;
    advance(duration);
    return true;
  }

  void advance(milliseconds duration) {
    now_ += duration;
    boot_time_ += duration;
  }

  // Somebody sets the wall clock: no time passes.
  void set_wall_clock(UtcTime now) { now_ = now; }

  // Every wait from now on is interrupted.
  void interrupt() { interrupted_ = true; }

  [[nodiscard]] const std::vector<milliseconds>& sleeps() const { return sleeps_; }

 private:
  Instant now_;
  clockify::BootTime boot_time_{std::chrono::hours{1}};
  std::vector<milliseconds> sleeps_;
  bool interrupted_ = false;
};

}  // namespace libsync::support
