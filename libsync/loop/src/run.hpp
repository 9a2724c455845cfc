// SPDX-License-Identifier: MIT
//
// One run of the loop, from import to the last mark. An object is used once.
#pragma once

#include "first_look.hpp"
#include "frozen_day.hpp"
#include "project_check.hpp"
#include "workload.hpp"

#include <vector>

namespace libsync::loop {

class DaysUnderWay;

class Run {
 public:
  Run(const RunContext& context, const ApiProvider& provide_api, SessionSource& sessions)
      : context_(context), provide_api_(provide_api), sessions_(sessions) {}

  [[nodiscard]] SyncReport execute();

 private:
  using OpenDays = std::vector<OpenDay>;

  [[nodiscard]] Stopped steps();
  [[nodiscard]] Stopped import_sessions();
  void note_folders();
  [[nodiscard]] bool is_unfinished(const std::optional<store::Timesheet>& timesheet);
  // Of that timesheet; without one, after what the older tool did in the workspace.
  [[nodiscard]] OpenDays plan_days(const std::optional<store::Timesheet>& timesheet,
                                   const std::vector<Interval>& not_free = {});
  void mark_days(OpenDays& open);
  struct ToPost {
    std::size_t days = 0;
    std::size_t entries = 0;
  };
  void hold_run(const std::optional<store::Timesheet>& timesheet);
  [[nodiscard]] ToPost count_to_post(const OpenDays& open) const;
  [[nodiscard]] std::size_t left_to_post(const OpenDays& open) const;
  [[nodiscard]] Stopped ask_to_post(const OpenDays& open);
  // `planned`: of which timesheet `open` is.
  [[nodiscard]] Stopped sync_with(clockify::Api& api, const std::optional<store::Timesheet>& planned, OpenDays& open);
  [[nodiscard]] Result<Seen, Failure> look_at_clockify(RequestLimit& limit, const Connected& connected,
                                                       const OpenDays& open);
  [[nodiscard]] Stopped sync_days(Seen& seen, RequestLimit& limit, OpenDays& open);
  void claim_found(Seen& seen, OpenDays& open);
  [[nodiscard]] Stopped check_refusals(const Seen& seen, const OpenDays& open);
  [[nodiscard]] std::vector<ForeignEntry> to_come(const OpenDay& day, const OpenDays& open) const;
  [[nodiscard]] std::vector<store::PlannedEntry> would_post(const Seen& seen, const OpenDay& day,
                                                            const OpenDays& open) const;
  // `open`: all days of the run.
  [[nodiscard]] Stopped begin_day(Seen& seen, ProjectCheck& projects, OpenDay& day, const OpenDays& open,
                                  DaysUnderWay& days);
  void report_twins_of_done_days(const Seen& seen, const OpenDays& open);

  [[nodiscard]] DayReporter reporter_of(const OpenDay& day);
  // Of a day with a plan.
  [[nodiscard]] FrozenDay frozen(OpenDay& day);

  const RunContext context_;
  const ApiProvider& provide_api_;
  SessionSource& sessions_;
  SyncReport report_;
  std::vector<store::DayPlan> elsewhere_;  // of days that are not done, and that this run does not do
};

}  // namespace libsync::loop
