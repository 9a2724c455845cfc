// SPDX-License-Identifier: MIT
//
// Short names for what the suite puts into a store.
#pragma once

#include <libsync/store/tracking_store.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

template <class IdType>
IdType id(char digit) {
  return IdType::parse(std::string(24, digit)).value();
}

inline WorkspaceId workspace() {
  return id<WorkspaceId>('a');
}

inline LocalDate monday() {
  return parse_date("2026-02-02").value();
}

inline Timesheet timesheet(char user = 'b') {
  return {id<UserId>(user), "https://clockify.invalid", workspace()};
}

inline DayKey day(LocalDate date) {
  return {timesheet(), date};
}

inline Instant at(const char* text) {
  return parse_rfc3339(text).value();
}

inline UtcTime second(const char* text) {
  return floor_seconds(at(text));
}

inline OutboxRow row(char project, UtcTime start, UtcTime end) {
  return {.entry = {.project = id<ProjectId>(project),
                    .interval = {start, end},
                    .description = "Development",
                    .billable = true,
                    .tags = {id<TagId>('e')},
                    .sources = {"/work/a", "/work/b"}}};
}

// The day of that date, 09:00 to 17:00 UTC, shared evenly by `projects`.
inline DayPlan plan(LocalDate date, const std::string& projects) {
  const UtcTime start = std::chrono::sys_days{date} + std::chrono::hours{9};
  const seconds part = seconds{std::chrono::hours{8}} / static_cast<int>(projects.size());
  DayPlan plan{.timesheet = timesheet(),
               .date = date,
               .time_zone = "UTC",
               .work_hours = {start, start + part * static_cast<int>(projects.size())},
               .tracked = seconds{7200},
               .rows = {}};
  UtcTime reached = start;
  for (const char project : projects) {
    plan.rows.push_back(row(project, reached, reached + part));
    reached += part;
  }
  return plan;
}

// The same, but the last hour before the last row is somebody else's.
inline DayPlan plan_around_a_gap(LocalDate date, const std::string& projects) {
  DayPlan result = plan(date, projects);
  auto& before = result.rows[result.rows.size() - 2].entry.interval;
  before.end -= std::chrono::hours{1};
  result.gaps = {{before.end, before.end + std::chrono::hours{1}}};
  return result;
}

// A row as the store has it.
struct Place {
  RowKey row;
  PlannedEntry entry;
};

// The first row of that project, or one that is not there.
inline Place place(TrackingStore& store, LocalDate date, char project) {
  if (const auto plan = store.day_plan(day(date))) {
    for (const auto& row : plan->rows) {
      if (row.entry.project == id<ProjectId>(project)) return {plan->key_of(row), row.entry};
    }
  }
  return {{day(date), 99}, row(project, UtcTime{}, UtcTime{} + seconds{1}).entry};
}

// To send the row as it is, or as it would be after that many attempts.
inline PlanStore::Intent intent(TrackingStore& store, LocalDate date, char project, int seen_attempt) {
  const auto [key, entry] = place(store, date, project);
  const auto plan = store.day_plan(key.day);
  const bool is_there = plan && key.slot < std::ssize(plan->rows);
  OutboxRow seen = is_there ? plan->rows[static_cast<std::size_t>(key.slot)] : OutboxRow{.entry = entry};
  if (seen.attempt != seen_attempt) seen = {.entry = entry, .attempt = seen_attempt};
  return {key,
          std::move(seen),
          second("2026-02-07T08:00:00Z") + seconds{seen_attempt},
          {id<EntryId>('c'), id<EntryId>('d')}};
}

inline Session session(const std::string& path, Instant start, std::vector<ActiveInterval> active) {
  const Instant end = active.empty() ? start : active.back().span.end;
  return {path, "claude-code", "/work/a", start, end, std::move(active), {1, 2, 3, 4}};
}

// The kind of the StoreError that `act` throws; nothing when it throws none.
inline std::optional<StoreErrorKind> failure_of(const std::function<void()>& act) {
  try {
    act();
    return std::nullopt;
  } catch (const StoreError& error) {
    return error.kind();
  }
}

}  // namespace libsync::store
