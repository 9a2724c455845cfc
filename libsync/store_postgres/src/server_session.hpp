// SPDX-License-Identifier: MIT
//
// One session of a PostgreSQL server, with libpq: settings that keep commits durable, statements that are prepared
// once, transactions that write one after the other. A commit whose answer was lost is settled by asking the server
// again. Whatever the server reports leaves this file as a StoreError. One thread.
#pragma once

#include "postgres_statement.hpp"
#include "server_connection.hpp"

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
#include <type_traits>
#include <vector>

namespace libsync::store {

struct SessionOptions {
  std::string url;
  std::optional<Secret> password{};
  milliseconds statement_timeout{30'000};  // of one statement
  milliseconds lock_timeout{5'000};        // how long to wait for another machine that writes
  milliseconds connect_again_for{10'000};
  bool waits_for_writers = true;  // not where only tables of its own are written, see make_scratch_tables()
};

class ServerSession final : public Database {
 public:
  explicit ServerSession(SessionOptions options);
  ~ServerSession() override;

  [[nodiscard]] std::string name() const override { return address_.name; }
  [[nodiscard]] Statement& prepared(std::string_view sql) override;
  void finish() override;
  void begin_to_write() override;
  void commit() override;
  void roll_back() noexcept override;
  void begin_to_read() override;
  void end_reading() noexcept override;

  // Runs statements without parameters and gives back what the last of them said.
  ResultPtr execute(const std::string& sql);

  // The first column of the first row.
  [[nodiscard]] std::string value(const std::string& sql);

  // Asked at the beginning of each transaction that writes, once it is the only one, beside what was named before:
  // `take` gets the first column, and throws when this session may not write any more.
  void check_before_writing(std::string sql, std::function<void(const std::string&)> take) {
    checks_.push_back({std::move(sql), std::move(take)});
  }

  // What a new connection of this session has to do before anything else.
  void after_connecting_again(std::function<void()> restore) { restores_.push_back(std::move(restore)); }
  void forget_last_restore() { restores_.pop_back(); }

 private:
  friend class PostgresStatement;
  void connect();
  void connect_again();

  // How a transaction begins: statements that are said with its first one, and who wants to know what they give.
  struct Prelude {
    std::string sql;
    std::function<void(const std::string&)> take;
  };
  void begin(std::vector<Prelude> prelude);
  void settle_commit();

  // What can wait for the next statement of its transaction, with copies of its parameters.
  struct Waiting {
    PostgresStatement* statement;
    PostgresStatement::Parameters parameters;
    std::vector<std::string> bytes;  // of its blobs
    Look look;
    std::size_t place = 0;  // of its result
  };
  static_assert(std::is_nothrow_move_constructible_v<Waiting>, "a copy would not have the bytes that it looks at");
  void wait_with(PostgresStatement& statement, Look look);

  [[nodiscard]] ResultPtr converse(PostgresStatement* statement);
  void look_at(std::vector<ResultPtr>& results, const std::vector<Prelude>& begun, const std::vector<Waiting>& told);
  [[nodiscard]] std::vector<ResultPtr> exchange(PostgresStatement* statement);
  [[nodiscard]] bool send(PostgresStatement& statement, const PostgresStatement::Parameters& parameters, bool is_new);
  std::vector<ResultPtr> end_pipeline_part(std::size_t expected);
  void drain();
  [[nodiscard]] bool was_lost(const std::vector<ResultPtr>& results) const;
  [[nodiscard]] ResultPtr checked(ResultPtr result) const;

  SessionOptions options_;
  ServerAddress address_;
  ConnectionPtr connection_;
  std::uint64_t generation_ = 0;
  std::string served_by_;    // which process of the server, as a condition on pg_stat_activity
  std::string unended_;      // the one before, while it may still be there
  std::string transaction_;  // the server's number of the write transaction that is open
  bool in_transaction_ = false;
  bool only_reads_ = false;  // the transaction
  bool is_connecting_ = false;
  bool is_rolling_back_ = false;  // the server was told to, and its answer was not read yet
  std::vector<Prelude> prelude_;  // of the transaction that begins
  std::vector<Waiting> waiting_;
  std::vector<Prelude> checks_;
  std::vector<std::function<void()>> restores_;
  std::map<std::string, PostgresStatement, std::less<>> statements_;
};

}  // namespace libsync::store
