// SPDX-License-Identifier: MIT
#include "taking_back.hpp"

#include "failures.hpp"
#include "recorded_days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace libsync::loop {
namespace {

using store::Withdrawal;
using store::WithdrawalState;

std::vector<Withdrawal> still_to_delete(const RunContext& context, const store::Timesheet& timesheet,
                                        const std::set<LocalDate>& days) {
  auto all = context.store.withdrawals(timesheet);
  std::erase_if(all, [&](const Withdrawal& each) {
    return !days.contains(each.day.date) || each.state != WithdrawalState::intended;
  });
  return all;
}

void forget_entry(Seen& seen, const EntryId& id) {
  std::erase_if(seen.listing.entries, [&](const clockify::Entry& entry) { return entry.id == id; });
}

Stopped check_unchanged(const RunContext& context, const Withdrawal& withdrawal, const clockify::Entry& entry) {
  const std::string difference = describe_mismatch(withdrawal.entry, entry);
  if (difference.empty()) return std::nullopt;
  return edited_since_failure(withdrawal.day.date, withdrawal.entry, withdrawal.id, difference, context.rules.zone);
}

bool is_for_a_person(const Failure& failure) {
  return failure.kind == FailureKind::conflict || failure.kind == FailureKind::refused;
}

Interval span_of(const std::vector<Withdrawal>& withdrawals) {
  Interval span{UtcTime::max(), UtcTime::min()};
  for (const Withdrawal& each : withdrawals) {
    span = {std::min(span.start, each.entry.interval.start), std::max(span.end, each.entry.interval.end)};
  }
  return span;
}

class DayDeletion {
 public:
  DayDeletion(const RunContext& context, Seen& seen, RequestLimit& limit, const OnDeleted& on_deleted)
      : context_(context), seen_(seen), limit_(limit), on_deleted_(on_deleted) {}

  Stopped run(const std::vector<Withdrawal>& withdrawals) {
    std::span<const Withdrawal> left{withdrawals};
    if (auto stopped = check(left)) return stopped;
    for (; !left.empty(); left = left.subspan(1)) {
      if (auto stopped = delete_first(left)) return stopped;
    }
    return std::nullopt;
  }

 private:
  // None of them was edited, by looks of which none is older than the last wait. What is not shown at all may yet be
  // there, so it is deleted all the same: to say that it is gone is up to the DELETE.
  Stopped check(std::span<const Withdrawal> left) {
    while (true) {
      const int waits = limit_.waits();
      for (const Withdrawal& each : left) {
        const auto found = find_anywhere(limit_, seen_, each.id);
        if (!found.has_value()) return limit_.failure_of(found.error(), act_of(each));
        if (!found->has_value()) continue;
        if (auto stopped = check_unchanged(context_, each, **found)) return stopped;
      }
      if (limit_.waits() == waits) return std::nullopt;
      forget(left);
    }
  }

  void forget(std::span<const Withdrawal> left) {
    for (const Withdrawal& each : left) {
      forget_entry(seen_, each.id);
      seen_.gone.erase(each.id);
    }
  }

  // A 404 that does not say whose it is counts only when the entry cannot be read either.
  bool is_gone_all_the_same(const Withdrawal& withdrawal, const clockify::ApiError& error) {
    if (error.kind != clockify::ErrorKind::not_found) return false;
    forget({&withdrawal, 1});
    const auto found = find_anywhere(limit_, seen_, withdrawal.id);
    return found.has_value() && !found->has_value();
  }

  Stopped delete_first(std::span<const Withdrawal> left) {
    const Withdrawal& withdrawal = left.front();
    while (true) {
      const auto answer = seen_.connected.api.delete_entry(withdrawal.day.timesheet.workspace, withdrawal.id);
      if (answer.has_value() || is_gone_all_the_same(withdrawal, answer.error())) {
        take_away(withdrawal);
        return std::nullopt;
      }
      if (!limit_.waited_for(answer.error())) {
        return not_deleted_failure(limit_.failure_of(answer.error(), act_of(withdrawal)), withdrawal.id);
      }
      // The wait may have been long.
      forget(left);
      if (auto stopped = check(left)) return stopped;
    }
  }

  // W2.
  void take_away(const Withdrawal& withdrawal) {
    limit_.request_got_through();
    context_.store.write_deleted(withdrawal.day.timesheet, withdrawal.id);
    if (on_deleted_) on_deleted_(withdrawal);
  }

  [[nodiscard]] std::string act_of(const Withdrawal& withdrawal) const {
    return fmt::format("delete the entry {}", name_of(withdrawal.day.date, withdrawal.entry, context_.rules.zone));
  }

  const RunContext& context_;
  Seen& seen_;
  RequestLimit& limit_;
  const OnDeleted& on_deleted_;
};

}  // namespace

std::set<LocalDate> unfinished_days(store::TrackingStore& store, const store::Timesheet& timesheet) {
  auto days = store.days_to_forget(timesheet);
  for (const Withdrawal& each : store.withdrawals(timesheet)) {
    if (each.state == WithdrawalState::intended) days.insert(each.day.date);
  }
  return days;
}

std::vector<Interval> hours_to_free(store::TrackingStore& store, const store::Timesheet& timesheet) {
  std::vector<Interval> hours;
  for (const Withdrawal& each : store.withdrawals(timesheet)) {
    if (each.state == WithdrawalState::intended) hours.push_back(each.entry.interval);
  }
  return hours;
}

Stopped finish_day(const RunContext& context, Seen& seen, RequestLimit& limit, LocalDate date,
                   const OnDeleted& on_deleted) {
  const store::DayKey day{seen.connected.timesheet, date};
  if (auto stopped = DayDeletion{context, seen, limit, on_deleted}.run(still_to_delete(context, day.timesheet, {date})))
    return stopped;
  // Another run may have been faster with some of them.
  for (const Withdrawal& each : context.store.withdrawals(day.timesheet)) {
    if (each.day == day && each.state == WithdrawalState::deleted) forget_entry(seen, each.id);
  }
  // W3.
  if (context.store.days_to_forget(day.timesheet).contains(date)) context.store.forget_day(day);
  return std::nullopt;
}

Finished finish_earlier_runs(const RunContext& context, const Connected& connected, RequestLimit& limit,
                             std::vector<std::string>& notes, const OnDeleted& on_deleted) {
  const auto days = unfinished_days(context.store, connected.timesheet);
  Seen seen{connected, {}, {}};
  std::optional<int> waits;  // before the last look
  Stopped left_over;
  for (const LocalDate date : days) {
    const auto left = still_to_delete(context, connected.timesheet, days);
    if (!left.empty() && waits != limit.waits()) {
      auto looked = read_listing(context, limit, connected, span_of(left),
                                 fmt::format("{} to {}", format_date(*days.begin()), format_date(*days.rbegin())));
      if (!looked.has_value()) return {looked.error(), {}};
      seen.listing = std::move(looked->listing);
      seen.gone.clear();
      waits = limit.waits();
    }
    if (auto stopped = finish_day(context, seen, limit, date, on_deleted)) {
      if (!is_for_a_person(*stopped)) return {std::move(stopped), {}};
      if (!left_over) left_over = std::move(stopped);
      continue;
    }
    notes.push_back(fmt::format("what an earlier run began to take back of {} is deleted now", format_date(date)));
  }
  return {{}, std::move(left_over)};
}

}  // namespace libsync::loop
