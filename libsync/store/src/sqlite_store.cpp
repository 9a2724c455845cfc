// SPDX-License-Identifier: MIT
#include "connection.hpp"
#include "files.hpp"
#include "memory_files.hpp"
#include "schema.hpp"
#include "sessions.hpp"
#include "sqlite_error.hpp"

#include <libsync/store/sqlite_store.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/store_sql/sql_store.hpp>

#include <sqlite3.h>

#include <span>
#include <utility>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

class SqliteStore final : public SqlStore {
 public:
  SqliteStore(std::unique_ptr<MemoryFiles> files, std::unique_ptr<Connection> connection, std::optional<Zone> zone,
              Journal journal = Journal::rollback)
      : files_(std::move(files)), connection_(std::move(connection)), zone_(zone), journal_(journal) {}

  std::vector<SourceState> sources(Points points) override { return store::sources(db(), points); }
  std::map<std::string, std::string> importer_settings() override { return store::importer_settings(db()); }
  std::vector<LegacySession> legacy_sessions() override { return store::legacy_sessions(db()); }
  std::vector<Session> sessions_in(const Interval& range) override {
    const Snapshot snapshot{db()};
    return store::sessions_in(db(), range);
  }
  void apply(const ImportBatch& batch) override { store::apply(db(), batch, zone_); }

  std::vector<TrackedTime> query_range(const Interval& range) override {
    const Snapshot snapshot{db()};
    return store::query_range(db(), range);
  }
  std::optional<LocalDate> earliest_session_date(const Zone& zone) override {
    const auto start = earliest_start(db());
    return start ? std::optional{zone.date_of(*start)} : std::nullopt;
  }

  std::vector<std::string> projects() override { return store::projects(db()); }

  void mark_as_moved(const std::string& where) override {
    Transaction transaction{db()};
    store::mark_as_moved(db(), where);
    transaction.commit();
  }
  std::string moved_to() override { return store::moved_to(db()); }
  void hold_all_runs() override {}  // whoever opens it to move it has the RunLock

 private:
  Connection& db() { return *connection_; }
  Database& database() override { return *connection_; }

  std::vector<Session> all_sessions() override { return store::all_sessions(db()); }
  void write_older_sessions(const std::vector<LegacySession>& sessions) override {
    store::write_older_sessions(db(), sessions, zone_);
  }
  void suspend_rules() override { rules_ = store::drop_rules(db()); }
  void restore_rules() override { connection_->execute(rules_); }
  void unmark() override { store::mark_as_moved(db(), ""); }

  // A run that may send something can afford to read the whole file first, and commits often; one that has nothing to
  // do need not, and changes nothing.
  void prepare_to_send() override {
    if (is_prepared_) return;
    connection_->check_pages(Connection::Check::quick);
    if (journal_ == Journal::fitting) connection_->use_log();
    is_prepared_ = true;
  }

  std::unique_ptr<MemoryFiles> files_;  // what the connection reads, for a copy in memory
  std::unique_ptr<Connection> connection_;
  std::optional<Zone> zone_;
  Journal journal_;
  bool is_prepared_ = false;
  std::string rules_;  // while they are suspended
};

const char* const k_cut_off = "it is empty or cut off";

std::unique_ptr<Connection> new_database_in_memory() {
  auto connection = std::make_unique<Connection>(":memory:", Durability::scratch, "", milliseconds{0});
  migrate(*connection, 0);
  return connection;
}

// A file appears only with all its tables, so an empty one is never ours.
void create_store(const fs::path& file) {
  set_leftovers_aside(file);
  const auto draft = new_database_in_memory();
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> content{
      sqlite3_serialize(draft->handle(), "main", &size, 0), sqlite3_free};
  if (content == nullptr) throw std::bad_alloc{};
  create_file(file, std::as_bytes(std::span{content.get(), static_cast<std::size_t>(size)}));
}

// SQLite finds whole pages missing by itself, but fills up a page that was cut with zeros.
void require_whole_file(Connection& connection) {
  if (has_leftovers(connection.file())) return;  // pages may still be in the log
  const auto wanted = connection.number("PRAGMA page_count") * connection.number("PRAGMA page_size");
  if (fs::file_size(connection.file()) < static_cast<std::uintmax_t>(wanted)) {
    throw corrupt_store(connection.file(), "it is damaged (its end is missing)");
  }
}

std::unique_ptr<TrackingStore> open_privately(const fs::path& file, MemoryFiles::Take take) {
  const fs::path target = real_file(file);
  switch (presence(target)) {
    case Presence::absent:
      return std::make_unique<SqliteStore>(nullptr, new_database_in_memory(), std::nullopt);
    case Presence::cut_off:
      throw corrupt_store(target, k_cut_off);
    case Presence::filled:
      break;
  }
  auto files = std::make_unique<MemoryFiles>(target, take);
  auto connection = std::make_unique<Connection>(target, Durability::scratch, files->vfs_name(), milliseconds{0});
  const int version = inspect(*connection);
  connection->make_durable();
  if (version < k_schema_version) migrate(*connection, version);
  return std::make_unique<SqliteStore>(std::move(files), std::move(connection), std::nullopt);
}

}  // namespace

std::unique_ptr<TrackingStore> open_sqlite_store(const fs::path& file, const SqliteOptions& options) {
  const fs::path target = real_file(file);
  prepare_folder(target, options.folder);
  if (presence(target) == Presence::absent) create_store(target);
  if (presence(target) == Presence::cut_off) throw corrupt_store(target, k_cut_off);

  set_foreign_log_aside(target);
  const bool writer_died = has_leftovers(target);
  const bool log_is_left = presence(beside(target, "-wal")) == Presence::filled;
  auto connection = std::make_unique<Connection>(target, Durability::full, options.vfs, options.busy_timeout);
  const int version = inspect(*connection, options.is_moving ? Moved::allow : Moved::refuse);
  require_whole_file(*connection);
  connection->make_durable();
  if (version < k_schema_version) {
    connection->check_pages(Connection::Check::full);
    back_up(*connection, version);
    migrate(*connection, version);
  } else if (writer_died) {
    connection->check_pages(Connection::Check::full);
  }
  if (log_is_left && options.journal == Journal::fitting) connection->use_log();  // and leaves none behind
  { const Transaction possible{*connection}; }  // another process that writes is found out before anything is asked
  return std::make_unique<SqliteStore>(nullptr, std::move(connection), options.zone, options.journal);
}

std::unique_ptr<TrackingStore> open_memory_copy(const fs::path& file) {
  return open_privately(file, MemoryFiles::Take::all);
}

std::unique_ptr<TrackingStore> open_where_it_lies(const fs::path& file) {
  try {
    return open_privately(file, MemoryFiles::Take::a_page);
  } catch (const StoreError&) {  // whatever it is: if it is true, a copy shows it as well
    return open_memory_copy(file);
  }
}

}  // namespace libsync::store
