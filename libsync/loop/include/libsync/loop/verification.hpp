// SPDX-License-Identifier: MIT
//
// Whether what was posted stands in Clockify as it was posted: one listing, nothing written.
#pragma once

#include <libsync/loop/sync_loop.hpp>
#include <libsync/loop/sync_report.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync::loop {

enum class EntryCheck {
  ok,
  missing,   // somebody deleted it
  edited,    // `difference` says how
  not_yet,   // posted so lately that a listing need not show it
  in_doubt,  // a POST may have left, its outcome is not known
  planned,   // not posted yet
  goes,      // is being taken back, or is by now
};

struct VerifiedEntry {
  ProjectId project;
  std::vector<std::string> sources;  // project paths behind it
  std::optional<Interval> interval;  // half-open; nothing when it is not known
  std::string description;
  EntryCheck state;
  std::string difference;
  std::optional<EntryId> entry_id;
};

struct VerifiedDay {
  LocalDate date;
  bool is_done = false;
  bool is_taken_back = false;  // begun, and not finished; the next run goes on with it
  std::vector<VerifiedEntry> entries{};
  std::vector<EntryId> twins{};         // exactly like one of ours, and nobody's
  std::vector<ForeignEntry> foreign{};  // of other making, in its work hours

  // Nothing is missing, edited or doubled.
  [[nodiscard]] bool is_well() const;
};

struct VerifyReport {
  std::string time_zone;
  std::vector<VerifiedDay> days;  // done or begun, oldest first
  std::map<ProjectId, std::string> project_names;
  clockify::Traffic traffic;
  std::optional<Failure> failure;  // a conflict when a day is not well
};

// Borrows all it is given. `options`: the range, the quarantine, patience with the limit and the account. Never throws
// for what the store, the network or the input do.
[[nodiscard]] VerifyReport verify(store::TrackingStore& store, const ApiProvider& api, Clock& clock, Observer& observer,
                                  const SyncRules& rules, const RunOptions& options);

}  // namespace libsync::loop
