// SPDX-License-Identifier: MIT
//
// What was taken back, or would be, and what stopped it. Plain values; rendering them is the business of the command
// line.
#pragma once

#include <libsync/clockify/transport.hpp>
#include <libsync/model/failure.hpp>
#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync::loop {

enum class Withdrawing {
  undo,    // what was posted of a day goes, and the day is forgotten
  resync,  // and another plan takes its place
};

enum class WithdrawalDayState {
  planned,      // before the run, or in a dry run: this is what it would do
  forgotten,    // nothing of it stands any more
  resynced,     // stands as it is planned now
  kept,         // left as it was: there was nothing to take back, or nothing would differ; a note says which
  conflict,     // left as it was: a person has to settle something
  partial,      // begun, and not finished; the next run goes on with it
  not_reached,  // the run stopped before it
};

enum class WithdrawalEntryState {
  to_delete,  // stands there and would go
  deleted,
  kept,     // stands there and stays
  planned,  // is still to be posted
  posted,   // in this run
  missing,  // somebody deleted it
  edited,   // somebody changed it
};

struct WithdrawalEntry {
  ProjectId project;
  std::vector<std::string> sources;  // project paths behind it; empty when they are not known any more
  Interval interval;                 // half-open, whole seconds
  std::string description;
  WithdrawalEntryState state;
  std::optional<EntryId> entry_id;
};

struct WithdrawalDay {
  LocalDate date;
  WithdrawalDayState state = WithdrawalDayState::not_reached;
  std::vector<WithdrawalEntry> entries;  // first what stood there, then what comes; each in the order of the plan
};

struct WithdrawalReport {
  Withdrawing what;
  bool dry_run = false;
  std::string time_zone;
  std::vector<WithdrawalDay> days;                 // of the range, those of which something is recorded; oldest first
  std::map<ProjectId, std::string> project_names;  // as Clockify named them last
  std::vector<std::string> notes;
  struct {
    int days_forgotten = 0;
    int days_resynced = 0;
    int entries_deleted = 0;
    int entries_posted = 0;
    clockify::Traffic traffic;
  } summary;
  std::optional<Failure> failure;
};

}  // namespace libsync::loop
