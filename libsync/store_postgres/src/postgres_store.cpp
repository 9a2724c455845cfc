// SPDX-License-Identifier: MIT
#include "machines.hpp"
#include "postgres_error.hpp"
#include "run.hpp"
#include "schema.hpp"
#include "scratch_tables.hpp"
#include "server_session.hpp"
#include "sessions.hpp"
#include "spelling.hpp"
#include "tracked_window.hpp"

#include <libsync/store_postgres/postgres_store.hpp>
#include <libsync/store_sql/accounts.hpp>
#include <libsync/store_sql/failures.hpp>
#include <libsync/store_sql/sql_store.hpp>

#include <map>
#include <utility>

namespace libsync::store {
namespace {

class PostgresStore final : public SqlStore {
 public:
  PostgresStore(const std::string& address, const PostgresOptions& options)
      : machine_(options.machine),
        is_run_(options.is_run),
        is_look_(options.is_look),
        session_({.url = address,
                  .password = options.password,
                  .statement_timeout = options.statement_timeout,
                  .lock_timeout = options.lock_timeout,
                  .connect_again_for = options.connect_again_for,
                  .waits_for_writers = !options.is_look}) {
    if (is_look_ && !has_schema(session_)) {
      make_empty_tables(session_);
      has_scratch_ = true;
      end_with_scratch();
      return;
    }
    prepare_schema(session_);
    if (options.is_moving) return;
    require_not_moved(store::moved_to(session_));
    session_.check_before_writing("SELECT moved_to FROM claude_tracker.store_version",
                                  [this](const std::string& where) { require_not_moved(bytes_of(where)); });
  }

  std::vector<SourceState> sources(Points points) override { return store::sources(session_, machine_, points); }
  std::map<std::string, std::string> importer_settings() override {
    return store::importer_settings(session_, machine_);
  }
  std::vector<LegacySession> legacy_sessions() override { return store::legacy_sessions(session_); }
  void apply(const ImportBatch& batch) override {
    if (is_look_ && !std::exchange(has_scratch_, true)) {
      make_scratch_tables(session_);
      end_with_scratch();
    }
    window_.forget();
    store::apply(session_, machine_, batch);
  }

  std::vector<TrackedTime> query_range(const Interval& range) override { return window_.query(session_, range); }
  std::vector<Session> sessions_in(const Interval& range) override { return store::sessions_in(session_, range); }
  std::optional<LocalDate> earliest_session_date(const Zone& zone) override {
    const auto start = earliest_start(session_);
    return start ? std::optional{zone.date_of(*start)} : std::nullopt;
  }
  std::vector<std::string> projects() override { return store::projects(session_); }

  // From here on it is known whose run this is.
  bool register_timesheet(const Timesheet& timesheet) override {
    window_.forget();
    if (is_look_) return would_own_older_rows(timesheet);
    const bool owns_older_rows = SqlStore::register_timesheet(timesheet);
    if (is_run_) hold_run(registered(session_, timesheet).id);
    return owns_older_rows;
  }

  void remember_user(const std::string& account, const UserId& user) override {
    if (!is_look_) SqlStore::remember_user(account, user);
  }
  void remember_projects(const Timesheet& timesheet, const RememberedProjects& projects) override {
    if (!is_look_) SqlStore::remember_projects(timesheet, projects);
  }
  void remember_occupied(const DayKey& day, const std::vector<EntryInTheWay>& entries) override {
    if (!is_look_) SqlStore::remember_occupied(day, entries);
  }

  void mark_as_moved(const std::string& where) override {
    Transaction transaction{session_};
    store::mark_as_moved(session_, where);
    transaction.commit();
  }
  std::string moved_to() override { return has_schema(session_) ? store::moved_to(session_) : ""; }
  void hold_all_runs() override {
    std::vector<std::int64_t> timesheets;
    {
      Query rows{session_, "SELECT id FROM timesheets ORDER BY id"};
      while (rows.next()) timesheets.push_back(rows.integer(0));
    }
    for (const std::int64_t id : timesheets) hold_run(id);
  }

  bool is_shared() const override { return true; }
  // Who has imported how far says nothing of what was asked for before.
  std::vector<KnownMachine> machines() override {
    window_.forget();
    return store::machines(session_, machine_);
  }
  void begin_import() override { import_began_ = store_clock(session_); }
  void end_import() override {
    if (!is_look_) write_import(session_, machine_, import_began_);
  }
  bool leave_out(const std::string& key, bool is_left_out) override {
    return store::leave_out(session_, key, is_left_out);
  }
  bool label(const std::string& key, const std::string& label) override {
    return store::label_machine(session_, key, label);
  }
  bool forget(const std::string& key) override {
    window_.forget();
    return store::forget_machine(session_, key);
  }

 private:
  Database& database() override { return session_; }

  void require_not_moved(const std::string& where) const {
    if (!where.empty()) throw moved_store(session_.name(), where);
  }

  // The tables of its own go with the connection, and then this look is over.
  void end_with_scratch() {
    session_.after_connecting_again([this] { throw lost_connection(session_.name()); });
  }

  // From then on nobody else has a run of that timesheet.
  void hold_run(std::int64_t timesheet) {
    if (runs_.contains(timesheet)) return;
    auto run = std::make_unique<Run>(session_, machine_, timesheet);
    run->begin();
    runs_.emplace(timesheet, std::move(run));
  }

  bool would_own_older_rows(const Timesheet& timesheet) {
    if (const auto known = find_timesheet(session_, timesheet)) return known->owns_older_rows;
    Query others{session_, "SELECT 1 FROM timesheets WHERE workspace_id = ?", timesheet.workspace};
    return !others.next();
  }
  std::vector<Session> all_sessions() override { return store::all_sessions(session_); }
  void write_older_sessions(const std::vector<LegacySession>& sessions) override {
    store::write_older_sessions(session_, sessions);
  }
  void suspend_rules() override { store::suspend_rules(session_); }
  void restore_rules() override { store::restore_rules(session_); }
  void unmark() override { store::mark_as_moved(session_, ""); }
  void prepare_to_send() override {}  // the server was looked at when the store was opened

  Machine machine_;
  bool is_run_;
  bool is_look_;
  bool has_scratch_ = false;
  UtcTime import_began_;
  ServerSession session_;
  TrackedWindow window_;
  std::map<std::int64_t, std::unique_ptr<Run>> runs_;
};

}  // namespace

std::unique_ptr<TrackingStore> open_postgres_store(const std::string& address, const PostgresOptions& options) {
  return std::make_unique<PostgresStore>(address, options);
}

}  // namespace libsync::store
