// SPDX-License-Identifier: MIT
#include "in_memory_store.hpp"

#include <algorithm>
#include <tuple>

namespace libsync::support {
namespace {

using store::DayKey;
using store::DayPlan;
using store::Origin;
using store::OutboxRow;
using store::RowKey;
using store::RowState;

void require(bool rule, const std::string& otherwise) {
  if (!rule) {
    throw store::StoreError(store::StoreErrorKind::broken_rule, "cannot change the store in memory: " + otherwise, "");
  }
}

void require_sound(const Session& session) {
  Instant reached = session.start;
  for (const auto& [span, project] : session.active) {
    require(!span.empty() && reached <= span.start, "the intervals of a session are not sorted and disjoint");
    reached = span.end;
  }
  require(session.start <= session.end && reached <= session.end, "a session ends before it is over");
}

// As it may enter the store: never sent, or posted by somebody else.
void require_unsent(const OutboxRow& row) {
  const bool posted = row.state == RowState::posted;
  require(row.state != RowState::in_flight && row.attempt == 0 && !row.sent_at, "a new row was never sent");
  require(posted == row.entry_id.has_value() && posted == row.origin.has_value(), "an entry id comes with its origin");
  require(row.origin != Origin::created && row.origin != Origin::found, "a new row was never sent");
  require(posted || row.mismatch.empty(), "only a posted entry can differ");
}

void require_tiling(const DayPlan& plan) {
  UtcTime reached = plan.work_hours.start;
  std::set<ProjectId> projects;
  for (const OutboxRow& row : plan.rows) {
    require(row.entry.interval.start == reached && !row.entry.interval.empty(), "the entries do not tile the day");
    require(projects.insert(row.entry.project).second, "a project has two entries on one day");
    reached = row.entry.interval.end;
  }
  require(!plan.rows.empty() && reached == plan.work_hours.end, "the entries do not sum to the work hours");
}

// The active time of a session of the older tool before `point`: its duration shared out evenly, rounded down. The
// differences over any partition sum to the whole.
milliseconds active_before(UtcTime point, const Interval& whole, seconds active) {
  __extension__ using Wide = __int128;
  const seconds passed = std::clamp(point - whole.start, seconds{0}, whole.duration());
  const Wide product = static_cast<Wide>(milliseconds{active}.count()) * passed.count();
  return milliseconds{static_cast<std::int64_t>(product / whole.duration().count())};
}

void add_imported(const Session& session, const InstantInterval& range, std::vector<TrackedTime>& tracked) {
  std::map<std::string, TrackedTime> by_project;
  for (const auto& [span, project] : session.active) {
    const auto inside = span.clipped_to(range);
    if (inside.empty()) continue;
    const auto [found, first] =
        by_project.try_emplace(project, TrackedTime{session.source_path, project, inside.start, milliseconds{0}});
    found->second.active += inside.duration();
  }
  for (auto& [project, time] : by_project) tracked.push_back(std::move(time));
}

void add_legacy(const store::SessionStore::LegacySession& legacy, const Interval& range,
                std::vector<TrackedTime>& tracked) {
  const Interval whole{floor_seconds(legacy.session.start), floor_seconds(legacy.session.end)};
  if (whole.empty()) return;
  const seconds active = std::clamp(legacy.duration, seconds{0}, whole.duration());
  const milliseconds inside = active_before(range.end, whole, active) - active_before(range.start, whole, active);
  if (inside <= milliseconds{0}) return;
  tracked.push_back({legacy.session.source_path, legacy.session.project, std::max(whole.start, range.start), inside});
}

}  // namespace

// --- sessions -------------------------------------------------------------------------------------------------------

void InMemoryStore::add_legacy(LegacySession session) {
  const std::string path = session.session.source_path;
  state_.legacy.insert_or_assign(path, std::move(session));
}

void InMemoryStore::add_synced_entry(const RowKey& row, const EntryId& entry) {
  state_.synced_entries[row.day].insert({row.project, entry});
}

void InMemoryStore::add_synced_day(const DayKey& day) {
  state_.synced_days.insert(day);
}

std::vector<store::SourceState> InMemoryStore::sources(Points points) {
  std::vector<store::SourceState> all;
  for (const auto& [file, source] : state_.sources) {
    all.push_back(source);
    if (points == Points::leave_out) all.back().points.clear();
  }
  return all;
}

std::vector<store::SessionStore::LegacySession> InMemoryStore::legacy_sessions() {
  std::vector<LegacySession> all;
  for (const auto& [path, session] : state_.legacy) all.push_back(session);
  return all;
}

void InMemoryStore::apply(const store::ImportBatch& batch) {
  for (const Session& session : batch.sessions) require_sound(session);
  for (const Session& session : batch.sessions) {
    state_.legacy.erase(session.source_path);
    state_.sessions.insert_or_assign(session.source_path, session);
  }
  for (const auto& source : batch.sources) state_.sources.insert_or_assign(source.file, source);
}

std::vector<TrackedTime> InMemoryStore::query_range(const Interval& range) {
  std::vector<TrackedTime> tracked;
  if (range.empty()) return tracked;
  const InstantInterval instants{range.start, range.end};
  for (const auto& [path, session] : state_.sessions) add_imported(session, instants, tracked);
  for (const auto& [path, legacy] : state_.legacy) support::add_legacy(legacy, range, tracked);
  std::sort(tracked.begin(), tracked.end(), [](const TrackedTime& a, const TrackedTime& b) {
    return std::tie(a.first_activity, a.source_path, a.project) < std::tie(b.first_activity, b.source_path, b.project);
  });
  return tracked;
}

std::optional<LocalDate> InMemoryStore::earliest_session_date(const Zone& zone) {
  std::optional<UtcTime> earliest;
  const auto look_at = [&](const Session& session) {
    const UtcTime start = floor_seconds(session.start);
    if (!earliest || start < *earliest) earliest = start;
  };
  for (const auto& [path, session] : state_.sessions) look_at(session);
  for (const auto& [path, legacy] : state_.legacy) look_at(legacy.session);
  if (!earliest) return std::nullopt;
  return zone.date_of(*earliest);
}

// --- what is done ---------------------------------------------------------------------------------------------------

std::set<LocalDate> InMemoryStore::synced_days(const WorkspaceId& workspace) {
  std::set<LocalDate> days;
  for (const DayKey& day : state_.synced_days) {
    if (day.workspace == workspace) days.insert(day.date);
  }
  return days;
}

std::vector<store::TrackingStore::SyncedEntry> InMemoryStore::synced_entries(const DayKey& day) {
  std::vector<SyncedEntry> entries;
  if (const auto found = state_.synced_entries.find(day); found != state_.synced_entries.end()) {
    for (const auto& [project, entry] : found->second) entries.push_back({project, entry});
  }
  return entries;
}

std::set<EntryId> InMemoryStore::claimed_entries(const WorkspaceId& workspace) {
  std::set<EntryId> claimed;
  for (const auto& [day, entries] : state_.synced_entries) {
    if (day.workspace != workspace) continue;
    for (const auto& [project, entry] : entries) claimed.insert(entry);
  }
  return claimed;
}

// --- day plans and outbox -------------------------------------------------------------------------------------------

std::optional<DayPlan> InMemoryStore::day_plan(const DayKey& day) {
  const auto found = state_.plans.find(day);
  if (found == state_.plans.end()) return std::nullopt;
  return found->second;
}

std::vector<DayPlan> InMemoryStore::open_plans(const WorkspaceId& workspace) {
  std::vector<DayPlan> open;
  for (const auto& [day, plan] : state_.plans) {
    if (day.workspace == workspace && !state_.synced_days.contains(day)) open.push_back(plan);
  }
  return open;
}

void InMemoryStore::freeze(const DayPlan& plan) {
  const DayKey day = plan.key();
  require_tiling(plan);
  require(!state_.synced_days.contains(day), "a synced day cannot be planned again");
  const auto earlier = state_.plans.find(day);
  require(earlier == state_.plans.end() || !earlier->second.ever_sent(), "a plan that was sent cannot be replaced");

  std::map<ProjectId, EntryId> recorded;
  std::set<EntryId> entries;
  for (const OutboxRow& row : plan.rows) {
    require_unsent(row);
    if (!row.entry_id) continue;
    require_free(plan.key_of(row), *row.entry_id);
    require(entries.insert(*row.entry_id).second, "two rows claim one entry");
    recorded.insert({row.entry.project, *row.entry_id});
  }
  state_.plans.insert_or_assign(day, plan);
  if (!recorded.empty()) state_.synced_entries[day].merge(recorded);
}

bool InMemoryStore::begin_send(const Intent& intent) {
  OutboxRow* row = find_row(intent.row);
  if (row == nullptr || row->state == RowState::posted || row->attempt != intent.seen_attempt) return false;
  if (intent.seen_interval && intent.seen_interval != row->entry.interval) return false;
  row->state = RowState::in_flight;
  ++row->attempt;
  row->sent_at = intent.sent_at;
  row->baseline = intent.baseline;
  return true;
}

void InMemoryStore::write_posted(const RowKey& key, const EntryId& entry, Origin origin, const std::string& mismatch) {
  OutboxRow* row = find_row(key);
  require(row != nullptr && row->state != RowState::posted, "the row is not open");
  require(origin != Origin::created || row->state == RowState::in_flight, "what was made was sent before");
  require_free(key, entry);
  row->state = RowState::posted;
  row->entry_id = entry;
  row->origin = origin;
  row->mismatch = mismatch;
  state_.synced_entries[key.day].insert({key.project, entry});
}

bool InMemoryStore::write_refused(const RowKey& key, int attempt) {
  OutboxRow* row = find_row(key);
  if (row == nullptr || row->state != RowState::in_flight || row->attempt != attempt) return false;
  row->state = RowState::planned;
  return true;
}

void InMemoryStore::write_mismatch(const RowKey& key, const std::string& mismatch) {
  OutboxRow* row = find_row(key);
  require(row != nullptr && row->state == RowState::posted, "the row is not posted");
  require(!state_.synced_days.contains(key.day), "the day is synced");
  row->mismatch = mismatch;
}

void InMemoryStore::complete_day(const DayKey& day) {
  require(state_.plans.contains(day), "the day has no plan");
  require_complete(day);
  state_.synced_days.insert(day);
}

// --- who ------------------------------------------------------------------------------------------------------------

std::optional<UserId> InMemoryStore::remembered_user(const std::string& account) {
  const auto found = state_.users.find(account);
  if (found == state_.users.end()) return std::nullopt;
  return found->second;
}

void InMemoryStore::remember_user(const std::string& account, const UserId& user) {
  state_.users.insert_or_assign(account, user);
}

// --- rules ----------------------------------------------------------------------------------------------------------

OutboxRow* InMemoryStore::find_row(const RowKey& key) {
  const auto plan = state_.plans.find(key.day);
  if (plan == state_.plans.end()) return nullptr;
  auto& rows = plan->second.rows;
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.entry.project == key.project; });
  return row == rows.end() ? nullptr : &*row;
}

// An entry has one owner, and a project of a day has one entry.
void InMemoryStore::require_free(const RowKey& row, const EntryId& entry) const {
  const auto& [day, project] = row;
  for (const auto& [other_day, entries] : state_.synced_entries) {
    for (const auto& [other_project, other_entry] : entries) {
      const bool same_place = other_day == day && other_project == project;
      require(!same_place || other_entry == entry, "another entry is recorded for that project and day");
      require(same_place || other_entry != entry || other_day.workspace != day.workspace, "the entry has an owner");
    }
  }
}

void InMemoryStore::require_complete(const DayKey& day) const {
  const auto plan = state_.plans.find(day);
  if (plan == state_.plans.end()) return;
  seconds sum{0};
  for (const OutboxRow& row : plan->second.rows) {
    require(row.state == RowState::posted && row.mismatch.empty(), "the entries are not all posted as planned");
    sum += row.entry.interval.duration();
  }
  require(sum == plan->second.work_hours.duration(), "the entries do not sum to the work hours");
}

}  // namespace libsync::support
