// SPDX-License-Identifier: MIT
//
// What a run did, what it left, and why it stopped. Plain values; rendering them is the business of the command line.
#pragma once

#include <libsync/loop/ports.hpp>
#include <libsync/model/failure.hpp>
#include <libsync/model/ids.hpp>
#include <libsync/model/session.hpp>
#include <libsync/model/time.hpp>
#include <libsync/workday/in_the_way.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync::loop {

enum class DayState {
  synced,          // completed in this run
  already_synced,  // in synced_days before; no request was made for it
  planned,         // dry run: would be posted
  partial,         // begun, not completed
  waiting,         // another machine may have tracked more of it; looked at again next time
  no_time,         // a workday without tracked time; looked at again next time
  day_off,         // in days_off
  occupied,        // entries of other making stand inside its work hours; left alone
  unmapped,        // tracked time, but none of it belongs to a project; left alone
  not_reached,     // the run stopped before it
};

enum class EntryState {
  planned,         // not sent
  posted,          // made in this run
  adopted,         // found in Clockify in this run and recorded
  already_posted,  // recorded by an earlier run
  in_doubt,        // a POST may have left, its outcome is not known
  refused,         // Clockify refused it in this run
};

struct EntryReport {
  ProjectId project;
  std::vector<std::string> sources;  // project paths behind it
  Interval interval;                 // half-open, whole seconds
  std::string description;
  EntryState state = EntryState::planned;
  std::optional<EntryId> entry_id;
};

using workday::ForeignEntry;

struct DayReport {
  LocalDate date;
  DayState state = DayState::not_reached;
  Interval work_hours;                // half-open; of the frozen plan, if there is one
  milliseconds tracked{0};            // mapped and unmapped, inside the session window
  milliseconds attended{0};           // the part of it that a person attended
  std::vector<EntryReport> entries;   // in order of their intervals
  std::vector<ForeignEntry> foreign;  // why the day is occupied, or beside what it was posted
  // What was planned is kept although sessions, mapping or work hours would now give another plan: how, in sentences.
  std::vector<std::string> drift;
  std::vector<std::string> waits_for{};  // the labels of the machines that a waiting day waits for
};

struct FolderTime {
  std::string project;  // a path
  milliseconds tracked;
};

// What does not count.
struct IgnoredTime {
  std::string project;  // a path
  milliseconds tracked;
  std::string agent{};  // that does not count; empty: the folder does not
};

struct Summary {
  int days_synced = 0;
  int entries_posted = 0;
  int entries_adopted = 0;
  clockify::Traffic traffic;
};

struct SyncReport {
  bool dry_run = false;
  std::string time_zone;
  // The range that was looked at, both included; nothing when there is no session or no past day.
  std::optional<LocalDate> since;
  std::optional<LocalDate> until;
  std::optional<ImportSummary> import;             // nothing when the import was left out or failed
  std::vector<DayReport> days;                     // workdays only, oldest first
  std::vector<FolderTime> unmapped;                // over all days of the range that are not synced yet, by path
  std::vector<IgnoredTime> ignored;                // the same of what `ignore_projects` and `agents` leave out
  std::vector<std::string> notes;                  // what a person should know and that stops nothing
  std::map<ProjectId, std::string> project_names;  // of the workspace, as Clockify named them last; empty before that
  Summary summary;
  std::optional<Failure> failure;
};

}  // namespace libsync::loop
