// SPDX-License-Identifier: MIT
//
// Somebody who works from 09:00 to 17:00 in Berlin, and what the store has of it.
#pragma once

#include "in_memory_store.hpp"
#include "well_known.hpp"

#include <libsync/report/daybook.hpp>
#include <libsync/workday/calendar.hpp>
#include <libsync/workday/draft.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace libsync::report {

class Office : public testing::Test {
 protected:
  static LocalDate date(const char* text) { return *parse_date(text); }
  static UtcTime utc(const char* text) { return floor_seconds(*parse_rfc3339(text)); }
  static ProjectId api() { return support::well_known::api(); }
  static ProjectId web() { return support::well_known::web(); }

  // A session in `folder` that is active from `after` the start of the work hours on.
  void track(const char* day, const std::string& folder, milliseconds active, milliseconds after = {},
             bool attended = true, const std::string& agent = "claude-code") {
    const Instant start = Instant{workday::work_hours_of(date(day), rules_).start} + after;
    const InstantInterval span{start, start + active};
    store_.apply({{},
                  {{std::to_string(++sessions_) + ".jsonl",
                    agent,
                    folder,
                    span.start,
                    span.end,
                    {{span, folder, attended}},
                    {}}}});
  }

  [[nodiscard]] store::DayPlan planned(const char* day) {
    const auto tracked = store_.query_range(workday::session_window_of(date(day), rules_));
    const auto draft = workday::draft_day(date(day), tracked, rules_);
    store::DayPlan plan{
        timesheet(), date(day), rules_.zone.name(), draft.work_hours, std::chrono::floor<seconds>(draft.buckets.active),
        {},          {}};
    for (const auto& entry : draft.entries) plan.rows.push_back({.entry = entry});
    return plan;
  }

  static void posts(store::OutboxRow& row, int number) {
    row.state = store::RowState::posted;
    row.entry_id = EntryId::parse(std::to_string(100'000'000'000 + number) + "aaaaaaaaaaaa");
    row.origin = store::Origin::adopted;
  }

  // What a run would make of the day stands in Clockify.
  void sync(const char* day) {
    auto plan = planned(day);
    for (auto& row : plan.rows) posts(row, ++entries_);
    store_.freeze(plan);
    store_.complete_day(plan.key());
  }

  // The first entry stands there, the others are still to come.
  void begin(const char* day) {
    auto plan = planned(day);
    posts(plan.rows.front(), ++entries_);
    store_.freeze(plan);
  }

  [[nodiscard]] Daybook read(const char* first, const char* last) {
    return read_days(store_, rules_, {date(first), date(last)}, now_);
  }

  [[nodiscard]] Day read(const char* day) { return read(day, day).days.at(0); }

  static store::Timesheet timesheet() {
    return {support::well_known::ann(), k_clockify_url, support::well_known::workspace()};
  }

  void SetUp() override {
    store_.register_timesheet(timesheet());
    store_.remember_projects(timesheet(), {now_, {{api(), "API", "Acme"}, {web(), "Website", "Acme"}}});
  }

  UtcTime now_ = utc("2026-02-12T10:00:00Z");  // a Thursday
  support::InMemoryStore store_;
  workday::SyncRules rules_{.workspace = support::well_known::workspace(),
                            .zone = *Zone::find("Europe/Berlin"),
                            .work_day_start = std::chrono::hours{9},
                            .work_day_end = std::chrono::hours{17},
                            .days_off = {},
                            .project_mapping = {{"/work/api", {api()}}, {"/work/web", {web()}}},
                            .other_project = {},
                            .ignore_projects = {{"/tmp/**"}, true},
                            .billable = {},
                            .tags = {}};

 private:
  int sessions_ = 0;
  int entries_ = 0;
};

}  // namespace libsync::report
