// SPDX-License-Identifier: MIT
//
// One session of a PostgreSQL server, with libpq: settings that keep commits durable, statements that are prepared
// once, transactions that write one after the other. A commit whose answer was lost is settled by asking the server
// again. Whatever the server reports leaves this file as a StoreError. One thread.
#pragma once

#include "libpq.hpp"

#include <libsync/model/secret.hpp>
#include <libsync/model/time.hpp>
#include <libsync/store_sql/database.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::store {

struct Freed {
  void operator()(PGconn* connection) const noexcept { libpq().PQfinish(connection); }
  void operator()(PGresult* result) const noexcept { libpq().PQclear(result); }
};
using ConnectionPtr = std::unique_ptr<PGconn, Freed>;
using ResultPtr = std::unique_ptr<PGresult, Freed>;

class ServerSession;

class PostgresStatement final : public Statement {
 public:
  PostgresStatement(ServerSession& session, std::string_view sql, std::string name);

  void bind(int parameter, std::int64_t value) override;
  void bind(int parameter, const std::string& value) override;
  void bind(int parameter, Blob value) override;
  void bind_null(int parameter, CellType type) override;
  bool step() override;
  void reset() noexcept override;
  [[nodiscard]] bool is_null(int column) const override;
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] std::string text(int column) const override;

 private:
  friend class ServerSession;
  struct Parameter {
    CellType type = CellType::text;
    std::optional<std::string> spelled{};  // as it is sent; NULL without
    std::string_view bytes{};              // in the place of `spelled`, of a blob
  };
  Parameter& at(int parameter);

  ServerSession& session_;
  std::string sql_;  // with $1, $2
  std::string name_;
  std::vector<Parameter> parameters_;
  std::uint64_t prepared_in_ = 0;  // which connection knows it
  ResultPtr result_;
  int row_ = -1;
};

struct SessionOptions {
  std::string url;
  std::optional<Secret> password{};
  milliseconds statement_timeout{30'000};  // of one statement
  milliseconds lock_timeout{5'000};        // how long to wait for another machine that writes
  milliseconds connect_again_for{10'000};
};

class ServerSession final : public Database {
 public:
  explicit ServerSession(SessionOptions options);
  ~ServerSession() override;

  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] Statement& prepared(std::string_view sql) override;
  [[nodiscard]] int changes() const override { return changes_; }
  void begin_to_write() override;
  void commit() override;
  void roll_back() noexcept override;
  void begin_to_read() override;
  void end_reading() noexcept override;

  // Runs statements without parameters and gives back what the last of them said.
  ResultPtr execute(const std::string& sql);

  // The first column of the first row.
  [[nodiscard]] std::string value(const std::string& sql);

  // What a write transaction begins with, once it is the only one: throws when this session may not write any more.
  void check_before_writing(std::function<void()> check) { check_ = std::move(check); }

  // What a new connection of this session has to do before anything else.
  void after_connecting_again(std::function<void()> restore) { restore_ = std::move(restore); }

 private:
  friend class PostgresStatement;
  void connect();
  void connect_again();
  void set_up();
  void require_durable_server();
  [[nodiscard]] bool is_lost() const { return libpq().PQstatus(connection_.get()) != CONNECTION_OK; }
  [[nodiscard]] bool lost_over(const PGresult* result) const;
  void begin(const std::string& sql);
  void settle_commit();
  ResultPtr run(PostgresStatement& statement);
  ResultPtr send(PostgresStatement& statement);
  ResultPtr checked(ResultPtr result);
  [[noreturn]] void fail(const PGresult* result) const;

  SessionOptions options_;
  std::string name_;
  ConnectionPtr connection_;
  std::uint64_t generation_ = 0;
  std::string served_by_;    // which process of the server, as a condition on pg_stat_activity
  std::string transaction_;  // the server's number of the write transaction that is open
  bool in_transaction_ = false;
  bool is_connecting_ = false;
  int changes_ = 0;
  std::function<void()> check_;
  std::function<void()> restore_;
  std::map<std::string, PostgresStatement, std::less<>> statements_;
};

}  // namespace libsync::store
