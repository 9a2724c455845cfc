// SPDX-License-Identifier: MIT
//
// One open SQLite database: settings that keep commits durable, statements that are compiled once, transactions that
// are writers from the start. Whatever SQLite reports leaves this file as a StoreError. One thread.
#pragma once

#include <libsync/model/time.hpp>
#include <libsync/store_sql/database.hpp>

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

class Connection;

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(const Connection& connection, const SQLite::Database& database, const std::string& sql)
      : connection_(connection), statement_(database, sql) {}

  void bind(int parameter, std::int64_t value) override;
  void bind(int parameter, const std::string& value) override;
  void bind(int parameter, Blob value) override;
  void bind_null(int, CellType) override {}  // a parameter that was never bound is NULL
  bool step() override;
  void run(Look look) override;
  void reset() noexcept override;
  [[nodiscard]] bool is_null(int column) const override { return statement_.getColumn(column).isNull(); }
  [[nodiscard]] std::int64_t integer(int column) const override { return statement_.getColumn(column).getInt64(); }
  [[nodiscard]] std::string text(int column) const override { return statement_.getColumn(column).getString(); }

 private:
  const Connection& connection_;
  SQLite::Statement statement_;
};

class Connection final : public Database {
 public:
  // Opens an existing file (or ":memory:") and touches nothing in it; `vfs` and `busy_timeout` as in SqliteOptions.
  Connection(std::filesystem::path file, Durability durability, const std::string& vfs, milliseconds busy_timeout);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() override;

  [[nodiscard]] std::string name() const override { return file_.string(); }
  [[nodiscard]] Statement& prepared(std::string_view sql) override;
  [[nodiscard]] int changes() const { return database_.getChanges(); }
  void finish() override {}        // nothing waits
  void begin_to_write() override;  // takes the write lock at once
  void commit() override;
  void roll_back() noexcept override;
  void begin_to_read() override;  // shared with other readers; a writer waits for its end
  void end_reading() noexcept override;

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

  // The number of the row that was inserted last.
  [[nodiscard]] std::int64_t last_id() const { return database_.getLastInsertRowid(); }

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] bool in_memory() const { return durability_ == Durability::scratch; }
  [[nodiscard]] sqlite3* handle() const { return database_.getHandle(); }

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
  std::map<std::string, SqliteStatement, std::less<>> statements_;  // must go before the database
};

}  // namespace libsync::store
