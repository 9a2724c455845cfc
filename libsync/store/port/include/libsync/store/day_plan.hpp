// SPDX-License-Identifier: MIT
//
// What was decided for one workday, and how far it has come. A day plan is frozen before anything is sent, and is law
// for what stands in Clockify or may stand there; see docs/exactly-once.md.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>
#include <libsync/store/day_key.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

// Everything that goes into one POST.
struct PlannedEntry {
  ProjectId project;
  Interval interval;  // whole seconds, half-open, start < end
  std::string description;
  std::optional<bool> billable;  // not sent when empty
  std::vector<TagId> tags;
  std::vector<std::string> sources;  // project paths of the sessions behind it, for people to read
  std::optional<TaskId> task{};      // not sent when empty

  friend bool operator==(const PlannedEntry&, const PlannedEntry&) = default;
};

enum class RowState {
  planned,    // never sent, or refused by a complete answer
  in_flight,  // a POST may have left: in doubt until an answer or a listing settles it
  posted,     // stands in Clockify under `entry_id`
};

// How a row came to its entry id.
enum class Origin {
  created,  // the answer to our POST
  found,    // settled from a listing after an unknown outcome
  adopted,  // an identical entry was there before the first POST
  earlier,  // recorded in synced_entries by an older version
};

struct OutboxRow {
  PlannedEntry entry;
  RowState state = RowState::planned;
  int attempt = 0;                    // how many times a POST of it may have left
  std::optional<UtcTime> sent_at{};   // by the server's clock, an upper bound; set when attempt > 0
  std::vector<EntryId> baseline{};    // unclaimed entries seen around the interval before the send, of any project
  std::optional<EntryId> entry_id{};  // set when posted
  std::optional<Origin> origin{};     // set when posted
  std::string mismatch{};             // posted, but Clockify stored something else: what, in words; else empty

  friend bool operator==(const OutboxRow&, const OutboxRow&) = default;
};

struct DayPlan {
  Timesheet timesheet;
  LocalDate date;
  std::string time_zone;         // in which the day was planned
  Interval work_hours;           // rows and gaps together tile it exactly
  seconds tracked{0};            // what it was planned from
  std::vector<OutboxRow> rows;   // in order of their intervals; the place is the slot. One project may have several
  std::vector<Interval> gaps{};  // stretches that entries of other making take: sorted, disjoint, not empty

  [[nodiscard]] DayKey key() const { return {timesheet, date}; }

  // `row`: one of `rows`.
  [[nodiscard]] RowKey key_of(const OutboxRow& row) const { return {key(), static_cast<int>(&row - rows.data())}; }

  // Whether something of it stands in Clockify or may stand there. A plan that does not bind may be replaced or
  // dropped.
  [[nodiscard]] bool binds() const {
    return std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.state != RowState::planned; });
  }

  // Whether a POST of it may ever have left, refused ones included.
  [[nodiscard]] bool ever_sent() const {
    return std::any_of(rows.begin(), rows.end(),
                       [](const auto& row) { return row.attempt > 0 || row.state != RowState::planned; });
  }

  friend bool operator==(const DayPlan&, const DayPlan&) = default;
};

}  // namespace libsync::store
