// SPDX-License-Identifier: MIT
#include "store_contract.hpp"

#include "in_memory_store.hpp"
#include "temp_dir.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <vector>

namespace libsync::store {
namespace {

class InMemorySubject final : public Subject {
 public:
  TrackingStore& store() override { return store_; }
  void add_legacy(const std::string& path, const std::string& project, UtcTime start, UtcTime end,
                  seconds duration) override {
    store_.add_legacy({{path, "claude-code", project, start, end, {}, {}}, duration});
  }
  void add_synced_entry(LocalDate date, const ProjectId& project, const EntryId& entry) override {
    store_.add_synced_entry(workspace(), date, project, entry);
  }
  void add_synced_day(LocalDate date) override { store_.add_synced_day(workspace(), date); }

 private:
  support::InMemoryStore store_;
};

class SqliteSubject final : public Subject {
 public:
  TrackingStore& store() override { return *store_; }
  void add_legacy(const std::string& path, const std::string& project, UtcTime start, UtcTime end,
                  seconds duration) override {
    SQLite::Database database{file().string(), SQLite::OPEN_READWRITE};
    SQLite::Statement insert{database,
                             "INSERT INTO sessions(source_path, project, date, start_time, end_time, duration_seconds) "
                             "VALUES (?, ?, ?, ?, ?, ?)"};
    insert.bind(1, path);
    insert.bind(2, project);
    insert.bind(3, format_utc(start).substr(0, 10));
    insert.bind(4, format_utc(start));
    insert.bind(5, format_utc(end));
    insert.bind(6, duration.count());
    insert.exec();
  }
  void add_synced_entry(LocalDate date, const ProjectId& project, const EntryId& entry) override {
    run("INSERT INTO synced_entries VALUES (?, ?, ?, ?)",
        {format_date(date), workspace().str(), project.str(), entry.str()});
  }
  void add_synced_day(LocalDate date) override {
    run("INSERT INTO synced_days VALUES (?, ?)", {format_date(date), workspace().str()});
  }

 private:
  [[nodiscard]] std::filesystem::path file() const { return folder_ / "sessions.db"; }
  void run(const std::string& sql, const std::vector<std::string>& values) const {
    SQLite::Database database{file().string(), SQLite::OPEN_READWRITE};
    SQLite::Statement statement{database, sql};
    int index = 0;
    for (const auto& value : values) statement.bind(++index, value);
    statement.exec();
  }

  support::TempDir folder_;
  std::unique_ptr<TrackingStore> store_ = open_sqlite_store(file());
};

}  // namespace

std::vector<Kind> kinds() {
  return {{"InMemory", []() -> std::unique_ptr<Subject> { return std::make_unique<InMemorySubject>(); }},
          {"Sqlite", []() -> std::unique_ptr<Subject> { return std::make_unique<SqliteSubject>(); }}};
}

}  // namespace libsync::store
