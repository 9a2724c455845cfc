// SPDX-License-Identifier: MIT
#include "row_posting.hpp"

#include "failures.hpp"

#include <libsync/clockify/requirement.hpp>

#include <fmt/format.h>

namespace libsync::loop {
namespace {

// The key of the config that gives what the workspace asks of every entry, if that is why it was refused.
std::optional<std::string> key_asked_for(const clockify::ApiError& error) {
  const auto requirement = clockify::requirement_in(error);
  if (!requirement) return std::nullopt;
  switch (*requirement) {
    case clockify::Requirement::project:
      return "other_project_id";
    case clockify::Requirement::task:
      return "task_id";
    case clockify::Requirement::tag:
      return "tag_ids";
    case clockify::Requirement::description:
      return "description";
  }
  return std::nullopt;
}

}  // namespace

// The intent is written inside before_send, so that it is durable before the first byte and a failed connect leaves no
// trace.
Stopped RowPosting::post() {
  if (auto stopped = check_clocks(context_, seen_.listing, day_.plan().date, day_.plan().work_hours)) return stopped;
  while (true) {
    Intent intent = Intent::not_due;
    const auto before_send = [&] {
      intent = write_intent() ? Intent::written : Intent::lost;
      return intent == Intent::written ? clockify::Proceed::send : clockify::Proceed::abort;
    };
    const auto answer = seen_.connected.api.create_entry(new_entry(), before_send);
    if (answer.has_value()) return take_answer(*answer);
    if (auto stopped = take_error(answer.error(), intent)) return stopped;
  }
}

clockify::NewEntry RowPosting::new_entry() const {
  const store::PlannedEntry& entry = day_.row(row_).entry;
  return {.workspace = day_.plan().timesheet.workspace,
          .project = entry.project,
          .interval = entry.interval,
          .description = entry.description,
          .billable = entry.billable,
          .tags = entry.tags,
          .task = entry.task};
}

// T2. False when another run's intent was first. `sent_at` has to be later than the commit, so one that took longer
// than was allowed for (the disk was slow, the machine slept) is followed by another.
bool RowPosting::write_intent() {
  for (seconds allowed{1};;) {
    const auto begun = context_.clock.boot_time();
    const UtcTime sent_at = latest_server_time(seen_.listing, begun, context_.clock.now()) + allowed;
    auto baseline = baseline_for(seen_.listing, day_.row(row_).entry, seen_.claimed);
    if (!day_.write_intent(row_, sent_at, std::move(baseline))) return false;
    const auto took = std::chrono::ceil<seconds>(context_.clock.boot_time() - begun);
    if (took <= allowed) return true;
    allowed = took;
  }
}

// T3.
Stopped RowPosting::take_answer(const clockify::Entry& stored) {
  if (seen_.claimed.contains(stored.id) || find_id(seen_.listing, stored.id) != nullptr) {
    return stop_in_doubt(context_, seen_.listing, day_, row_, "Clockify answered with an entry that was there before");
  }
  const std::string mismatch = describe_mismatch(day_.row(row_).entry, stored);
  day_.keep(row_, stored.id, mismatch);
  seen_.claimed.insert(stored.id);
  seen_.listing.entries.push_back(stored);  // the days to come must see it
  limit_.request_got_through();
  if (mismatch.empty()) return std::nullopt;
  return mismatch_failure(day_.plan(), day_.row(row_), context_.rules.zone);
}

// Nothing means: try once more.
Stopped RowPosting::take_error(const clockify::ApiError& error, Intent intent) {
  const std::string act = fmt::format("post the entry {}", day_.name_of(row_));
  if (intent == Intent::lost) return taken_over_failure(act);
  if (intent == Intent::not_due) return limit_.failure_of(error, act);
  if (error.delivery == clockify::Delivery::unknown) {
    if (error.kind != clockify::ErrorKind::cancelled) {
      return stop_in_doubt(context_, seen_.listing, day_, row_, error.cause);
    }
    day_.show(row_, EntryState::in_doubt);
    return limit_.failure_of(error, act);
  }
  return take_refusal(error, act);
}

// T4.
Stopped RowPosting::take_refusal(const clockify::ApiError& error, const std::string& act) {
  if (!day_.write_refused(row_)) return taken_over_failure(act);
  if (limit_.waited_for(error)) return std::nullopt;
  Failure failure = limit_.failure_of(error, act);
  if (failure.kind != FailureKind::refused) return failure;
  day_.show(row_, EntryState::refused);
  const store::PlannedEntry& entry = day_.row(row_).entry;
  failure.message += fmt::format(" (project {}, for {})", entry.project.str(), fmt::join(entry.sources, ", "));
  if (const auto key = key_asked_for(error)) {
    failure.hint = {Step::add_required_key, *key};
    return failure;
  }
  failure.hint = {Step::settle_refusal, format_date(day_.plan().date)};
  return failure;
}

Failure stop_in_doubt(const RunContext& context, const clockify::Listing& listing, FrozenDay& day, std::size_t row,
                      const std::string& why) {
  day.show(row, EntryState::in_doubt);
  return in_doubt_failure(day.plan(), day.row(row), why,
                          quarantine_ends_at(listing, *day.row(row).sent_at, context.options.quarantine),
                          context.rules.zone);
}

}  // namespace libsync::loop
