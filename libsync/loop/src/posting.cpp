// SPDX-License-Identifier: MIT
#include "posting.hpp"

#include "failures.hpp"

#include <libsync/clockify/requirement.hpp>
#include <libsync/store/store_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace libsync::loop {
namespace {

// What a free workspace takes in an hour. For so few, more connections would be more requests lost at the limit.
constexpr std::size_t k_few_entries = 30;
constexpr std::size_t k_jobs_for_many = 4;

// Clockify takes 50 requests a second, of which two may be those before the first POST.
constexpr std::size_t k_most_in_a_second = 48;

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

std::string act_of(const FrozenDay& day, std::size_t row) {
  return fmt::format("post the entry {}", day.name_of(row));
}

}  // namespace

std::size_t jobs_for(const RunOptions& options, std::size_t entries) {
  if (options.jobs) return *options.jobs;
  return entries > k_few_entries ? k_jobs_for_many : 1;
}

Stopped Posting::add(FrozenDay& day, std::size_t row) {
  if (auto stopped = check_clocks(context_, seen_.listing, day.plan().date, day.plan().work_hours)) return stopped;
  waiting_.push_back({&day, row});
  return waiting_.size() < jobs_ ? std::nullopt : post();
}

Stopped Posting::post() {
  auto stopped = steps();
  if (stopped) waiting_.clear();
  return stopped;
}

// The intents are written inside before_send, so that they are durable before the first byte and a failed connect
// leaves no trace.
Stopped Posting::steps() {
  while (!waiting_.empty()) {
    const std::string act = act_of(*waiting_.front().day, waiting_.front().row);
    if (!keep_pace()) return interrupted_failure(act);
    Intended intended = Intended::not_yet;
    const auto before_send = [&] {
      intended = write_intents() ? Intended::yes : Intended::lost;
      return intended == Intended::yes ? clockify::Proceed::send : clockify::Proceed::abort;
    };
    const auto answers = seen_.connected.api.create_entries(new_entries(), before_send);
    if (intended == Intended::lost) return taken_over_failure(act);
    if (intended == Intended::not_yet) return limit_.failure_of(answers.front().error(), act);
    if (auto stopped = take(answers)) return stopped;
  }
  return std::nullopt;
}

bool Posting::has_waiting_in(const Interval& hours) const {
  return std::ranges::any_of(
      waiting_, [&](const Place& place) { return place.day->row(place.row).entry.interval.overlaps(hours); });
}

// Whenever a second begins, no more than that many are sent in it: n at once every n / (most - n) seconds. One
// connection is never too fast. False when a signal ended the wait.
bool Posting::keep_pace() {
  if (jobs_ == 1) return true;
  const auto now = context_.clock.boot_time();
  if (now < not_before_ && !context_.clock.sleep_for(not_before_ - now)) return false;
  const auto at_once = std::min(waiting_.size(), k_most_in_a_second - 1);
  const std::chrono::duration<double> pause{static_cast<double>(at_once) /
                                            static_cast<double>(k_most_in_a_second - at_once)};
  not_before_ = std::max(now, not_before_) + std::chrono::ceil<milliseconds>(pause);
  return true;
}

std::vector<clockify::NewEntry> Posting::new_entries() const {
  std::vector<clockify::NewEntry> entries;
  entries.reserve(waiting_.size());
  for (const auto& [day, row] : waiting_) {
    const store::PlannedEntry& entry = day->row(row).entry;
    entries.push_back({.workspace = day->plan().timesheet.workspace,
                       .project = entry.project,
                       .interval = entry.interval,
                       .description = entry.description,
                       .billable = entry.billable,
                       .tags = entry.tags,
                       .task = entry.task});
  }
  return entries;
}

// T2. False when another run's intent was first. `sent_at` has to be later than the commit, so one that took longer
// than was allowed for (the disk was slow, the machine slept) is followed by another.
bool Posting::write_intents() {
  for (seconds allowed{1};;) {
    const auto begun = context_.clock.boot_time();
    const UtcTime sent_at = latest_server_time(seen_.listing, begun, context_.clock.now()) + allowed;
    std::vector<store::TrackingStore::Intent> intents;
    for (const auto& [day, row] : waiting_) {
      intents.push_back(day->intent(row, sent_at, baseline_for(seen_.listing, day->row(row).entry, seen_.claimed)));
    }
    const bool ours = context_.store.begin_sends(intents, answers());
    answers_are_written();
    if (!ours) return false;
    for (std::size_t i = 0; i < waiting_.size(); ++i) waiting_[i].day->is_sent(waiting_[i].row, intents[i]);
    const auto took = std::chrono::ceil<seconds>(context_.clock.boot_time() - begun);
    if (took <= allowed) return true;
    allowed = took;
  }
}

// All of them, whatever the first ones say: they all left. What was made is known before anything is written that may
// fail, and in the store before a wait. The failure of the first row that has one.
Stopped Posting::take(const Answers& answers) {
  const Places places = std::exchange(waiting_, {});
  std::vector<Stopped> failures(places.size());
  std::vector<std::size_t> refused;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (answers[i].has_value()) {
      failures[i] = take_answer(places[i], *answers[i]);
    } else if (answers[i].error().delivery == clockify::Delivery::unknown) {
      failures[i] = in_doubt(places[i], answers[i].error());
    } else {
      refused.push_back(i);
    }
  }
  if (!refused.empty()) write_answers();
  std::optional<clockify::ApiError> limit;
  for (const std::size_t i : refused) {
    const clockify::ApiError error = answers[i].error();
    failures[i] = take_refusal(places[i], error);
    if (failures[i]) continue;
    if (!limit || wait_asked_for(*limit) < wait_asked_for(error)) limit = error;
    waiting_.push_back(places[i]);
  }
  const auto first = std::ranges::find_if(failures, [](const Stopped& failure) { return failure.has_value(); });
  if (first != failures.end()) return std::move(*first);
  if (!limit || limit_.waited_for(*limit)) return std::nullopt;
  return refusal(waiting_.front(), *limit);
}

Stopped Posting::take_answer(const Place& place, const clockify::Entry& stored) {
  const auto& [day, row] = place;
  if (seen_.claimed.contains(stored.id) || find_id(seen_.listing, stored.id) != nullptr) {
    return stop_in_doubt(context_, seen_.listing, *day, row, "Clockify answered with an entry that was there before");
  }
  const std::string mismatch = describe_mismatch(day->row(row).entry, stored);
  day->is_answered(row, stored.id, mismatch);
  answered_.push_back(place);
  seen_.claimed.insert(stored.id);
  seen_.listing.entries.push_back(stored);  // the days to come must see it
  limit_.request_got_through();
  if (!mismatch.empty()) return mismatch_failure(day->plan(), day->row(row), context_.rules.zone);
  day->report().row_done(row);
  return std::nullopt;
}

Failure Posting::in_doubt(const Place& place, const clockify::ApiError& error) {
  const auto& [day, row] = place;
  if (error.kind != clockify::ErrorKind::cancelled) {
    return stop_in_doubt(context_, seen_.listing, *day, row, error.cause);
  }
  day->show(row, EntryState::in_doubt);
  return limit_.failure_of(error, act_of(*day, row));
}

// T4. Nothing means: to be tried again, after a wait for the limit.
Stopped Posting::take_refusal(const Place& place, const clockify::ApiError& error) {
  const auto& [day, row] = place;
  if (!day->write_refused(row)) return taken_over_failure(act_of(*day, row));
  if (error.kind == clockify::ErrorKind::rate_limited) return std::nullopt;
  return refusal(place, error);
}

Failure Posting::refusal(const Place& place, const clockify::ApiError& error) {
  const auto& [day, row] = place;
  Failure failure = limit_.failure_of(error, act_of(*day, row));
  if (failure.kind != FailureKind::refused) return failure;
  day->show(row, EntryState::refused);
  const store::PlannedEntry& entry = day->row(row).entry;
  failure.message += fmt::format(" (project {}, for {})", entry.project.str(), fmt::join(entry.sources, ", "));
  if (const auto key = key_asked_for(error)) {
    failure.hint = {Step::add_required_key, *key};
    return failure;
  }
  failure.hint = {Step::settle_refusal, format_date(day->plan().date)};
  return failure;
}

std::vector<store::Posted> Posting::answers() const {
  std::vector<store::Posted> posted;
  for (const auto& [day, row] : answered_) posted.push_back(day->posted(row));
  return posted;
}

void Posting::answers_are_written() {
  for (const auto& [day, row] : std::exchange(answered_, {})) day->show_posted(row);
}

// T3
void Posting::write_answers() {
  if (answered_.empty()) return;
  context_.store.write_all_posted(answers());
  answers_are_written();
}

Failure Posting::failure_of(const store::StoreError& error) {
  waiting_.clear();
  Failure failure = store_failure(error);
  if (answered_.empty()) return failure;
  for (const auto& [day, row] : answered_) day->show(row, EntryState::in_doubt);
  const auto& [day, row] = answered_.front();
  const std::string entry = fmt::format("{} ({})", day->name_of(row), day->row(row).entry_id->str());
  failure.message +=
      answered_.size() == 1
          ? fmt::format("; the entry {0} was made in Clockify and the next run will find it there", entry)
          : fmt::format("; {0} entries from {1} on were made in Clockify and the next run will find them there",
                        answered_.size(), entry);
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
