// SPDX-License-Identifier: MIT
#include "server_connection.hpp"

#include "postgres_error.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <map>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

namespace libsync::store {
namespace {

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

ResultPtr run(PGconn* connection, const std::string& sql, const std::string& name) {
  ResultPtr result{libpq().PQexec(connection, sql.c_str())};
  require_well(connection, result.get(), name);
  return result;
}

// The server finds out by itself, within a minute, that nobody is there any more: whose locks it holds, others wait
// for.
void set_up(PGconn* connection, const Timeouts& timeouts, const std::string& name) {
  run(connection,
      fmt::format("SET statement_timeout = {0}; SET lock_timeout = {1}; "
                  "SET idle_in_transaction_session_timeout = {0}; SET TIME ZONE 'UTC'; "
                  "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; "
                  "SET tcp_user_timeout = 60000; SET bytea_output = 'hex'; "
                  "SET default_transaction_isolation = 'read committed'; SET client_min_messages = warning; "
                  "SET search_path = claude_tracker, pg_temp",
                  timeouts.statement.count(), timeouts.lock.count()),
      name);
}

// An intent that a server may forget again is none.
void require_durable_server(PGconn* connection, const std::string& name) {
  const auto settings = run(
      connection,
      "SELECT current_setting('server_version_num')::int >= 140000, NOT pg_is_in_recovery(), "
      "current_setting('fsync') = 'on', current_setting('full_page_writes') = 'on', "
      "current_setting('synchronous_commit') IN ('on', 'remote_apply'), current_setting('server_encoding') = 'UTF8', "
      "current_setting('default_transaction_read_only') = 'off'",
      name);
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
    if (std::string_view{cell} != "t") throw unfit_server(name, k_refusals[column]);
  }
}

}  // namespace

ServerAddress parse_address(const std::string& url) {
  auto parts = parts_of(url);
  return {url, shown(parts), parts["sslmode"]};
}

bool is_lost(const PGconn* connection) {
  return libpq().PQstatus(connection) != CONNECTION_OK;
}

// A server that goes away may say so first, or the answer breaks off before anything is noticed of it.
bool is_lost_over(const PGconn* connection, const PGresult* result) {
  if (is_lost(connection) || result == nullptr) return true;
  if (libpq().PQresultStatus(result) != PGRES_FATAL_ERROR) return false;
  const char* const state = libpq().PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view code = state == nullptr ? "" : state;
  return code.empty() || code.starts_with("08") || code.starts_with("57P");
}

bool is_well(const PGresult* result) {
  const auto status = libpq().PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

void require_well(const PGconn* connection, const PGresult* result, const std::string& name) {
  if (is_well(result)) return;
  if (is_lost_over(connection, result)) throw lost_connection(name);
  const char* const state = libpq().PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const message = libpq().PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  throw postgres_failure(name, state == nullptr ? "" : state, message == nullptr ? "" : message);
}

ConnectionPtr connect_to(const ServerAddress& address, const std::optional<Secret>& password,
                         const Timeouts& timeouts) {
  // What stands before the address is only the default of what it says; what stands behind it is meant.
  std::vector<const char*> keys{"sslmode",          "connect_timeout",  "keepalives_idle", "keepalives_interval",
                                "keepalives_count", "tcp_user_timeout", "application_name"};
  std::vector<const char*> values{"verify-full", "10", "30", "10", "3", "60000", "claude-tracker"};
  const auto add = [&](const char* key, const char* value) {
    keys.push_back(key);
    values.push_back(value);
  };
  const bool checks_roots = address.sslmode.empty() || address.sslmode.starts_with("verify");
  const char* const roots = !checks_roots || has_own_roots() ? nullptr : public_roots();
  if (roots != nullptr) add("sslrootcert", roots);
  add("dbname", address.url.c_str());
  add("client_encoding", "UTF8");
  if (password) add("password", password->reveal().c_str());
  add(nullptr, nullptr);
  ConnectionPtr connection{libpq().PQconnectdbParams(keys.data(), values.data(), 1)};
  if (connection == nullptr) throw std::bad_alloc{};
  if (is_lost(connection.get())) {
    std::string detail = libpq().PQerrorMessage(connection.get());
    if (password) detail = without(std::move(detail), *password);
    throw unreachable_server(address.name, detail);
  }
  libpq().PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  set_up(connection.get(), timeouts, address.name);
  require_durable_server(connection.get(), address.name);
  return connection;
}

}  // namespace libsync::store
