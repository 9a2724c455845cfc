// SPDX-License-Identifier: MIT
#include "server_session.hpp"

#include "postgres_error.hpp"
#include "spelling.hpp"

#include <libsync/store_sql/failures.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <utility>

namespace libsync::store {
namespace {

// Type numbers that are the same in every database.
constexpr Oid k_int8 = 20;
constexpr Oid k_text = 25;
constexpr Oid k_bytea = 17;

Oid type_of(CellType type) {
  switch (type) {
    case CellType::integer:
      return k_int8;
    case CellType::bytes:
      return k_bytea;
    case CellType::text:
      break;
  }
  return k_text;
}

// `?` and `?1` as `$1`. Nothing between quotes is a parameter.
std::string numbered(std::string_view sql) {
  std::string numbered;
  int count = 0;
  bool is_quoted = false;
  for (std::size_t place = 0; place < sql.size(); ++place) {
    const char letter = sql[place];
    if (letter == '\'') is_quoted = !is_quoted;
    if (letter != '?' || is_quoted) {
      numbered += letter;
      continue;
    }
    numbered += '$';
    const bool has_number = place + 1 < sql.size() && std::isdigit(static_cast<unsigned char>(sql[place + 1])) != 0;
    if (!has_number) numbered += std::to_string(++count);
  }
  return numbered;
}

// Which public authorities a hosted server's certificate is checked against, where the person has not said.
const char* public_roots() {
  for (const char* file :
       {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"}) {
    if (access(file, R_OK) == 0) return file;
  }
  return nullptr;
}

bool has_own_roots() {
  const char* home = std::getenv("HOME");
  return std::getenv("PGSSLROOTCERT") != nullptr ||
         (home != nullptr && access((std::string{home} + "/.postgresql/root.crt").c_str(), R_OK) == 0);
}

std::map<std::string, std::string> parts_of(const std::string& url) {
  char* problem = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(Libpq::PQconninfoFree)> options{
      libpq().PQconninfoParse(url.c_str(), &problem), libpq().PQconninfoFree};
  const std::unique_ptr<char, decltype(Libpq::PQfreemem)> owned{problem, libpq().PQfreemem};
  if (options == nullptr) throw bad_address();  // what libpq says of it quotes it, and a password may be in it
  std::map<std::string, std::string> given;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) given.emplace(option->keyword, option->val);
  }
  return given;
}

// The address as people may see it: without a password.
std::string shown(std::map<std::string, std::string> given) {
  std::string name = "postgresql://";
  if (given.contains("user")) name += given["user"] + '@';
  name += given["host"];
  if (given.contains("port")) name += ':' + given["port"];
  return name + '/' + given["dbname"];
}

bool is_well(const PGresult* result) {
  const auto status = libpq().PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

// --- statements -----------------------------------------------------------------------------------------------------

PostgresStatement::PostgresStatement(ServerSession& session, std::string_view sql, std::string name)
    : session_(session), sql_(numbered(sql)), name_(std::move(name)) {}

PostgresStatement::Parameter& PostgresStatement::at(int parameter) {
  const auto place = static_cast<std::size_t>(parameter);
  if (parameters_.size() < place) parameters_.resize(place);
  return parameters_[place - 1];
}

void PostgresStatement::bind(int parameter, std::int64_t value) {
  at(parameter) = {CellType::integer, std::to_string(value), {}};
}

void PostgresStatement::bind(int parameter, const std::string& value) {
  at(parameter) = {CellType::text, spelling_of(value), {}};
}

void PostgresStatement::bind(int parameter, Blob value) {
  at(parameter) = {CellType::bytes, std::nullopt, value.bytes};
}

void PostgresStatement::bind_null(int parameter, CellType type) {
  at(parameter) = {type, std::nullopt, {}};
}

bool PostgresStatement::step() {
  if (result_ == nullptr) {
    result_ = session_.run(*this);
    row_ = -1;
  }
  return ++row_ < libpq().PQntuples(result_.get());
}

void PostgresStatement::run() {
  session_.wait_with(*this);
}

void PostgresStatement::reset() noexcept {
  result_.reset();
  parameters_.clear();
}

bool PostgresStatement::is_null(int column) const {
  return libpq().PQgetisnull(result_.get(), row_, column) != 0;
}

std::int64_t PostgresStatement::integer(int column) const {
  std::int64_t value = 0;
  const char* const cell = libpq().PQgetvalue(result_.get(), row_, column);
  std::from_chars(cell, cell + libpq().PQgetlength(result_.get(), row_, column), value);
  return value;
}

std::string PostgresStatement::text(int column) const {
  const char* const cell = libpq().PQgetvalue(result_.get(), row_, column);
  if (libpq().PQftype(result_.get(), column) != k_bytea) {
    return bytes_of({cell, static_cast<std::size_t>(libpq().PQgetlength(result_.get(), row_, column))});
  }
  std::size_t size = 0;
  const std::unique_ptr<unsigned char, decltype(Libpq::PQfreemem)> bytes{
      libpq().PQunescapeBytea(reinterpret_cast<const unsigned char*>(cell), &size), libpq().PQfreemem};
  if (bytes == nullptr) throw std::bad_alloc{};
  return {bytes.get(), bytes.get() + size};
}

// --- the connection -------------------------------------------------------------------------------------------------

ServerSession::ServerSession(SessionOptions options) : options_(std::move(options)) {
  const auto parts = parts_of(options_.url);
  name_ = shown(parts);
  if (const auto mode = parts.find("sslmode"); mode != parts.end()) sslmode_ = mode->second;
  connect();
}

ServerSession::~ServerSession() = default;

void ServerSession::connect() {
  // What stands before the address is only the default of what it says; what stands behind it is meant.
  std::vector<const char*> keys{"sslmode",          "connect_timeout",  "keepalives_idle", "keepalives_interval",
                                "keepalives_count", "tcp_user_timeout", "application_name"};
  std::vector<const char*> values{"verify-full", "10", "30", "10", "3", "60000", "claude-tracker"};
  const bool checks_roots = sslmode_.empty() || sslmode_.starts_with("verify");
  const char* const roots = !checks_roots || has_own_roots() ? nullptr : public_roots();
  if (roots != nullptr) {
    keys.push_back("sslrootcert");
    values.push_back(roots);
  }
  keys.push_back("dbname");
  values.push_back(options_.url.c_str());
  keys.push_back("client_encoding");
  values.push_back("UTF8");
  if (options_.password) {
    keys.push_back("password");
    values.push_back(options_.password->reveal().c_str());
  }
  keys.push_back(nullptr);
  values.push_back(nullptr);
  connection_.reset(libpq().PQconnectdbParams(keys.data(), values.data(), 1));
  if (connection_ == nullptr) throw std::bad_alloc{};
  if (is_lost()) {
    std::string detail = libpq().PQerrorMessage(connection_.get());
    if (options_.password) detail = without(std::move(detail), *options_.password);
    throw unreachable_server(name_, detail);
  }
  libpq().PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  ++generation_;
  set_up();
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

void ServerSession::set_up() {
  execute(fmt::format(
      "SET statement_timeout = {}; SET lock_timeout = {}; "
      "SET idle_in_transaction_session_timeout = {}; SET TIME ZONE 'UTC'; "
      "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; "
      "SET tcp_user_timeout = 60000; "
      "SET bytea_output = 'hex'; SET default_transaction_isolation = 'read committed'; "
      "SET client_min_messages = warning; SET search_path = claude_tracker, pg_temp",
      options_.statement_timeout.count(), options_.lock_timeout.count(), options_.statement_timeout.count()));
  require_durable_server();
  served_by_ = value(
      "SELECT format('pid = %s AND backend_start = %L', pid, backend_start) FROM pg_stat_activity "
      "WHERE pid = pg_backend_pid()");
}

// An intent that a server may forget again is none.
void ServerSession::require_durable_server() {
  const auto settings = execute(
      "SELECT current_setting('server_version_num')::int >= 140000, NOT pg_is_in_recovery(), "
      "current_setting('fsync') = 'on', current_setting('full_page_writes') = 'on', "
      "current_setting('synchronous_commit') IN ('on', 'remote_apply'), current_setting('server_encoding') = 'UTF8', "
      "current_setting('default_transaction_read_only') = 'off'");
  constexpr std::array k_refusals{
      "its version is below 14",
      "it is a standby, which takes no changes",
      "it runs with `fsync = off`, so what it has confirmed may be gone after a power cut",
      "it runs with `full_page_writes = off`, so a power cut may damage it",
      "it runs with `synchronous_commit` below `on`, so what it has confirmed may be gone after a crash",
      "its database is not in UTF-8",
      "it is set to read only",
  };
  for (std::size_t column = 0; column < k_refusals.size(); ++column) {
    const char* const cell = libpq().PQgetvalue(settings.get(), 0, static_cast<int>(column));
    if (std::string_view{cell} != "t") throw unfit_server(name_, k_refusals[column]);
  }
}

// A server that goes away may say so first, or the answer breaks off before anything is noticed of it.
bool ServerSession::lost_over(const PGresult* result) const {
  if (is_lost() || result == nullptr) return true;
  if (libpq().PQresultStatus(result) != PGRES_FATAL_ERROR) return false;
  const char* const state = libpq().PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view code = state == nullptr ? "" : state;
  return code.empty() || code.starts_with("08") || code.starts_with("57P");
}

ResultPtr ServerSession::checked(ResultPtr result) {
  if (!is_well(result.get())) fail(result.get());
  return result;
}

void ServerSession::fail(const PGresult* result) const {
  if (lost_over(result)) throw lost_connection(name_);
  const char* const state = libpq().PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const message = libpq().PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  throw postgres_failure(name_, state == nullptr ? "" : state, message == nullptr ? "" : message);
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

// In a transaction only, whose end waits for it.
void ServerSession::wait_with(PostgresStatement& statement) {
  if (!in_transaction_) {
    (void)run(statement);
    return;
  }
  Waiting& waiting = waiting_.emplace_back(Waiting{&statement, std::move(statement.parameters_), {}});
  waiting.bytes.reserve(waiting.parameters.size());
  for (auto& parameter : waiting.parameters) {
    if (parameter.bytes.data() == nullptr) continue;
    parameter.bytes = waiting.bytes.emplace_back(parameter.bytes);
  }
}

void ServerSession::send_what_waits() {
  if (waiting_.empty()) return;
  note_changes(*converse(nullptr));
}

int ServerSession::changes() {
  send_what_waits();
  return changes_;
}

ResultPtr ServerSession::run(PostgresStatement& statement) {
  auto result = converse(&statement);
  note_changes(*result);
  return result;
}

void ServerSession::note_changes(PGresult& result) {
  const std::string_view tuples{libpq().PQcmdTuples(&result)};
  changes_ = 0;
  std::from_chars(tuples.data(), tuples.data() + tuples.size(), changes_);
}

// What is outside of a transaction only asks, and where a transaction only begins nothing has happened yet: so all of
// it may be said again when the connection turns out to be gone.
ResultPtr ServerSession::converse(PostgresStatement* statement) {
  const bool may_repeat = !is_connecting_ && (!in_transaction_ || !prelude_.empty());
  if (may_repeat && is_lost()) connect_again();
  auto results = exchange(statement);
  if (may_repeat && was_lost(results)) {
    connect_again();
    results = exchange(statement);
  }
  const auto begun = is_connecting_ ? std::vector<Prelude>{} : std::exchange(prelude_, {});
  if (!is_connecting_) waiting_.clear();
  for (auto& result : results) result = checked(std::move(result));
  if (was_lost(results)) throw lost_connection(name_);
  for (std::size_t i = 0; i < begun.size(); ++i) {
    if (!begun[i].take) continue;
    const PGresult* const result = results[i].get();
    begun[i].take(libpq().PQntuples(result) == 0 ? "" : libpq().PQgetvalue(result, 0, 0));
  }
  return std::move(results.back());
}

bool ServerSession::was_lost(const std::vector<ResultPtr>& results) const {
  return is_lost() || std::ranges::any_of(results, [this](const auto& result) { return lost_over(result.get()); });
}

// All that is to be said in one round trip: how a transaction begins, the statement's text where the connection does
// not know it yet, the statement.
std::vector<ResultPtr> ServerSession::exchange(PostgresStatement* statement) {
  PGconn* const connection = connection_.get();
  libpq().PQenterPipelineMode(connection);
  std::size_t expected = 0;
  if (!is_connecting_) {
    for (const auto& [sql, take] : prelude_) {
      expected += static_cast<std::size_t>(
          libpq().PQsendQueryParams(connection, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
    }
  }
  std::map<std::size_t, PostgresStatement*> prepared;  // by the place of the result
  const auto say = [&](PostgresStatement& each, const PostgresStatement::Parameters& parameters) {
    const bool is_new = std::exchange(each.prepared_in_, generation_) != generation_;
    if (is_new) prepared.emplace(expected, &each);
    expected += send(each, parameters, is_new);
  };
  if (!is_connecting_) {
    for (const auto& [waiting, parameters, bytes] : waiting_) say(*waiting, parameters);
  }
  if (statement != nullptr) say(*statement, statement->parameters_);
  libpq().PQpipelineSync(connection);
  if (is_rolling_back_) end_pipeline_part(1);
  std::vector<ResultPtr> results = end_pipeline_part(expected);
  libpq().PQexitPipelineMode(connection);
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
    while (!is_lost() && ResultPtr{libpq().PQgetResult(connection)} != nullptr) {
    }
  }
  const ResultPtr mark{is_lost() ? nullptr : libpq().PQgetResult(connection)};
  return results;
}

// What the end of a reading has to say was said and not listened to.
void ServerSession::drain() {
  if (!is_rolling_back_) return;
  (void)end_pipeline_part(1);
  libpq().PQexitPipelineMode(connection_.get());
}

std::size_t ServerSession::send(PostgresStatement& statement, const PostgresStatement::Parameters& parameters,
                                bool is_new) {
  std::vector<Oid> types;
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const auto& [type, text, bytes] : parameters) {
    const bool is_blob = bytes.data() != nullptr;
    types.push_back(type_of(type));
    values.push_back(is_blob ? bytes.data() : text ? text->c_str() : nullptr);
    lengths.push_back(static_cast<int>(bytes.size()));
    formats.push_back(is_blob ? 1 : 0);
  }
  const auto count = static_cast<int>(types.size());
  const char* const name = statement.name_.c_str();
  int sent = 0;
  if (is_new) {
    sent += libpq().PQsendPrepare(connection_.get(), name, statement.sql_.c_str(), count, types.data());
  }
  sent += libpq().PQsendQueryPrepared(connection_.get(), name, count, values.data(), lengths.data(), formats.data(), 0);
  return static_cast<std::size_t>(sent);
}

// --- transactions ---------------------------------------------------------------------------------------------------

// One transaction writes at a time, and sees all that was committed before it: so the rules that are about several rows
// hold as they do in SQLite. The lock goes with the transaction.
void ServerSession::begin_to_write() {
  begin({{"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", {}},
         {"SELECT pg_advisory_xact_lock('claude_tracker'::regnamespace::oid::int, 1)", {}},
         {"SELECT pg_current_xact_id()", [this](const std::string& number) { transaction_ = number; }}});
  prelude_.insert(prelude_.end(), checks_.begin(), checks_.end());
}

void ServerSession::begin_to_read() {
  begin({{"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", {}}});
}

// It is said with the first statement.
void ServerSession::begin(std::vector<Prelude> prelude) {
  prelude_ = std::move(prelude);
  in_transaction_ = true;
}

// Whoever reads next need not wait for the answer.
void ServerSession::end_reading() noexcept {
  in_transaction_ = false;
  if (!std::exchange(prelude_, {}).empty() || is_lost()) return;
  PGconn* const connection = connection_.get();
  libpq().PQenterPipelineMode(connection);
  libpq().PQsendQueryParams(connection, "ROLLBACK", 0, nullptr, nullptr, nullptr, nullptr, 0);
  libpq().PQpipelineSync(connection);
  is_rolling_back_ = true;
}

void ServerSession::commit() {
  send_what_waits();
  if (!std::exchange(prelude_, {}).empty()) {  // nothing was said
    in_transaction_ = false;
    return;
  }
  ResultPtr result{libpq().PQexec(connection_.get(), "COMMIT")};
  if (lost_over(result.get())) return settle_commit();
  in_transaction_ = false;
  checked(std::move(result));
}

// The server knows whether it took place. With the connection of before its transaction is over, one way or the other.
void ServerSession::settle_commit() {
  const std::string transaction = transaction_;
  in_transaction_ = false;
  std::string status;
  try {
    connect_again();
    status = value(fmt::format("SELECT coalesce(pg_xact_status('{}'::xid8), 'unknown')", transaction));
  } catch (const StoreError& error) {
    if (error.kind() == StoreErrorKind::busy) throw;
    throw unknown_commit(name_, error.what());
  }
  if (status == "committed") {  // and a run that another has taken over from meanwhile is none any more
    for (const auto& [sql, take] : checks_) take(value(sql));
    return;
  }
  if (status == "aborted") throw lost_connection(name_);
  throw unknown_commit(name_, "");
}

void ServerSession::roll_back() noexcept {
  in_transaction_ = false;
  waiting_.clear();
  if (!std::exchange(prelude_, {}).empty() || is_lost()) return;  // the server rolled back by itself
  const ResultPtr ended{libpq().PQexec(connection_.get(), "ROLLBACK")};
}

}  // namespace libsync::store
