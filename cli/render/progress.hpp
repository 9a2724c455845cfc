// SPDX-License-Identifier: MIT
//
// How a run goes, told on `err`: one line that is drawn over and over on a terminal, nothing off it.
#pragma once

#include "console.hpp"

#include <libsync/loop/ports.hpp>
#include <libsync/loop/sync_report.hpp>
#include <libsync/model/zone.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace cli {

class Progress final : public libsync::loop::Observer {
 public:
  struct Options {
    bool draw = false;                                                            // a bar
    bool tell_waits = false;                                                      // a line per wait
    bool ask = false;                                                             // before the first entry
    bool names_first_day = false;                                                 // before many days are posted
    std::function<std::string(const libsync::loop::SyncReport&)> plan_text = {};  // what the question is about
    // Shows what would go and asks, where that is needed.
    std::function<bool(const libsync::loop::WithdrawalReport&)> agrees_to_withdrawal = {};
    std::function<void()> before_first_request = [] {};
  };

  Progress(Console& console, libsync::Zone zone, Options options);
  ~Progress() override;

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void importing(std::int64_t bytes_done, std::int64_t bytes_total) override;
  bool confirm(const libsync::loop::SyncReport& plan, std::size_t days, std::size_t entries) override;
  bool confirm_withdrawal(const libsync::loop::WithdrawalReport& plan) override;
  void day_begins(libsync::LocalDate date, std::size_t entries) override;
  void entry_done(libsync::LocalDate date, std::size_t done, std::size_t of) override;
  void waiting(libsync::UtcTime until, const std::string& why) override;
  void still_waiting(libsync::seconds left) override;

  // Whether a person was asked and did not agree.
  [[nodiscard]] bool was_declined() const { return declined_; }

  // Takes the line away, so that what follows starts on a clean one.
  void clear();

 private:
  enum class When { now, if_due };
  void draw(const std::string& what, std::int64_t done, std::int64_t of, When when);

  Console& console_;
  libsync::Zone zone_;
  Options options_;
  bool drawn_ = false;
  bool declined_ = false;
  std::size_t entries_done_ = 0;
  std::size_t entries_in_all_ = 0;
  std::chrono::steady_clock::time_point last_drawn_{};
};

// "[#########.............]" of `width` characters in all.
[[nodiscard]] std::string bar(std::int64_t done, std::int64_t of, std::size_t width);

}  // namespace cli
