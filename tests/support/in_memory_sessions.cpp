// SPDX-License-Identifier: MIT
#include "in_memory_store.hpp"

#include <algorithm>
#include <tuple>

namespace libsync::support {
namespace {

void require(bool rule, const std::string& otherwise) {
  if (!rule) {
    throw store::StoreError(store::StoreErrorKind::broken_rule, "cannot change the store in memory: " + otherwise, {});
  }
}

void require_sound(const Session& session) {
  Instant reached = session.start;
  for (const auto& [span, project, attended] : session.active) {
    require(!span.empty() && reached <= span.start, "the intervals of a session are not sorted and disjoint");
    reached = span.end;
  }
  require(session.start <= session.end && reached <= session.end, "a session ends before it is over");
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
  for (const auto& [span, project, attended] : session.active) {
    const auto inside = span.clipped_to(range);
    if (inside.empty()) continue;
    const auto [found, first] = by_project.try_emplace(
        project,
        TrackedTime{session.source_path, project, inside.start, milliseconds{0}, milliseconds{0}, session.agent});
    found->second.active += inside.duration();
    if (attended) found->second.attended += inside.duration();
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

std::vector<store::SourceState> InMemoryStore::sources(Points points) {
  std::vector<store::SourceState> all;
  for (const auto& [file, source] : state_.sources) {
    all.push_back(source);
    if (points == Points::leave_out) all.back().points.clear();
  }
  return all;
}

std::map<std::string, std::string> InMemoryStore::importer_settings() {
  return state_.settings;
}

std::vector<store::SessionStore::LegacySession> InMemoryStore::legacy_sessions() {
  std::vector<LegacySession> all;
  for (const auto& [path, session] : state_.legacy) all.push_back(session);
  return all;
}

std::vector<Session> InMemoryStore::sessions_in(const Interval& range) {
  std::vector<Session> found;
  const InstantInterval instants{range.start, range.end};
  for (const auto& [path, session] : state_.sessions) {
    const bool is_active = std::ranges::any_of(
        session.active, [&](const ActiveInterval& interval) { return interval.span.overlaps(instants); });
    if (is_active) found.push_back(session);
  }
  return found;
}

void InMemoryStore::apply(const store::ImportBatch& batch) {
  for (const Session& session : batch.sessions) require_sound(session);
  for (const auto& key : batch.gone) state_.sessions.erase(key);
  for (const Session& session : batch.sessions) {
    state_.legacy.erase(session.source_path);
    state_.sessions.insert_or_assign(session.source_path, session);
    for (const auto& interval : session.active) state_.projects.insert(interval.project);
  }
  for (const auto& source : batch.sources) state_.sources.insert_or_assign(source.file, source);
  for (const auto& [name, value] : batch.settings) state_.settings.insert_or_assign(name, value);
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

std::vector<std::string> InMemoryStore::projects() {
  std::set<std::string> all = state_.projects;
  for (const auto& [path, legacy] : state_.legacy) all.insert(legacy.session.project);
  return {all.begin(), all.end()};
}

}  // namespace libsync::support
