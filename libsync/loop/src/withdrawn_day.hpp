// SPDX-License-Identifier: MIT
//
// One day that is taken back, from what is recorded of it to the day forgotten, or planned and posted afresh. All that
// can fail is looked at before W1; after it the day is on its way and every run goes on with it.
//
// A day is looked at twice: to show a person what would be done, and, when everybody agrees, to do it.
#pragma once

#include "first_look.hpp"
#include "freezing.hpp"
#include "frozen_day.hpp"
#include "standing.hpp"
#include "withdrawal_reporter.hpp"

#include <optional>
#include <vector>

namespace libsync::loop {

// Borrows all it is given.
class WithdrawnDay {
 public:
  // `work`: the report that posting writes to; it has this day at `index`.
  WithdrawnDay(const RunContext& context, Seen& seen, RequestLimit& limit, ProjectCheck& projects,
               WithdrawalReporter report, SyncReport& work, std::size_t index)
      : context_(context),
        seen_(seen),
        limit_(limit),
        projects_(projects),
        report_(report),
        work_(work),
        index_(index) {}

  // Reports what would be done, and answers with the entries that would be deleted; with nothing when the day stays as
  // it is. What earlier runs left in doubt is settled by that. Throws store::StoreError.
  [[nodiscard]] Result<std::optional<std::vector<EntryId>>, Failure> prepare(Withdrawing what);
  // Does it, as the day stands by now, if no entry is to be deleted that is not one of `agreed`. Throws
  // store::StoreError.
  [[nodiscard]] Stopped carry_out(Withdrawing what, const EntryIds& agreed);

 private:
  struct Deed {
    std::vector<EntryId> to_delete;
    Draft draft{};                            // of `instead`
    std::optional<store::DayPlan> instead{};  // without one the day is forgotten
  };
  // Nothing: the day stays as it is.
  using Decision = Result<std::optional<Deed>, Failure>;

  [[nodiscard]] Decision decide(Withdrawing what);
  [[nodiscard]] Decision decide_undo();
  [[nodiscard]] Decision decide_resync();
  [[nodiscard]] Decision decide_older_day(Withdrawing what);
  [[nodiscard]] Decision decide_against(const Draft& draft, store::DayPlan instead);
  [[nodiscard]] bool is_recorded();
  [[nodiscard]] std::optional<Deed> keep(const std::string& why);
  [[nodiscard]] Stopped settle();
  [[nodiscard]] Stopped settle_in_flight(std::size_t row);
  void name_refused_attempts();
  [[nodiscard]] Stopped check_refusals(const store::DayPlan& instead);
  [[nodiscard]] Result<std::vector<Standing>, Failure> look();
  [[nodiscard]] Failure not_read_failure(const clockify::ApiError& error) const;
  [[nodiscard]] bool may_still_come(const store::OutboxRow& row) const;
  [[nodiscard]] Failure too_early(const store::OutboxRow& row, const char* why) const;
  [[nodiscard]] Stopped complain_of(const Standing& standing);
  [[nodiscard]] Stopped withdraw(const Deed& deed);
  [[nodiscard]] Stopped finish();

  [[nodiscard]] Result<std::optional<store::DayPlan>, Failure> plan_instead(const Draft& draft);
  [[nodiscard]] Stopped post(const Deed& deed);
  [[nodiscard]] std::vector<ForeignEntry> to_come(const Interval& work_hours);

  [[nodiscard]] store::DayKey key() const { return {seen_.connected.timesheet, report_.date()}; }
  [[nodiscard]] FrozenDay frozen() {
    return {context_.store, context_.rules.zone, *plan_, {work_, index_, context_.observer}};
  }

  const RunContext& context_;
  Seen& seen_;
  RequestLimit& limit_;
  ProjectCheck& projects_;
  WithdrawalReporter report_;
  SyncReport& work_;
  std::size_t index_;
  std::optional<store::DayPlan> plan_;  // as the store has it
};

}  // namespace libsync::loop
