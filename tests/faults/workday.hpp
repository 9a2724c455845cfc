// SPDX-License-Identifier: MIT
//
// A Tuesday of three entries and a Wednesday of one on somebody's machine: a store file in a folder of its own, the
// real loop, the real client, and a Clockify behind TLS. A fault is put at the request of one of the three; the
// Wednesday shows that nothing later was touched.
//
// The first run of a Workday asks whose key it is, reads one listing and the projects, and sends the POSTs 1 to 4, in
// this order. Time stands still, for the server too, until a test moves it.
#pragma once

#include "fake_clockify.hpp"
#include "fast_dir.hpp"

#include <libsync/clockify/https_api.hpp>
#include <libsync/loop/sync_loop.hpp>
#include <libsync/loop/withdrawal_loop.hpp>
#include <libsync/store/sqlite_store.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace libsync::faults {

[[nodiscard]] LocalDate date(const char* text);  // "2026-02-03"
[[nodiscard]] UtcTime utc(const char* text);     // "2026-02-03T08:00:00Z"

// The clocks of the machine, and the server's with them.
class Clocks final : public loop::Clock {
 public:
  explicit Clocks(support::FakeClockify& server) : server_(server) {}

  UtcTime now() override { return wall_; }
  // What the client measures by, and on top of it what a test let pass since the run began.
  clockify::BootTime boot_time() override;
  bool sleep_for(milliseconds duration) override;

  void begin_run() { slept_ = milliseconds{0}; }
  // Time goes by for everybody.
  void pass(seconds duration);
  // Somebody sets the clock of the machine: no time goes by.
  void set_wall_clock(UtcTime time) { wall_ = time; }
  // The machine sleeps just before its boot clock is read for the n-th time from now on.
  void sleep_before_reading(int nth, seconds duration);

  [[nodiscard]] const std::vector<milliseconds>& sleeps() const { return sleeps_; }

 private:
  support::FakeClockify& server_;
  UtcTime wall_ = utc("2026-02-06T11:00:00Z");
  milliseconds slept_{0};
  int readings_ = 0;
  int sleeping_at_ = 0;
  seconds sleeping_for_{0};
  std::vector<milliseconds> sleeps_;
};

class Workday {
 public:
  Workday();

  // One run, as the program makes it: lock, store, loop, and a client when the loop asks for one. What the store throws
  // is in the report, as the program has it.
  loop::SyncReport run();
  // The same, of an undo or a resync of the Tuesday.
  loop::WithdrawalReport take_back(loop::Withdrawing what);
  // Everything that was set to go wrong goes right again.
  void heal();
  void pass(seconds duration) { clocks.pass(duration); }

  // The number of the request that carries the n-th POST of the first run.
  [[nodiscard]] static std::int64_t request_of(int nth) { return nth + 3; }

  // What is planned as the n-th entry, from a dry run.
  [[nodiscard]] clockify::NewEntry planned(int nth);
  // The n-th row of the Tuesday as the store has it.
  [[nodiscard]] store::OutboxRow row(int nth) const;
  // The entry of that row, as Clockify has it.
  [[nodiscard]] support::StoredEntry entry(int nth) const;
  [[nodiscard]] store::Timesheet timesheet() const;  // Ann's
  [[nodiscard]] std::optional<store::DayPlan> plan(LocalDate day) const;
  [[nodiscard]] std::unique_ptr<store::TrackingStore> open() const;

  // A session of `project` on that day.
  void track(LocalDate day, const std::string& project, LocalTime start, LocalTime end) const;
  void track_both_days() const;
  // From here on the folder of the n-th entry belongs to that project.
  void map(int nth, const ProjectId& project);

  LocalDate tuesday = date("2026-02-03");
  LocalDate wednesday = date("2026-02-04");
  std::vector<LocalDate> days{tuesday, wednesday};

  support::FastDir folder;
  std::filesystem::path file = folder / "sessions.db";
  store::SqliteOptions store_options;

  // Where the store is on a server: opens that of the day, for a run or for a look. Empty for one in `file`.
  using OnServer = std::function<std::unique_ptr<store::TrackingStore>(const Workday& day, bool is_run)>;
  static OnServer& on_server();
  support::FakeClockify server;
  clockify::HttpsOptions https;
  std::string key = support::well_known::k_key;
  Clocks clocks{server};
  loop::SyncRules rules;
  loop::RunOptions options;

 private:
  // `stopped`: the report where the store cannot be used.
  template <class Report, class Run>
  Report as_the_program(Report stopped, const Run& run);
};

}  // namespace libsync::faults
