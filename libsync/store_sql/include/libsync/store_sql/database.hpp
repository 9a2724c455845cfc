// SPDX-License-Identifier: MIT
//
// An SQL database as the statements of this layer see it: each engine gives them one, and they are the same for all.
// What an engine reports leaves it as a StoreError. One thread.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>
#include <libsync/store/day_key.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace libsync::store {

// Raw bytes, where a string would be bound as text. They must outlive the query, which does not copy them.
struct Blob {
  std::string_view bytes;
};

// What stands in a cell.
enum class CellType { integer, text, bytes };

// Is told how many rows a statement inserted, changed or deleted, or how many it found, and throws where that is not as
// it has to be. It does not use the database.
using Look = std::function<void(int rows)>;

// One compiled statement of a Database, which owns it. Parameters and columns: parameters count from 1, columns from 0.
class Statement {
 public:
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  virtual ~Statement() = default;

  virtual void bind(int parameter, std::int64_t value) = 0;
  virtual void bind(int parameter, const std::string& value) = 0;
  virtual void bind(int parameter, Blob value) = 0;
  virtual void bind_null(int parameter, CellType type) = 0;

  // Goes to the next row, at first by running the statement; false when there is none.
  virtual bool step() = 0;

  // Runs the statement, whose rows nobody wants. In a transaction it may wait for a later one, at the latest for
  // Database::finish() or the commit: so long `look` has to be good, and the statement can fail.
  virtual void run(Look look) = 0;

  // Ready to be bound again; no parameter is bound any more.
  virtual void reset() noexcept = 0;

  // Of the row that step() went to. A cell that is NULL is 0 and the empty string.
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual std::string text(int column) const = 0;  // of bytes as well
};

// A timesheet in its table. It never changes and never goes.
struct TimesheetRow {
  std::int64_t id;
  bool owns_older_rows;
};

class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  // As people know the store: its file, or its address without a password.
  [[nodiscard]] virtual std::string name() const = 0;

  // The compiled statement for this text, ready to be bound. It has `?` for each parameter, in order, or `?1`, `?2`.
  [[nodiscard]] virtual Statement& prepared(std::string_view sql) = 0;

  // After it every statement that was run has run.
  virtual void finish() = 0;

  // For Transaction and Snapshot.
  virtual void begin_to_write() = 0;
  virtual void commit() = 0;
  virtual void roll_back() noexcept = 0;
  virtual void begin_to_read() = 0;
  virtual void end_reading() noexcept = 0;

  // Those that were found in this database.
  [[nodiscard]] std::map<Timesheet, TimesheetRow>& known_timesheets() { return known_timesheets_; }

 private:
  std::map<Timesheet, TimesheetRow> known_timesheets_;
};

// One use of a prepared statement with its parameters.
class Query {
 public:
  template <class... Parameters>
  Query(Database& database, std::string_view sql, const Parameters&... parameters)
      : database_(database), statement_(database.prepared(sql)) {
    int index = 0;
    (bind(++index, parameters), ...);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query() { statement_.reset(); }

  // Goes to the next row; false when there is none.
  bool next() { return statement_.step(); }

  // Runs a statement whose rows nobody wants, see Statement::run().
  void run(Look look = {}) { statement_.run(std::move(look)); }

  // The same at once: how many rows.
  [[nodiscard]] int count() {
    int count = 0;
    run([&count](int rows) { count = rows; });
    database_.finish();
    return count;
  }

  [[nodiscard]] bool is_null(int column) const { return statement_.is_null(column); }
  [[nodiscard]] std::int64_t integer(int column) const { return statement_.integer(column); }
  [[nodiscard]] std::string text(int column) const { return statement_.text(column); }

 private:
  void bind(int index, std::int64_t value) { statement_.bind(index, value); }
  void bind(int index, int value) { bind(index, std::int64_t{value}); }
  void bind(int index, bool value) { bind(index, std::int64_t{value ? 1 : 0}); }
  void bind(int index, const std::string& value) { statement_.bind(index, value); }
  void bind(int index, const char* value) { bind(index, std::string{value}); }
  void bind(int index, Blob value) { statement_.bind(index, value); }
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
    if (value) return bind(index, *value);
    constexpr bool is_integer = std::is_arithmetic_v<Value> || std::is_same_v<Value, UtcTime>;
    statement_.bind_null(index, is_integer ? CellType::integer : CellType::text);
  }

  Database& database_;
  Statement& statement_;
};

// A write transaction: the only one of its store, so that it cannot fail half-way for what another writes. Rolled back
// unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) { database_.begin_to_write(); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (open_) database_.roll_back();
  }

  void commit() {
    database_.commit();
    open_ = false;
  }

 private:
  Database& database_;
  bool open_ = true;
};

// A read transaction: all that is read in it was committed at one time.
class Snapshot {
 public:
  explicit Snapshot(Database& database) : database_(database) { database_.begin_to_read(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() { database_.end_reading(); }

 private:
  Database& database_;
};

}  // namespace libsync::store
