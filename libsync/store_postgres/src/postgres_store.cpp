// SPDX-License-Identifier: MIT
#include "run.hpp"
#include "schema.hpp"
#include "session.hpp"
#include "sessions.hpp"

#include <libsync/store_postgres/postgres_store.hpp>
#include <libsync/store_sql/accounts.hpp>
#include <libsync/store_sql/sql_store.hpp>

namespace libsync::store {
namespace {

class PostgresStore final : public SqlStore {
 public:
  PostgresStore(const std::string& address, const PostgresOptions& options)
      : machine_(options.machine),
        is_run_(options.is_run),
        session_(
            {address, options.password, options.statement_timeout, options.lock_timeout, options.connect_again_for}) {
    prepare_schema(session_);
  }

  std::vector<SourceState> sources(Points points) override { return store::sources(session_, machine_, points); }
  std::map<std::string, std::string> importer_settings() override {
    return store::importer_settings(session_, machine_);
  }
  std::vector<LegacySession> legacy_sessions() override { return store::legacy_sessions(session_); }
  void apply(const ImportBatch& batch) override { store::apply(session_, machine_, batch); }

  std::vector<TrackedTime> query_range(const Interval& range) override {
    const Snapshot snapshot{session_};
    return store::query_range(session_, range);
  }
  std::vector<Session> sessions_in(const Interval& range) override { return store::sessions_in(session_, range); }
  std::optional<LocalDate> earliest_session_date(const Zone& zone) override {
    const auto start = earliest_start(session_);
    return start ? std::optional{zone.date_of(*start)} : std::nullopt;
  }
  std::vector<std::string> projects() override { return store::projects(session_); }

  // From here on it is known whose run this is.
  bool register_timesheet(const Timesheet& timesheet) override {
    const bool owns_older_rows = SqlStore::register_timesheet(timesheet);
    if (is_run_ && !run_) {
      auto run = std::make_unique<Run>(session_, machine_, registered(session_, timesheet).id);
      run->begin();
      run_ = std::move(run);
    }
    return owns_older_rows;
  }

 private:
  Database& database() override { return session_; }
  void prepare_to_send() override {}  // the server was looked at when the store was opened

  Machine machine_;
  bool is_run_;
  Session session_;
  std::unique_ptr<Run> run_;
};

}  // namespace

std::unique_ptr<TrackingStore> open_postgres_store(const std::string& address, const PostgresOptions& options) {
  return std::make_unique<PostgresStore>(address, options);
}

}  // namespace libsync::store
