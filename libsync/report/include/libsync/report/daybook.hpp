// SPDX-License-Identifier: MIT
//
// What the store and the rules say of each day of a range: what was tracked there, what of it stands in Clockify, what
// a run would still post, and why a day is as it is. Everything a report, totals or a proof is made of. Reads the
// store's port; no clock, no disk of its own, no network: what stands in Clockify is what was recorded here.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>
#include <libsync/store/tracking_store.hpp>
#include <libsync/transform/buckets.hpp>
#include <libsync/workday/in_the_way.hpp>
#include <libsync/workday/project_names.hpp>
#include <libsync/workday/rules.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::report {

enum class DayState {
  done,        // every entry stands in Clockify, and the day is marked
  begun,       // something of it stands there or may stand there
  planned,     // a run would bill it
  occupied,    // entries of other making stand inside its work hours
  unmapped,    // tracked time, but none of it belongs to a project
  too_little,  // tracked time below the least that is billed
  no_time,     // a workday without tracked time
  day_off,     // a workday that is off
  not_billed,  // no workday, or before the first one
  not_over,    // today, and later
};

enum class EntryState {
  planned,   // not sent, or to be sent again
  in_doubt,  // a POST may have left, its outcome is not known
  posted,    // stands in Clockify
  left_out,  // refused, and no run will try it again: the day is not billed any more
};

// An entry of the day, or what would be one.
struct DayEntry {
  ProjectId project;
  std::optional<Interval> interval;  // half-open, whole seconds; nothing for one of the older tool, which kept no times
  std::string description;
  std::vector<std::string> sources;  // project paths behind it
  EntryState state = EntryState::planned;
  std::optional<EntryId> id;            // of one that is posted
  std::optional<store::Origin> origin;  // of one that is posted: how it got there
  int attempt = 0;                      // how many times a POST of it may have left
  std::string mismatch;                 // posted, but Clockify stored something else: what, in words; else empty
};

// Tracked time of a day in one folder.
struct FolderTime {
  std::string folder;  // a project path
  milliseconds tracked{0};
  milliseconds attended{0};          // the part of it that a person attended
  std::optional<ProjectId> project;  // where it goes; nothing: it is unmapped, or ignored
  bool ignored = false;              // by `ignore_projects` or `agents`; in no sum of the day
  std::string agent{};               // of what `agents` leaves out: whose; else empty
};

// Tracked time of a day with one agent, of what is not ignored.
struct AgentTime {
  std::string agent;
  milliseconds tracked{0};
  milliseconds attended{0};

  friend bool operator==(const AgentTime&, const AgentTime&) = default;
};

struct Day {
  LocalDate date;
  DayState state = DayState::no_time;
  Interval work_hours;               // half-open; of the plan, where one binds
  Interval session_window;           // half-open: what was tracked there weighs
  std::vector<Interval> neighbours;  // the session windows of the day before and of the day after, if they are apart
  milliseconds tracked{0};           // inside the session window, mapped and unmapped
  milliseconds attended{0};          // the part of it that a person attended
  milliseconds outside{0};           // active time of the date in no session window; not in `tracked`, ignored included
  std::vector<FolderTime> folders;   // inside the session window, by folder; what `agents` leaves out apart
  std::vector<AgentTime> agents;     // the same as `tracked` and `attended`, by agent
  std::vector<DayEntry> entries;     // in order of their intervals
  std::vector<Interval> gaps;        // of the work hours, that entries of other making take
  std::vector<workday::ForeignEntry> in_the_way;
  std::vector<std::string> drift;              // how the plan differs from what would be planned now, in sentences
  std::vector<store::RefusedAttempt> refused;  // of a day that is not done, in the order of the refusals

  // Whether the work hours were shared out among projects here, or a run would do it: not on a day that is not billed,
  // nor by what the older tool did.
  [[nodiscard]] bool is_shared_out() const;

  // What stands in Clockify, and what a run would still post, as far as it has times.
  [[nodiscard]] seconds billed() const;
  [[nodiscard]] seconds planned() const;

  // Entries of the older tool, which kept no times, and whether that is all that a day that is done has.
  [[nodiscard]] int without_times() const;
  [[nodiscard]] bool is_done_without_times() const;
};

// Both included.
struct DateRange {
  LocalDate first;
  LocalDate last;

  friend bool operator==(const DateRange&, const DateRange&) = default;
};

struct Daybook {
  DateRange range;
  std::string time_zone;
  std::optional<store::Timesheet> timesheet;  // whose days; nothing when the store knows nobody yet
  workday::ProjectNames names;                // as far as they are remembered
  std::vector<Day> days;                      // every date of the range that the zone had, oldest first
  bool is_sure_whose = true;                  // false: the key is new here, and may be that of another user
};

// `now` tells which days are over. `account` as in workday::guess_timesheet. Throws store::StoreError.
[[nodiscard]] Daybook read_days(store::TrackingStore& store, const workday::SyncRules& rules, const DateRange& range,
                                UtcTime now, const std::optional<std::string>& account = {});

}  // namespace libsync::report
