// SPDX-License-Identifier: MIT
//
// A person's week: a store file, a Clockify in memory, a clock, and runs of the loop over them.
#pragma once

#include "in_memory_api.hpp"
#include "manual_clock.hpp"
#include "rules.hpp"
#include "well_known.hpp"

#include <libsync/loop/sync_loop.hpp>
#include <libsync/loop/withdrawal_loop.hpp>
#include <libsync/store/sqlite_store.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace libsync::loop {

// Between the intents and the answers, something else happens.
class OvertakenApi final : public support::InMemoryApi {
 public:
  OvertakenApi(support::InMemoryClockify& server, std::function<void()> meanwhile)
      : InMemoryApi(server), meanwhile_(std::move(meanwhile)) {}

  std::vector<Result<clockify::Entry, clockify::ApiError>> create_entries(
      std::span<const clockify::NewEntry> entries, const clockify::BeforeSend& before_send) override {
    return InMemoryApi::create_entries(entries, [&] {
      const auto proceed = before_send();
      meanwhile_();
      return proceed;
    });
  }

 private:
  std::function<void()> meanwhile_;
};

class SyncFixture : public testing::Test, public SessionSource, public Observer {
 protected:
  SyncFixture() {
    folder_ = std::filesystem::temp_directory_path() / ("sync_loop." + std::to_string(::getpid()) + "." +
                                                        testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    open();
    rules_.workspace = support::well_known::workspace();
    rules_.base_url = support::InMemoryApi::k_base_url;
    rules_.project_mapping = {{"/work/api", {api_project(), {}, {}}}, {"/work/web", {web_project(), {}, {}}}};
  }
  ~SyncFixture() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  static ProjectId api_project() { return support::well_known::api(); }
  static ProjectId web_project() { return support::well_known::web(); }

  // Closes the store and opens it again, as the next process does.
  void open() {
    store_.reset();
    store_ = store::open_sqlite_store(folder_ / "sessions.db");
  }

  void lose_store() {
    store_.reset();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    open();
  }

  // Tracked time on a day from 10:00 Berlin time on.
  void track(const char* day, const std::string& project, std::chrono::minutes length,
             std::chrono::minutes after_ten = std::chrono::minutes{0}) {
    const Instant start{rules_.zone.to_utc(date(day), std::chrono::hours{10}) + after_ten};
    const std::string path = std::string(day) + project + std::to_string(after_ten.count()) + ".jsonl";
    store_->apply(
        {{}, {{path, "claude-code", project, start, start + length, {{{start, start + length}, project}}, {}}}});
  }

  // Monday 2026-02-02 to Thursday 2026-02-05, each 3 h api and 1 h web.
  void track_a_week() {
    for (const char* day : {"2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05"}) {
      track(day, "/work/api", std::chrono::hours{3});
      track(day, "/work/web", std::chrono::hours{1}, std::chrono::hours{3});
    }
  }

  SyncReport run(const RunOptions& options = {}) {
    support::InMemoryApi api{clockify_};
    int provided = 0;
    SyncLoop loop{*store_,
                  [&]() -> Result<clockify::Api*, Failure> {
                    ++provided;
                    return &api;
                  },
                  *this,
                  clock_,
                  *this,
                  rules_,
                  options};
    auto report = loop.run();
    EXPECT_LE(provided, 1);
    return report;
  }

  WithdrawalReport take_back(Withdrawing what, const char* since, const char* until, RunOptions options = {}) {
    support::InMemoryApi api{clockify_};
    options.since = date(since);
    options.until = date(until);
    return WithdrawalLoop{
        what, *store_, [&]() -> Result<clockify::Api*, Failure> { return &api; }, *this, clock_, *this, rules_, options}
        .run();
  }
  WithdrawalReport undo(const char* day) { return take_back(Withdrawing::undo, day, day); }
  WithdrawalReport resync(const char* day) { return take_back(Withdrawing::resync, day, day); }

  void move_by_a_month(const EntryId& id) {
    clockify_.user_edits(id, [](clockify::Entry& entry) {
      entry.start += std::chrono::days{30};
      *entry.end += std::chrono::days{30};
    });
  }

  static DayState state_of(const SyncReport& report, const char* day) {
    for (const auto& each : report.days) {
      if (each.date == date(day)) return each.state;
    }
    ADD_FAILURE() << day << " is not in the report";
    return DayState::not_reached;
  }

  [[nodiscard]] store::Timesheet timesheet() const {
    return {support::well_known::ann(), rules_.base_url, rules_.workspace};
  }
  [[nodiscard]] store::DayKey day_key(const char* day) const { return {timesheet(), date(day)}; }
  [[nodiscard]] std::optional<store::DayPlan> plan_of(const char* day) { return store_->day_plan(day_key(day)); }
  [[nodiscard]] bool is_synced(const char* day) { return store_->synced_days(timesheet()).contains(date(day)); }

  // An entry as the older tool records it.
  void record_entry(const char* day, const ProjectId& project, const EntryId& entry) {
    SQLite::Database database{(folder_ / "sessions.db").string(), SQLite::OPEN_READWRITE};
    SQLite::Statement insert{database, "INSERT INTO synced_entries VALUES (?, ?, ?, ?)"};
    insert.bind(1, day);
    insert.bind(2, rules_.workspace.str());
    insert.bind(3, project.str());
    insert.bind(4, entry.str());
    insert.exec();
  }

  // Nothing is left to do, and every day that was finished stands in Clockify exactly once, to the second.
  void expect_done(std::size_t entries) {
    const auto posts = clockify_.counts().requests;
    const auto again = run();
    EXPECT_FALSE(again.failure) << again.failure->message;
    EXPECT_EQ(clockify_.counts().requests, posts) << "a run with nothing to do made a request";
    EXPECT_EQ(clockify_.entries().size(), entries);
    for (const auto& day : store_->synced_days(timesheet())) {
      const auto plan = store_->day_plan({timesheet(), day});
      if (!plan) continue;
      UtcTime at = plan->work_hours.start;
      for (const auto& row : plan->rows) {
        EXPECT_EQ(row.entry.interval.start, at);
        EXPECT_TRUE(row.entry_id);
        at = row.entry.interval.end;
      }
      EXPECT_EQ(at, plan->work_hours.end);
    }
  }

  // SessionSource
  Result<ImportSummary, Failure> import() override {
    ++imports_;
    if (import_failure_) return *import_failure_;
    return ImportSummary{.files = 3, .sessions = 2, .skipped = 1, .notes = import_notes_};
  }

  // Observer
  bool confirm(const SyncReport&, std::size_t, std::size_t entries) override {
    confirmed_entries_ = entries;
    return confirms_;
  }

  void entry_done(LocalDate, std::size_t, std::size_t) override { ++entries_told_; }

  bool confirm_withdrawal(const WithdrawalReport& plan) override {
    shown_ = plan;
    if (while_asked_) while_asked_();
    return confirms_;
  }

  std::filesystem::path folder_;
  support::ManualClock clock_{utc("2026-02-06T11:00:00Z")};
  support::InMemoryClockify clockify_{clock_};
  std::unique_ptr<store::TrackingStore> store_;
  SyncRules rules_ = office_rules();
  int imports_ = 0;
  std::optional<Failure> import_failure_;
  std::vector<std::string> import_notes_;
  bool confirms_ = true;
  std::size_t confirmed_entries_ = 0;
  int entries_told_ = 0;
  std::optional<WithdrawalReport> shown_;
  std::function<void()> while_asked_;  // before a person answers whether a day is to be taken back
};

}  // namespace libsync::loop
