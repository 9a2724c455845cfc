// SPDX-License-Identifier: MIT
//
// What the store's tests share: a folder of their own, short names for values, and plain SQL beside the store.
#pragma once

#include "temp_dir.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace libsync::store {

using namespace std::chrono_literals;

using TempFolder = support::TempDir;

inline std::string read_file(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_file(const std::filesystem::path& file, const std::string& content) {
  std::ofstream{file, std::ios::binary | std::ios::trunc} << content;
}

// Every file below a folder with its content.
inline std::map<std::string, std::string> contents_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> contents;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    contents[entry.path().string()] = entry.is_regular_file() ? read_file(entry.path()) : "";
  }
  return contents;
}

class StoreTest : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path file() const { return folder() / "sessions.db"; }
  [[nodiscard]] std::unique_ptr<TrackingStore> open(const SqliteOptions& options = {}) const {
    return open_sqlite_store(file(), options);
  }

  // Plain SQL on the file, as another program would run it.
  void sql(const std::string& statements) const {
    SQLite::Database{file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}.exec(statements);
  }
  // What the older tool writes.
  void record_day(const std::string& day) const {
    sql("INSERT INTO synced_days VALUES ('" + day + "', 'aaaaaaaaaaaaaaaaaaaaaaaa')");
  }
  void record_entry(const std::string& day, const ProjectId& project, const EntryId& entry) const {
    sql("INSERT INTO synced_entries VALUES ('" + day + "', 'aaaaaaaaaaaaaaaaaaaaaaaa', '" + project.str() + "', '" +
        entry.str() + "')");
  }
  [[nodiscard]] std::string ask(const std::string& query) const {
    // Not read-only: a journal that a failed writer left has to be rolled back.
    SQLite::Database database{file().string(), SQLite::OPEN_READWRITE};
    return database.execAndGet(query).getString();
  }

 private:
  TempFolder folder_;
};

// The kind of the StoreError that `action` throws, nothing when it throws none.
inline std::optional<StoreErrorKind> kind_of_failure(const std::function<void()>& action) {
  try {
    action();
  } catch (const StoreError& error) {
    return error.kind();
  }
  return std::nullopt;
}

inline std::string message_of_failure(const std::function<void()>& action) {
  try {
    action();
  } catch (const StoreError& error) {
    return error.what();
  }
  return "";
}

// "2026-02-02T09:00:00Z"
inline Instant instant(const std::string& text) {
  return parse_rfc3339(text).value();
}
inline UtcTime utc(const std::string& text) {
  return floor_seconds(instant(text));
}
inline LocalDate date(const std::string& text) {
  return parse_date(text).value();
}

// Ids of one repeated digit.
template <class IdType>
IdType id(char digit) {
  return IdType::parse(std::string(24, digit)).value();
}
inline const WorkspaceId k_workspace = id<WorkspaceId>('a');
inline const UserId k_user = id<UserId>('b');
inline const Timesheet k_timesheet{k_user, "https://api.clockify.me/api/v1", k_workspace};
inline const ProjectId k_api = id<ProjectId>('1');
inline const ProjectId k_web = id<ProjectId>('2');
inline const EntryId k_first_entry = id<EntryId>('7');
inline const EntryId k_second_entry = id<EntryId>('8');
inline const LocalDate k_monday = date("2026-02-02");

// 09:00 to 17:00: three hours of k_api, then five of k_web.
inline DayPlan plan_of_two(LocalDate day = k_monday) {
  const UtcTime start = std::chrono::sys_days{day} + 9h;
  const auto row = [](const ProjectId& project, UtcTime from, UtcTime to) {
    return OutboxRow{.entry = {.project = project,
                               .interval = {from, to},
                               .description = "Development",
                               .billable = {},
                               .tags = {},
                               .sources = {"/work/" + project.str().substr(0, 1)}},
                     .state = RowState::planned,
                     .attempt = 0,
                     .sent_at = {},
                     .baseline = {},
                     .entry_id = {},
                     .origin = {},
                     .mismatch = {}};
  };
  return {.timesheet = k_timesheet,
          .date = day,
          .time_zone = "Europe/Berlin",
          .work_hours = {start, start + 8h},
          .tracked = seconds{12'345},
          .rows = {row(k_api, start, start + 3h), row(k_web, start + 3h, start + 8h)}};
}

inline DayKey day_key(LocalDate day = k_monday) {
  return {k_timesheet, day};
}

// The rows of plan_of_two() by their project.
inline RowKey row_key(const ProjectId& project, LocalDate day = k_monday) {
  return {day_key(day), project == k_api ? 0 : 1};
}
inline PlannedEntry planned(const ProjectId& project, LocalDate day = k_monday) {
  return plan_of_two(day).rows.at(project == k_api ? 0 : 1).entry;
}

inline TrackingStore::Intent intent_for(const ProjectId& project, int seen_attempt = 0, LocalDate day = k_monday) {
  const UtcTime now = std::chrono::sys_days{day} + 30h;
  OutboxRow seen{.entry = planned(project, day), .attempt = seen_attempt};
  if (seen_attempt > 0) seen.state = RowState::in_flight, seen.sent_at = now;
  return {.row = row_key(project, day), .seen = std::move(seen), .sent_at = now, .baseline = {}};
}

// Stores a plan of a timesheet that may be new.
inline void freeze(TrackingStore& store, const DayPlan& plan) {
  store.register_timesheet(plan.timesheet);
  store.freeze(plan);
}

inline bool is_synced(TrackingStore& store, LocalDate day = k_monday) {
  return store.older_synced_days(k_workspace).contains(day);
}

// Any change, and whether the store has it.
inline void leave_a_mark(TrackingStore& store) {
  store.remember_user("mark", k_user);
}
inline bool has_mark(TrackingStore& store) {
  return store.remembered_user("mark") == k_user;
}

}  // namespace libsync::store
