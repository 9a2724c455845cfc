// SPDX-License-Identifier: MIT
//
// One run that takes days back, from the first look at the store to the last day. An object is used once.
#pragma once

#include "first_look.hpp"
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
  // What the store has of the range, as it would go.
  void preview(const store::Timesheet& timesheet);
  void preview_day(const store::Timesheet& timesheet, LocalDate date);
  [[nodiscard]] Stopped take_back(clockify::Api& api, const store::Timesheet& timesheet);
  [[nodiscard]] Stopped take_back_days(Seen& seen, RequestLimit& limit);

  const RunContext context_;
  const ApiProvider& provide_api_;
  SessionSource& sessions_;
  WithdrawalReport report_;
};

}  // namespace libsync::loop
