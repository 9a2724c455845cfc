// SPDX-License-Identifier: MIT
#include "connection.hpp"

#include "files.hpp"
#include "network_file_system.hpp"
#include "sqlite_error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <memory>

namespace libsync::store {

SQLite::Database Connection::open(const std::filesystem::path& file, const std::string& vfs,
                                  milliseconds busy_timeout) {
  try {
    return {file.string(), SQLite::OPEN_READWRITE, static_cast<int>(busy_timeout.count()), vfs};
  } catch (const SQLite::Exception& error) {
    throw sqlite_failure(file, error.getErrorCode(), error.what());
  }
}

Connection::Connection(std::filesystem::path file, Durability durability, const std::string& vfs,
                       milliseconds busy_timeout)
    : file_(std::move(file)), durability_(durability), database_(open(file_, vfs, busy_timeout)) {
  sqlite3_extended_result_codes(handle(), 1);
  harden();
  if (in_memory()) {
    execute("PRAGMA locking_mode = EXCLUSIVE");  // lets a write-ahead log be read without shared memory
    return;
  }
  identity_ = identity_of(file_);
  if (sqlite3_db_readonly(handle(), "main") == 1) throw sqlite_failure(file_, SQLITE_READONLY, "");
  if (access(file_.parent_path().c_str(), W_OK) != 0) throw system_failure("open", file_, errno);
}

Connection::~Connection() {
  leave_log();
}

void Connection::harden() {
  struct Switch {
    int option;
    int wanted;
  };
  for (const auto& [option, wanted] :
       {Switch{SQLITE_DBCONFIG_DEFENSIVE, 1}, Switch{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        Switch{SQLITE_DBCONFIG_ENABLE_FKEY, 1}, Switch{SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
        Switch{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}, Switch{SQLITE_DBCONFIG_DQS_DDL, 0},
        Switch{SQLITE_DBCONFIG_DQS_DML, 0}}) {
    int value = -1;
    if (sqlite3_db_config(handle(), option, wanted, &value) != SQLITE_OK || value != wanted) {
      throw sqlite_failure(file_, SQLITE_INTERNAL, fmt::format("setting {} cannot be made", option));
    }
  }
}

void Connection::make_durable() {
  execute("PRAGMA cache_size = -16000");  // KiB; ten years of sessions have 70 MB, whose upper pages should stay
  if (in_memory()) {
    execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
    return;
  }
  // EXTRA is FULL, and a sync of the folder when a rollback journal goes, which is the commit.
  execute("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA synchronous = EXTRA");
  require("cell_size_check", "1");
  require("foreign_keys", "1");
  require("trusted_schema", "0");
  require("synchronous", "3");
  if (text("PRAGMA journal_mode") == "wal") return;
  if (text("PRAGMA journal_mode = DELETE") != "delete") throw sqlite_failure(file_, SQLITE_BUSY, "");
  require("journal_mode", "delete");
}

// A commit to a log is one write and one sync, where a rollback journal takes five syncs. Machines do not share the
// memory that its readers and writers do. SQLite before 3.51.3 may lose pages of a log when two connections write at
// one time; the run lock lets only one.
void Connection::use_log() {
  if (in_memory() || !network_file_system(file_.parent_path()).empty()) return;
  if (text("PRAGMA journal_mode = WAL") != "wal") throw sqlite_failure(file_, SQLITE_BUSY, "");
  require("journal_mode", "wal");
  require("synchronous", "3");
  [[maybe_unused]] const auto read = number("PRAGMA schema_version");  // makes the log
  log_ = identity_of(beside(file_, "-wal"));
}

// SQLite cannot tell whose log it finds, but a store with a rollback journal has none: so a store at rest has that.
// What cannot be done now, since another process reads or the disk is full, is left to the next run that sends.
void Connection::leave_log() {
  if (!log_) return;
  try {
    require_same_file();
    execute("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE");
  } catch (const std::exception&) {  // a StoreError, or no memory
  }
}

void Connection::require(const std::string& setting, const std::string& wanted) {
  const std::string found = text("PRAGMA " + setting);
  if (found != wanted) {
    throw sqlite_failure(file_, SQLITE_INTERNAL, fmt::format("{} is {} instead of {}", setting, found, wanted));
  }
}

void Connection::execute(const std::string& sql) {
  try {
    database_.exec(sql);
  } catch (const SQLite::Exception& error) {
    fail(error);
  }
}

std::int64_t Connection::number(const std::string& sql) {
  try {
    return database_.execAndGet(sql).getInt64();
  } catch (const SQLite::Exception& error) {
    fail(error);
  }
}

std::string Connection::text(const std::string& sql) {
  try {
    return database_.execAndGet(sql).getString();
  } catch (const SQLite::Exception& error) {
    fail(error);
  }
}

void Connection::check_pages(Check check) {
  const std::string found = text(check == Check::quick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)");
  if (found != "ok") throw corrupt_store(file_, "it is damaged (" + found + ")");
}

void Connection::fill_blob(const char* table, const char* column, std::int64_t row, std::string_view bytes) {
  constexpr std::size_t k_piece = std::size_t{1} << 20U;
  sqlite3_blob* blob = nullptr;
  int result = sqlite3_blob_open(handle(), "main", table, column, row, 1, &blob);
  const std::unique_ptr<sqlite3_blob, decltype(&sqlite3_blob_close)> open{blob, sqlite3_blob_close};
  for (std::size_t done = 0; result == SQLITE_OK && done < bytes.size(); done += k_piece) {
    const auto piece = bytes.substr(done, k_piece);
    result = sqlite3_blob_write(blob, piece.data(), static_cast<int>(piece.size()), static_cast<int>(done));
  }
  if (result != SQLITE_OK) throw sqlite_failure(file_, sqlite3_extended_errcode(handle()), sqlite3_errmsg(handle()));
}

std::optional<Connection::Identity> Connection::identity_of(const std::filesystem::path& file) {
  struct stat info {};
  if (stat(file.c_str(), &info) != 0) return std::nullopt;
  return Identity{info.st_dev, info.st_ino};
}

void Connection::require_same_file() const {
  if (in_memory()) return;
  const auto now = identity_of(file_);
  if (now == identity_) return;
  const auto log = beside(file_, "-wal");
  if (now && log_ && identity_of(log) == log_) set_aside(log);
  throw replaced_store(file_);
}

Statement& Connection::prepared(std::string_view sql) {
  try {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
      found = statements_.try_emplace(std::string{sql}, *this, database_, std::string{sql}).first;
    }
    return found->second;
  } catch (const SQLite::Exception& error) {
    fail(error);
  }
}

void Connection::fail(const SQLite::Exception& error) const {
  throw sqlite_failure(file_, error.getExtendedErrorCode() > 0 ? error.getExtendedErrorCode() : error.getErrorCode(),
                       error.what());
}

void Connection::begin_to_write() {
  require_same_file();
  Query{*this, "BEGIN IMMEDIATE"}.run();
}

void Connection::commit() {
  Query{*this, "COMMIT"}.run();
}

void Connection::roll_back() noexcept {
  try {
    Query{*this, "ROLLBACK"}.run();
  } catch (const std::exception&) {  // SQLite rolled back by itself, or does when it is closed: nothing is in the file
  }
}

void Connection::begin_to_read() {
  Query{*this, "BEGIN"}.run();
}

void Connection::end_reading() noexcept {
  try {
    Query{*this, "COMMIT"}.run();
  } catch (const std::exception&) {  // SQLite ended it by itself, after an error
  }
}

void SqliteStatement::bind(int parameter, std::int64_t value) {
  try {
    statement_.bind(parameter, value);
  } catch (const SQLite::Exception& error) {
    connection_.fail(error);
  }
}

void SqliteStatement::bind(int parameter, const std::string& value) {
  try {
    statement_.bind(parameter, value);
  } catch (const SQLite::Exception& error) {
    connection_.fail(error);
  }
}

void SqliteStatement::bind(int parameter, Blob value) {
  try {
    statement_.bindNoCopy(parameter, static_cast<const void*>(value.bytes.data()),
                          static_cast<int>(value.bytes.size()));
  } catch (const SQLite::Exception& error) {
    connection_.fail(error);
  }
}

bool SqliteStatement::step() {
  try {
    return statement_.executeStep();
  } catch (const SQLite::Exception& error) {
    connection_.fail(error);
  }
}

void SqliteStatement::run(Look look) {
  int rows = 0;
  while (step()) ++rows;
  if (look) look(statement_.getColumnCount() == 0 ? connection_.changes() : rows);
}

void SqliteStatement::reset() noexcept {
  statement_.tryReset();
  try {
    statement_.clearBindings();
  } catch (const std::exception&) {  // documented never to fail on a statement that was reset
  }
}

}  // namespace libsync::store
