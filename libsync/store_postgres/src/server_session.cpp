// SPDX-License-Identifier: MIT
#include "server_session.hpp"

#include "postgres_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>
#include <utility>

namespace libsync::store {
namespace {

// That a statement inserted, changed, deleted or found.
int rows_of(PGresult& result) {
  const std::string_view spelled{libpq().PQcmdTuples(&result)};
  int rows = 0;
  std::from_chars(spelled.data(), spelled.data() + spelled.size(), rows);
  return rows;
}

}  // namespace

// --- the connection -------------------------------------------------------------------------------------------------

ServerSession::ServerSession(SessionOptions options)
    : options_(std::move(options)), address_(parse_address(options_.url)) {
  connect();
}

ServerSession::~ServerSession() = default;

void ServerSession::connect() {
  connection_ = connect_to(address_, options_.password, {options_.statement_timeout, options_.lock_timeout});
  ++generation_;
  served_by_ = value(
      "SELECT format('pid = %s AND backend_start = %L', pid, backend_start) FROM pg_stat_activity "
      "WHERE pid = pg_backend_pid()");
}

// A server that has just been started says for a while that it is not ready.
void ServerSession::connect_again() {
  constexpr milliseconds k_pause{200};
  is_connecting_ = true;
  is_rolling_back_ = false;
  const std::unique_ptr<bool, void (*)(bool*)> done{&is_connecting_, [](bool* connecting) { *connecting = false; }};
  if (unended_.empty()) unended_ = served_by_;
  try {
    for (auto waited = milliseconds{0};; waited += k_pause) {
      try {
        connect();
        break;
      } catch (const StoreError&) {
        if (waited >= options_.connect_again_for) throw;
      }
      std::this_thread::sleep_for(k_pause);
    }
    // The server may not know yet that the connection of before is gone, whose locks and transaction last as long.
    if (!unended_.empty()) execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE " + unended_);
    unended_.clear();
    for (const auto& restore : restores_) restore();
  } catch (...) {
    connection_.reset();  // nothing is done on one that is not as it should be
    throw;
  }
}

ResultPtr ServerSession::checked(ResultPtr result) const {
  require_well(connection_.get(), result.get(), address_.name);
  return result;
}

ResultPtr ServerSession::execute(const std::string& sql) {
  if ((!prelude_.empty() || !waiting_.empty()) && !is_connecting_) (void)converse(nullptr);
  drain();
  return checked(ResultPtr{libpq().PQexec(connection_.get(), sql.c_str())});
}

std::string ServerSession::value(const std::string& sql) {
  const auto result = execute(sql);
  return libpq().PQntuples(result.get()) == 0 ? "" : libpq().PQgetvalue(result.get(), 0, 0);
}

Statement& ServerSession::prepared(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    found = statements_
                .emplace(std::piecewise_construct, std::forward_as_tuple(sql),
                         std::forward_as_tuple(*this, sql, fmt::format("s{}", statements_.size())))
                .first;
  }
  return found->second;
}

// In a transaction that writes only, whose end waits for it.
void ServerSession::wait_with(PostgresStatement& statement, Look look) {
  if (!in_transaction_ || only_reads_) {
    const auto result = converse(&statement);
    if (look) look(rows_of(*result));
    return;
  }
  Waiting& waiting = waiting_.emplace_back(Waiting{&statement, std::move(statement.parameters_), {}, std::move(look)});
  waiting.bytes.reserve(waiting.parameters.size());
  for (auto& parameter : waiting.parameters) {
    if (parameter.bytes.data() == nullptr) continue;
    parameter.bytes = waiting.bytes.emplace_back(parameter.bytes);
  }
}

void ServerSession::finish() {
  if (!waiting_.empty()) (void)converse(nullptr);
}

// What is outside of a transaction only asks, and where a transaction only begins nothing has happened yet: so all of
// it may be said again when the connection turns out to be gone.
ResultPtr ServerSession::converse(PostgresStatement* statement) {
  const bool may_repeat = !is_connecting_ && (!in_transaction_ || !prelude_.empty());
  const auto connect_for_it = [&] {
    const auto parameters = statement == nullptr ? PostgresStatement::Parameters{} : statement->parameters_;
    connect_again();
    if (statement != nullptr) statement->parameters_ = parameters;  // what is done first may be the same statement
  };
  if (may_repeat && is_lost(connection_.get())) connect_for_it();
  auto results = exchange(statement);
  if (may_repeat && was_lost(results)) {
    connect_for_it();
    results = exchange(statement);
  }
  const auto begun = is_connecting_ ? std::vector<Prelude>{} : std::exchange(prelude_, {});
  const auto told = is_connecting_ ? std::vector<Waiting>{} : std::exchange(waiting_, {});
  if (was_lost(results)) {
    for (auto& result : results) result = checked(std::move(result));  // the server may have said why
    throw lost_connection(address_.name);
  }
  look_at(results, begun, told);
  return std::move(results.back());
}

// In the order in which it was said: what is wrong first is what is told. A run that another has taken over from is
// told that, and not which rule its change would have broken.
void ServerSession::look_at(std::vector<ResultPtr>& results, const std::vector<Prelude>& begun,
                            const std::vector<Waiting>& told) try {
  const bool is_aborted = !std::ranges::all_of(results, [](const auto& result) { return is_well(result.get()); });
  if (is_aborted && !is_connecting_) roll_back();  // whoever finds that something is wrong may ask the server why
  auto waiting = told.begin();
  for (std::size_t place = 0; place < results.size(); ++place) {
    results[place] = checked(std::move(results[place]));
    PGresult* const result = results[place].get();
    if (place < begun.size() && begun[place].take) {
      begun[place].take(libpq().PQntuples(result) == 0 ? "" : libpq().PQgetvalue(result, 0, 0));
    }
    if (waiting == told.end() || waiting->place != place) continue;
    if (waiting->look) waiting->look(rows_of(*result));
    ++waiting;
  }
} catch (...) {
  if (!is_connecting_) roll_back();
  throw;
}

bool ServerSession::was_lost(const std::vector<ResultPtr>& results) const {
  return results.empty() || std::ranges::any_of(results, [this](const auto& result) {
           return is_lost_over(connection_.get(), result.get());
         });
}

// All that is to be said in one round trip: how a transaction begins, the statement's text where the connection does
// not know it yet, the statement.
std::vector<ResultPtr> ServerSession::exchange(PostgresStatement* statement) {
  PGconn* const connection = connection_.get();
  libpq().PQenterPipelineMode(connection);
  std::size_t expected = 0;
  bool is_said = true;
  if (!is_connecting_) {
    for (const auto& [sql, take] : prelude_) {
      is_said =
          libpq().PQsendQueryParams(connection, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 1 && is_said;
      ++expected;
    }
  }
  std::map<std::size_t, PostgresStatement*> prepared;  // by the place of the result
  const auto say = [&](PostgresStatement& each, const PostgresStatement::Parameters& parameters) {
    const bool is_new = std::exchange(each.prepared_in_, generation_) != generation_;
    if (is_new) prepared.emplace(expected, &each);
    is_said = send(each, parameters, is_new) && is_said;
    expected += is_new ? 2 : 1;
  };
  if (!is_connecting_) {
    for (auto& waiting : waiting_) {
      say(*waiting.statement, waiting.parameters);
      waiting.place = expected - 1;
    }
  }
  if (statement != nullptr) say(*statement, statement->parameters_);
  is_said = libpq().PQpipelineSync(connection) == 1 && is_said;
  std::vector<ResultPtr> results;
  if (is_said) {
    if (is_rolling_back_) end_pipeline_part(1);
    results = end_pipeline_part(expected);
    libpq().PQexitPipelineMode(connection);
  } else {
    connection_.reset();  // what was said of it and what not is not worth to find out
  }
  for (const auto& [place, each] : prepared) {  // behind what fails nothing is looked at
    if (place >= results.size() || !is_well(results[place].get())) each->prepared_in_ = 0;
  }
  return results;
}

// Takes as many results as were asked for, and the mark behind them.
std::vector<ResultPtr> ServerSession::end_pipeline_part(std::size_t expected) {
  is_rolling_back_ = false;
  std::vector<ResultPtr> results;
  PGconn* const connection = connection_.get();
  for (std::size_t i = 0; i < expected; ++i) {
    results.emplace_back(libpq().PQgetResult(connection));
    while (!is_lost(connection) && ResultPtr{libpq().PQgetResult(connection)} != nullptr) {
    }
  }
  const ResultPtr mark{is_lost(connection) ? nullptr : libpq().PQgetResult(connection)};
  return results;
}

// What the end of a reading has to say was said and not listened to.
void ServerSession::drain() {
  if (!is_rolling_back_) return;
  (void)end_pipeline_part(1);
  libpq().PQexitPipelineMode(connection_.get());
}

bool ServerSession::send(PostgresStatement& statement, const PostgresStatement::Parameters& parameters, bool is_new) {
  std::vector<Oid> types;
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const auto& [type, text, bytes] : parameters) {
    const bool is_blob = bytes.data() != nullptr;
    types.push_back(type_number(type));
    values.push_back(is_blob ? bytes.data() : text ? text->c_str() : nullptr);
    lengths.push_back(static_cast<int>(bytes.size()));
    formats.push_back(is_blob ? 1 : 0);
  }
  const auto count = static_cast<int>(types.size());
  const char* const name = statement.name_.c_str();
  PGconn* const connection = connection_.get();
  if (is_new && libpq().PQsendPrepare(connection, name, statement.sql_.c_str(), count, types.data()) != 1) return false;
  return libpq().PQsendQueryPrepared(connection, name, count, values.data(), lengths.data(), formats.data(), 0) == 1;
}

// --- transactions ---------------------------------------------------------------------------------------------------

// One transaction writes at a time, and sees all that was committed before it: so the rules that are about several rows
// hold as they do in SQLite. The lock goes with the transaction.
void ServerSession::begin_to_write() {
  if (!options_.waits_for_writers) return begin({{"BEGIN", {}}});
  begin({{"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", {}},
         {"SELECT pg_advisory_xact_lock('claude_tracker'::regnamespace::oid::int, 1)", {}},
         {"SELECT pg_current_xact_id()", [this](const std::string& number) { transaction_ = number; }}});
  prelude_.insert(prelude_.end(), checks_.begin(), checks_.end());
}

void ServerSession::begin_to_read() {
  begin({{"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", {}}});
  only_reads_ = true;
}

// It is said with the first statement.
void ServerSession::begin(std::vector<Prelude> prelude) {
  prelude_ = std::move(prelude);
  in_transaction_ = true;
  only_reads_ = false;
}

// Whoever reads next need not wait for the answer.
void ServerSession::end_reading() noexcept {
  if (!std::exchange(in_transaction_, false)) return;
  if (!std::exchange(prelude_, {}).empty() || is_lost(connection_.get())) return;
  PGconn* const connection = connection_.get();
  libpq().PQenterPipelineMode(connection);
  libpq().PQsendQueryParams(connection, "ROLLBACK", 0, nullptr, nullptr, nullptr, nullptr, 0);
  libpq().PQpipelineSync(connection);
  is_rolling_back_ = true;
}

// What went wrong in it ended it: it cannot be committed any more.
void ServerSession::commit() {
  finish();
  if (!in_transaction_) throw postgres_failure(address_.name, "", "the transaction is over");
  if (!std::exchange(prelude_, {}).empty()) {  // nothing was said
    in_transaction_ = false;
    return;
  }
  ResultPtr result{libpq().PQexec(connection_.get(), "COMMIT")};
  if (is_lost_over(connection_.get(), result.get())) return settle_commit();
  in_transaction_ = false;
  require_well(connection_.get(), result.get(), address_.name);
}

// The server knows whether it took place. With the connection of before its transaction is over, one way or the other.
// A run that another has taken over from meanwhile is none any more, whatever it committed before.
void ServerSession::settle_commit() {
  const std::string transaction = transaction_;
  in_transaction_ = false;
  std::string status;
  try {
    connect_again();
    status = value(fmt::format("SELECT coalesce(pg_xact_status('{}'::xid8), 'unknown')", transaction));
    if (status == "committed") {
      for (const auto& [sql, take] : checks_) take(value(sql));
      return;
    }
  } catch (const StoreError& error) {
    if (error.kind() == StoreErrorKind::busy) throw;
    throw unknown_commit(address_.name, error.what());
  }
  if (status == "aborted") throw lost_connection(address_.name);
  throw unknown_commit(address_.name, "");
}

void ServerSession::roll_back() noexcept {
  if (!std::exchange(in_transaction_, false)) return;
  waiting_.clear();
  if (!std::exchange(prelude_, {}).empty() || is_lost(connection_.get())) return;  // the server rolled back by itself
  const ResultPtr ended{libpq().PQexec(connection_.get(), "ROLLBACK")};
}

}  // namespace libsync::store
