// SPDX-License-Identifier: MIT
//
// One open database: settings that keep commits durable, statements that are compiled once, transactions that are
// writers from the start. Whatever SQLite reports leaves this file as a StoreError. One thread.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace libsync::store {

enum class Durability {
  full,     // a commit survives a power cut
  scratch,  // the database is in memory and nobody else's
};

class Connection {
 public:
  // Opens an existing file (or ":memory:") and touches nothing in it; `vfs` and `busy_timeout` as in SqliteOptions.
  Connection(std::filesystem::path file, Durability durability, const std::string& vfs, milliseconds busy_timeout);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // Makes commits last, with the journal that is there, and reads every setting back.
  void make_durable();

  // Goes over to a write-ahead log until the connection ends, unless the file lies on a network file system.
  void use_log();

  // Runs statements that return nothing.
  void execute(const std::string& sql);

  // The first column of the first row.
  [[nodiscard]] std::int64_t number(const std::string& sql);
  [[nodiscard]] std::string text(const std::string& sql);

  // SQLite's own check of the pages; StoreError{corrupt} when something is wrong.
  enum class Check { quick, full };
  void check_pages(Check check);

  // Throws when the path no longer leads to the file that was opened. The log is kept from another file that took its
  // place, as SQLite would take it for that one's.
  void require_same_file() const;

  // Writes over the blob of that row, which must have the size of `bytes`, without holding a second copy of it.
  void fill_blob(const char* table, const char* column, std::int64_t row, std::string_view bytes);

  // Rows that the last statement inserted, changed or deleted.
  [[nodiscard]] int changes() const { return database_.getChanges(); }

  // The number of the row that was inserted last.
  [[nodiscard]] std::int64_t last_id() const { return database_.getLastInsertRowid(); }

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] bool in_memory() const { return durability_ == Durability::scratch; }
  [[nodiscard]] sqlite3* handle() const { return database_.getHandle(); }

  // The compiled statement for this text, ready to be bound.
  [[nodiscard]] SQLite::Statement& prepared(std::string_view sql);

  [[noreturn]] void fail(const SQLite::Exception& error) const;

 private:
  struct Identity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    friend bool operator==(const Identity&, const Identity&) = default;
  };
  [[nodiscard]] static SQLite::Database open(const std::filesystem::path& file, const std::string& vfs,
                                             milliseconds busy_timeout);
  [[nodiscard]] static std::optional<Identity> identity_of(const std::filesystem::path& file);
  void harden();
  void leave_log();
  void require(const std::string& setting, const std::string& wanted);

  std::filesystem::path file_;
  Durability durability_;
  SQLite::Database database_;
  std::optional<Identity> identity_;
  std::optional<Identity> log_;
  std::map<std::string, SQLite::Statement, std::less<>> statements_;  // must go before the database
};

// Raw bytes, where a std::string would be bound as text. They must outlive the query, which does not copy them.
struct Blob {
  std::string_view bytes;
};

// One use of a prepared statement with its parameters. `sql` has `?` for each of them, in order, or `?1`, `?2`.
class Query {
 public:
  template <class... Parameters>
  Query(Connection& connection, std::string_view sql, const Parameters&... parameters)
      : connection_(connection), statement_(connection.prepared(sql)) {
    int index = 0;
    (bind(++index, parameters), ...);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  // Goes to the next row; false when there is none.
  bool next();

  // Runs a statement that returns no rows.
  void run();

  [[nodiscard]] bool is_null(int column) const { return statement_.getColumn(column).isNull(); }
  [[nodiscard]] std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
  [[nodiscard]] std::string text(int column) const { return statement_.getColumn(column).getString(); }

 private:
  void bind(int index, std::int64_t value);
  void bind(int index, int value) { bind(index, std::int64_t{value}); }
  void bind(int index, bool value) { bind(index, std::int64_t{value ? 1 : 0}); }
  void bind(int index, const std::string& value);
  void bind(int index, const char* value) { bind(index, std::string{value}); }
  void bind(int index, Blob value);
  void bind(int index, LocalDate value) { bind(index, format_date(value)); }
  void bind(int index, UtcTime value) { bind(index, std::int64_t{value.time_since_epoch().count()}); }
  void bind(int index, Instant value) { bind(index, std::int64_t{value.time_since_epoch().count()}); }
  void bind(int index, seconds value) { bind(index, std::int64_t{value.count()}); }
  template <class Tag>
  void bind(int index, const Id<Tag>& value) {
    bind(index, value.str());
  }
  template <class Value>
  void bind(int index, const std::optional<Value>& value) {
    if (value) bind(index, *value);  // a parameter that was never bound is NULL
  }

  Connection& connection_;
  SQLite::Statement& statement_;
};

// A write transaction: takes the write lock at once, so that it cannot fail half-way for want of it. Rolled back unless
// committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

// A read transaction: all that is read in it was committed at one time, and the file is locked and looked at once.
// Shared with other readers; a writer waits for its end.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

 private:
  Connection& connection_;
};

}  // namespace libsync::store
