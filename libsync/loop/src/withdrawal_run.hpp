// SPDX-License-Identifier: MIT
//
// One run that takes days back, from the first look at the store to the last day. An object is used once.
#pragma once

#include "first_look.hpp"
#include "project_check.hpp"
#include "run_context.hpp"

#include <libsync/loop/withdrawal_report.hpp>

#include <optional>

namespace libsync::loop {

class WithdrawalRun {
 public:
  WithdrawalRun(Withdrawing what, const RunContext& context, const ApiProvider& provide_api, SessionSource& sessions)
      : context_(context), provide_api_(provide_api), sessions_(sessions) {
    report_.what = what;
  }

  [[nodiscard]] WithdrawalReport execute();

 private:
  [[nodiscard]] Stopped steps();
  // The days of the range of which the store has something.
  void find_days(const store::Timesheet& timesheet);
  // What would be done by what the store has, for a dry run.
  void preview_day(const store::Timesheet& timesheet, LocalDate date);
  [[nodiscard]] Stopped take_back(clockify::Api& api, const store::Timesheet& timesheet);
  [[nodiscard]] std::vector<LocalDate> dates() const;
  // Shows what would be done; nothing when there is nothing to do.
  [[nodiscard]] Result<std::optional<EntryIds>, Failure> prepare(Seen& seen, RequestLimit& limit,
                                                                 ProjectCheck& projects);
  [[nodiscard]] Stopped carry_out(Seen& seen, RequestLimit& limit, ProjectCheck& projects, const EntryIds& agreed);
  [[nodiscard]] SyncReport work_on_days();

  const RunContext context_;
  const ApiProvider& provide_api_;
  SessionSource& sessions_;
  WithdrawalReport report_;
};

}  // namespace libsync::loop
