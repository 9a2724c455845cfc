// SPDX-License-Identifier: MIT
//
// What was decided for one workday, and how far it has come. A day plan is frozen before anything is sent and may be
// replaced only while no row of it was ever sent; see docs/exactly-once.md.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

// One workday of one workspace: the key of a plan and of what is recorded for the day.
struct DayKey {
  WorkspaceId workspace;
  LocalDate date;

  friend auto operator<=>(const DayKey&, const DayKey&) = default;
};

// Everything that goes into one POST.
struct PlannedEntry {
  ProjectId project;
  Interval interval;  // whole seconds, start < end
  std::string description;
  std::optional<bool> billable;  // not sent when empty
  std::vector<TagId> tags;
  std::vector<std::string> sources;  // project paths of the sessions behind it, for people to read

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

// One row of a day plan.
struct RowKey {
  DayKey day;
  ProjectId project;

  friend auto operator<=>(const RowKey&, const RowKey&) = default;
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
  LocalDate date;
  WorkspaceId workspace;
  UserId user;
  std::string base_url;         // which Clockify
  std::string time_zone;        // in which the day was planned
  Interval work_hours;          // the rows tile it exactly
  seconds tracked{0};           // what it was planned from
  std::vector<OutboxRow> rows;  // in order of their intervals

  [[nodiscard]] DayKey key() const { return {workspace, date}; }

  // `row`: one of `rows`.
  [[nodiscard]] RowKey key_of(const OutboxRow& row) const { return {key(), row.entry.project}; }

  [[nodiscard]] bool ever_sent() const {
    for (const auto& row : rows) {
      if (row.attempt > 0 || row.state != RowState::planned) return true;
    }
    return false;
  }

  friend bool operator==(const DayPlan&, const DayPlan&) = default;
};

}  // namespace libsync::store
