// SPDX-License-Identifier: MIT
#include "postgres_server.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace libsync::support {
namespace {

// The server refuses to run as root.
constexpr uid_t k_nobody = 65534;

std::string program(const char* name) {
  return std::string{POSTGRES_FOLDER "/"} + name;
}

}  // namespace

ProcessOptions PostgresServer::options() const {
  ProcessOptions options;
  options.environment = {{"HOME", folder_.path().string()}, {"LC_ALL", "C.UTF-8"}, {"TZ", "UTC"}};
  options.directory = folder_.path();
  options.timeout = std::chrono::minutes{30};
  if (geteuid() == 0) options.user = k_nobody;
  return options;
}

PostgresServer::PostgresServer() {
  if (geteuid() == 0 && chown(folder_.path().c_str(), k_nobody, k_nobody) != 0) {
    throw std::runtime_error("cannot give the server its folder");
  }
  const auto made =
      run_process({program("initdb"), "-D", (folder_ / "data").string(), "--auth=trust", "--username=ann",
                   "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions", "--wal-segsize=1"},
                  options());
  if (made.exit_code != 0) throw std::runtime_error("cannot make a database cluster: " + made.err);
  start();
}

PostgresServer::~PostgresServer() {
  if (server_) server_->send_signal(SIGINT);
  if (server_) [[maybe_unused]]
    const auto ended = server_->wait();
}

PostgresServer& PostgresServer::shared() {
  static PostgresServer server;
  return server;
}

void PostgresServer::set(const std::string& setting) {
  settings_.push_back(setting);
}

void PostgresServer::follow_nobody() {
  write_file(folder_ / "data" / "standby.signal", "");
}

void PostgresServer::start() {
  std::vector<std::string> command{program("postgres"),
                                   "-D",
                                   (folder_ / "data").string(),
                                   "-k",
                                   folder_.path().string(),
                                   "-c",
                                   "listen_addresses=",
                                   "-c",
                                   "shared_buffers=16MB",
                                   "-c",
                                   "max_connections=30",
                                   "-c",
                                   "jit=off",
                                   "-c",
                                   "autovacuum=off",
                                   "-c",  // a pipe that nobody reads holds only so much
                                   "log_min_messages=panic"};
  for (const auto& setting : settings_) command.insert(command.end(), {"-c", setting});
  server_ = std::make_unique<Process>(command, options());
  for (int attempt = 0;
       run_process({program("pg_isready"), "-q", "-h", folder_.path().string()}, options()).exit_code != 0; ++attempt) {
    if (attempt == 3000) throw std::runtime_error("the server does not start: " + server_->wait().err);
  }
}

void PostgresServer::kill() {
  server_->send_signal(SIGQUIT);
  [[maybe_unused]] const auto ended = server_->wait();
  server_.reset();
}

void PostgresServer::stop() {
  server_->send_signal(SIGINT);
  [[maybe_unused]] const auto ended = server_->wait();
  server_.reset();
}

std::string PostgresServer::new_database() {
  const auto address = [&](const std::string& database) {
    return fmt::format("host={} user=ann dbname={}", folder_.path().string(), database);
  };
  const std::string name = fmt::format("test_{}", databases_++);
  run(address("postgres"), fmt::format("CREATE DATABASE {} STRATEGY file_copy", name));
  return address(name);
}

std::string PostgresServer::run(const std::string& address, const std::string& sql) const {
  auto psql = options();
  psql.input = sql;
  auto ended = run_process({program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", address}, psql);
  if (ended.exit_code != 0) throw std::runtime_error("cannot run SQL: " + ended.err);
  while (ended.out.ends_with('\n')) ended.out.pop_back();
  return ended.out;
}

}  // namespace libsync::support
