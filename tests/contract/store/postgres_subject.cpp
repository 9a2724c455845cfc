// SPDX-License-Identifier: MIT
#include "postgres_server.hpp"
#include "store_contract.hpp"

#include <libsync/store_postgres/postgres_store.hpp>

#include <fmt/format.h>

namespace libsync::store {
namespace {

std::int64_t count(UtcTime time) {
  return time.time_since_epoch().count();
}

class PostgresSubject final : public Subject {
 public:
  TrackingStore& store() override { return *store_; }
  void add_legacy(const std::string& path, const std::string& project, UtcTime start, UtcTime end,
                  seconds duration) override {
    run(
        fmt::format("INSERT INTO legacy_sessions(source_path, project, start_s, stated_end_s, stated_duration_s, "
                    "input_tokens, output_tokens, cache_creation_input_tokens, cache_read_input_tokens) "
                    "VALUES ('{}', '{}', {}, {}, {}, 0, 0, 0, 0)",
                    path, project, count(start), count(end), duration.count()));
  }
  void add_synced_entry(LocalDate date, const ProjectId& project, const EntryId& entry) override {
    run(fmt::format("INSERT INTO synced_entries VALUES ('{}', '{}', '{}', '{}')", format_date(date), workspace().str(),
                    project.str(), entry.str()));
  }
  void add_synced_day(LocalDate date) override {
    run(fmt::format("INSERT INTO synced_days VALUES ('{}', '{}')", format_date(date), workspace().str()));
  }

 private:
  void run(const std::string& sql) const {
    support::PostgresServer::shared().run(address_, "SET search_path = claude_tracker; " + sql);
  }

  std::string address_ = support::PostgresServer::shared().new_database();
  std::unique_ptr<TrackingStore> store_ = open_postgres_store(address_, {.machine = {"laptop", "Ann's laptop"}});
};

}  // namespace

std::vector<Kind> kinds() {
  return {{"Postgres", []() -> std::unique_ptr<Subject> { return std::make_unique<PostgresSubject>(); }, 8}};
}

}  // namespace libsync::store
