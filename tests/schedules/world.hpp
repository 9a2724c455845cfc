// SPDX-License-Identifier: MIT
//
// Everything that outlives a process: Clockify, the store's file, the transcripts, the clocks, the config file, and the
// people who have their hands in all of it.
#pragma once

#include "dice.hpp"
#include "in_memory_api.hpp"
#include "in_memory_store.hpp"
#include "ledger.hpp"
#include "machines.hpp"
#include "manual_clock.hpp"
#include "mirror.hpp"
#include "process.hpp"

#include <libsync/loop/sync_loop.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace libsync::schedules {

// A1 and A2 of docs/exactly-once.md as figures: a POST leaves at most `leaving` after its intent, takes effect at most
// `late` after it left, and stays unseen for at most `stale` after that. Together they are the quarantine, to the
// second.
struct Delays {
  seconds leaving{0};
  seconds late{0};
  seconds stale{0};
};

class World {
 public:
  // `story`: where what happens is written down, or null.
  World(Dice& dice, UtcTime now, Weakness weakness, std::vector<std::string>* story);

  template <class... Parts>
  void tell(const Parts&... parts) {
    if (story_ == nullptr) return;
    std::ostringstream line;
    line << format_utc(server.now()) << "  ";
    (line << ... << parts);
    story_->push_back(line.str());
  }

  // --- time ---

  // Late requests arrive when they are due.
  void pass_time(seconds duration);
  void land_everything();

  // --- faults ---

  enum class PostMishap {
    offline,
    lost,
    lost_but_applied,
    late,
    server_fault,
    server_fault_but_applied,
    not_found_but_applied,
    refused,
    throttled,
    echoes_another_id,
    echoes_otherwise,
    stores_otherwise,
    refused_but_applied,  // beyond what is assumed, and noticed as long as listings are fresh (delays.stale)
  };
  enum class DeleteMishap {
    offline,
    lost,
    lost_but_applied,
    late,
    server_fault,
    server_fault_but_applied,
    refused,
    throttled,
  };
  enum class ListingMishap { fails, throttled, stale, no_date, date_far_ahead, date_far_behind };

  // The n-th request of that kind from now on.
  void break_post(std::int64_t nth, PostMishap mishap) { post_mishaps_[posts_ + nth] = mishap; }
  void break_delete(std::int64_t nth, DeleteMishap mishap) { delete_mishaps_[deletes_ + nth] = mishap; }
  void break_listing(std::int64_t nth, ListingMishap mishap) { listing_mishaps_[listings_ + nth] = mishap; }
  void slow_listings(seconds at_most) { slow_listings_ = at_most; }
  void end_faults();

  // Used by the process, once for each request, before it begins. False: no connection comes about for it.
  bool meet_post();
  void post_leaves();  // now, and not before: its delay counts from here
  bool meet_delete();
  void meet_listing();
  seconds next_listing_delay();
  // A request that is lost to its client and takes effect later, within what is assumed.
  support::Fault comes_late();

  // --- people ---

  void create_entry();
  void add_meeting();
  void edit_entry();
  void delete_entry();
  // What the hint of a conflict asks for: an entry that may be ours is made equal to the plan, or deleted; folders get
  // the projects back under which their day was begun.
  void settle_conflicts();
  void track(LocalDate date);
  void track_more();
  void change_config();
  void change_mapping();
  // Clockify refuses its entries from here on; faults end with it back in its place.
  void delete_project() { server.delete_project(any_project()); }
  void fill_around_others() { rules.on_existing = OnExisting::fill; }
  // A few of them share the store from here on.
  void share_store();
  void go_to_some_machine();
  void leave_out_some_machine() { machines.leave_out(some_machine(), dice.one_in(2)); }
  void set_wall_clock(seconds off) { clock.set_wall_clock(server.now() + off); }

  // --- the store's file ---

  void take_backup();
  void restore_backup();
  void lose_store();

  // --- what is promised at any time ---

  // What stands in Clockify or may stand there keeps its plan, and a day that is synced stays as it is.
  void check_frozen();
  // Nothing of that day's plan stands in Clockify or may stand there: it may be replaced or dropped.
  [[nodiscard]] bool may_be_replaced(const store::DayKey& day) const;
  // A new plan lies beside nobody's entries, if that is the rule.
  void check_beside(const store::DayPlan& plan, const clockify::Listing& listing) const;
  // The entry is ours, its end is intended, and the last look since the run slept showed it as planned, or nowhere.
  void check_deletion(const EntryId& entry, const std::map<EntryId, std::optional<clockify::Entry>>& looks) const;
  // W1 with another plan, or W3: what was frozen of the day is not law any more.
  void taken_back(const store::DayKey& day, const store::DayPlan* instead);
  void observe() { ledger.look(server.entries()); }

  // Ann's, whose key every process has.
  [[nodiscard]] store::Timesheet timesheet() const;

  Dice& dice;
  Weakness weakness;
  Delays delays;
  support::ManualClock clock;
  support::InMemoryClockify server;
  support::InMemoryStore store;
  Mirror* mirror = nullptr;  // a real store that is asked all that this one is
  Machines machines;
  std::map<std::string, Session> transcripts;
  loop::SyncRules rules;
  Ledger ledger;
  std::optional<clockify::Listing> shown;                           // to the process that asks
  std::optional<support::InMemoryStore::State> before_last_commit;  // Weakness::lossy_commits
  bool conflicts_possible = false;  // somebody gave the program a reason to ask a person
  bool posted_beside = false;       // on_existing was ever "post"

 private:
  [[nodiscard]] bool is_taken_back(const EntryId& entry, const store::DayKey& day) const;
  const clockify::Entry* any_entry(const std::vector<clockify::Entry>& entries);
  void map_as_begun(const store::DayPlan& plan);
  std::optional<store::PlannedEntry> any_planned();
  ProjectId any_project();
  [[nodiscard]] std::size_t some_machine();

  struct Backup {
    support::InMemoryStore::State state;
    Machines::AllKnown machines;
  };

  std::vector<std::string>* story_;
  std::int64_t posts_ = 0;
  std::int64_t deletes_ = 0;
  std::int64_t listings_ = 0;
  std::map<std::int64_t, PostMishap> post_mishaps_;
  std::map<std::int64_t, DeleteMishap> delete_mishaps_;
  std::map<std::int64_t, ListingMishap> listing_mishaps_;
  seconds slow_listings_{0};
  std::multiset<UtcTime> due_;  // when late requests take effect
  std::optional<Backup> backup_;
  std::map<store::DayKey, store::DayPlan> frozen_;  // as last seen
  std::set<store::DayKey> synced_;                  // as last seen
};

[[nodiscard]] bool is_as_planned(const clockify::Entry& entry, const store::PlannedEntry& planned);

// A zone that is known to exist.
[[nodiscard]] Zone zone(const char* name);

[[nodiscard]] inline seconds quarantine() {
  return std::chrono::minutes{15};
}

}  // namespace libsync::schedules
