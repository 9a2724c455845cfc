// SPDX-License-Identifier: MIT
#include "sqlite/database.hpp"

#include "sqlite/snapshot_vfs.hpp"

#include <sqlite3.h>

#include <array>
#include <utility>

namespace libsync::transcripts {
namespace {

using Kind = DatabaseError::Kind;

// Steps of SQLite's machine between two looks at how many there were, and how many a byte of the database explains:
// a row has some twenty bytes at least, and takes some twenty steps in each of a few questions.
constexpr int k_steps = 1000;
constexpr std::int64_t k_steps_per_byte = 16;
constexpr std::int64_t k_steps_anyway = 10'000'000;

int count_steps(void* left) {
  return --*static_cast<std::int64_t*>(left) < 0 ? 1 : 0;
}

std::string words_of(int result) {
  switch (result & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_IOERR:
    case SQLITE_INTERRUPT:
      return "it is damaged";
    case SQLITE_NOTADB:
      return "it is no SQLite database, or an encrypted one";
    case SQLITE_NOMEM:  // for what the bytes say, long before there is none
      return "it asks for too much memory";
    case SQLITE_TOOBIG:
      return "it has a row that is too long";
    default:
      return sqlite3_errstr(result);
  }
}

}  // namespace

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close(database);
}

void Database::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Database::Database(Snapshot& snapshot)
    : vfs_(std::make_unique<SnapshotVfs>(snapshot)),
      steps_left_((k_steps_anyway + static_cast<std::int64_t>(snapshot.size()) * k_steps_per_byte) / k_steps) {
  sqlite3* database = nullptr;
  const int result =
      sqlite3_open_v2("snapshot", &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, vfs_->name().c_str());
  database_.reset(database);
  require(result);
  harden();
  sqlite3_progress_handler(database, k_steps, count_steps, &steps_left_);
}

Database::~Database() = default;

void Database::harden() {
  for (const auto& [option, value] :
       {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1}, std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        std::pair{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, std::pair{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        std::pair{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}, std::pair{SQLITE_DBCONFIG_DQS_DDL, 0},
        std::pair{SQLITE_DBCONFIG_DQS_DML, 0}}) {
    require(sqlite3_db_config(database_.get(), option, value, nullptr));
  }
  sqlite3_limit(database_.get(), SQLITE_LIMIT_LENGTH, k_longest_row);
  sqlite3_limit(database_.get(), SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(database_.get(), SQLITE_LIMIT_WORKER_THREADS, 0);
  require(sqlite3_exec(database_.get(),
                       "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
                       "PRAGMA cache_size = -4096; PRAGMA query_only = ON; PRAGMA automatic_index = OFF",
                       nullptr, nullptr, nullptr));
}

void Database::require(int result) const {
  if (result != SQLITE_OK) throw DatabaseError{Kind::broken, words_of(result)};
}

sqlite3_stmt* Database::prepared(const std::string& sql) {
  Statement& statement = statements_[sql];
  if (!statement) {
    sqlite3_stmt* compiled = nullptr;
    require(sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &compiled, nullptr));
    statement.reset(compiled);
  }
  return statement.get();
}

std::set<std::string> Database::columns_of(const std::string& table) {
  bool is_stored = false;
  query("SELECT 1 FROM pragma_table_list(?1) WHERE schema = 'main' AND type = 'table'", table,
        [&](const Row& /*row*/) { is_stored = true; });
  std::set<std::string> columns;
  if (!is_stored) return columns;
  query("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0", table,
        [&](const Row& row) { columns.emplace(row[0]); });
  return columns;
}

void Database::query(const std::string& sql, std::string_view parameter, const std::function<void(const Row&)>& visit) {
  sqlite3_stmt* const statement = prepared(sql);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_reset)> reset{statement, sqlite3_reset};
  if (sqlite3_bind_parameter_count(statement) > 0) {
    require(sqlite3_bind_text(statement, 1, parameter.data(), static_cast<int>(parameter.size()), SQLITE_TRANSIENT));
  }
  Row row(static_cast<std::size_t>(sqlite3_column_count(statement)));
  int result = SQLITE_OK;
  while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto column = static_cast<int>(i);
      const void* const text = sqlite3_column_text(statement, column);
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      row[i] = text == nullptr ? std::string_view{} : std::string_view{static_cast<const char*>(text), size};
    }
    visit(row);
  }
  if (result != SQLITE_DONE) require(result);
}

}  // namespace libsync::transcripts
