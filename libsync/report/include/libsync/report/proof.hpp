// SPDX-License-Identifier: MIT
//
// Why a day is billed as it is: every stretch that was tracked there and what became of it, what each project weighs,
// and the arithmetic from the weights to the seconds of the entries. Whoever has a proof can compute the plan again.
// Reads the store's port; what the store does not keep (messages that were copies, for example) is not in it.
#pragma once

#include <libsync/report/daybook.hpp>

#include <optional>
#include <string>
#include <vector>

namespace libsync::report {

// What became of a stretch of tracked time.
enum class Standing {
  weighs,      // it counts for its project
  unmapped,    // its folder has no project
  ignored,     // by `ignore_projects` or `agents`
  unattended,  // only attended time counts, and nobody was there
  other_day,   // of the session window, but in that of the day before or after
  outside,     // of all session windows
};

struct Stretch {
  InstantInterval span;  // half-open; all of it inside one session window, or all of it outside
  std::string folder;    // a project path
  bool attended;
  Standing standing;
  std::optional<ProjectId> project;  // where the folder goes by now
  milliseconds active;               // the length of `span`; of a row of the older tool the part shared out to it
};

// Between two stretches of a session.
struct Pause {
  InstantInterval span;  // half-open
  bool is_idle;  // at least the idle timeout of the last import; else it is time that does not count in this session
};

struct SessionProof {
  std::string source_path;  // which transcript
  std::string agent;        // "claude-code"; empty for a row of the older tool
  Instant start;            // of the whole session, which may begin and end on other days
  Instant end;
  std::vector<Stretch> stretches;  // those that touch the day, by start
  std::vector<Pause> pauses;       // likewise
  bool of_older_tool = false;      // it kept no intervals: the active time is shared out evenly over start to end
};

// What a project gets. Boundaries count free time from the start of the work hours.
struct Share {
  ProjectId project;
  milliseconds weight;               // what weighs of its tracked time
  milliseconds up_to;                // its weight and that of all before it: the boundary is at this part of the total
  seconds from;                      // the boundary before, whole seconds
  seconds to;                        // free time * up_to / total weight, rounded down
  Instant first_activity;            // decides the order; equal ones go by project id
  std::vector<std::string> sources;  // project paths, sorted
};

struct Proof {
  Day day;
  workday::ProjectNames names;
  std::string time_zone;
  Interval local_day;                          // half-open, as all of these
  std::optional<milliseconds> idle_timeout{};  // of the last import
  std::vector<SessionProof> sessions{};        // by their first stretch
  std::vector<Interval> free{};  // of the work hours: what the entries go into; none if it is no day to bill
  seconds free_time{0};          // the sum of it
  milliseconds total_weight{0};  // also of a day that is not shared out
  std::vector<Share> shares{};   // in the order of their places; see Day::is_shared_out
  std::vector<store::PlannedEntry> entries{};  // what the shares make of the free time
  bool is_sure_whose = true;                   // as of a daybook
};

// `now` and `account` as for read_days(). Nothing for a date that the zone never had. Throws store::StoreError.
[[nodiscard]] std::optional<Proof> prove_day(store::TrackingStore& store, const workday::SyncRules& rules,
                                             LocalDate date, UtcTime now,
                                             const std::optional<std::string>& account = {});

}  // namespace libsync::report
