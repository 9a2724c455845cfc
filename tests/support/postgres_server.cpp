// SPDX-License-Identifier: MIT
#include "postgres_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace libsync::support {
namespace {

// The server refuses to run as root.
constexpr uid_t k_nobody = 65534;

int free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof name;
  const bool is_bound = bind(probe, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 &&
                        getsockname(probe, reinterpret_cast<sockaddr*>(&name), &size) == 0;
  close(probe);
  if (!is_bound) throw std::runtime_error("there is no free port");
  return ntohs(name.sin_port);
}

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

PostgresServer::PostgresServer(const std::filesystem::path& parent) : folder_(parent) {
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

void PostgresServer::listen(const ServerIdentity& identity, const std::string& password) {
  const auto own = [this](const char* name, const std::string& text) {
    write_file(folder_ / name, text);
    std::filesystem::permissions(folder_ / name, std::filesystem::perms::owner_read);
    if (geteuid() == 0 && chown((folder_ / name).c_str(), k_nobody, k_nobody) != 0) {
      throw std::runtime_error("cannot give the server its key");
    }
  };
  own("server.pem", identity.certificate_pem);
  own("server.key", identity.key_pem);
  write_file(authority_file(), identity.authority_pem);
  write_file(folder_ / "data" / "pg_hba.conf", "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n");
  run(address_of("postgres"), fmt::format("ALTER ROLE ann PASSWORD '{}'", password));
  port_ = free_port();
  for (const std::string setting : {"listen_addresses=127.0.0.1", "ssl=on"}) set(setting);
  set(fmt::format("port={}", port_));
  set(fmt::format("ssl_cert_file={}", (folder_ / "server.pem").string()));
  set(fmt::format("ssl_key_file={}", (folder_ / "server.key").string()));
  stop();
  start();
}

std::string PostgresServer::address_of(const std::string& database) const {
  return fmt::format("host={} port={} user=ann dbname={}", folder_.path().string(), port_, database);
}

std::string PostgresServer::url(const std::string& host, const std::string& address) const {
  return fmt::format("postgresql://ann@{}:{}/{}", host, port_, address.substr(address.rfind('=') + 1));
}

void PostgresServer::kill_a_backend(const std::string& address) const {
  const auto pid = run(address,
                       "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                       "AND pid <> pg_backend_pid() LIMIT 1");
  if (::kill(std::stoi(pid), SIGKILL) != 0) throw std::runtime_error("cannot kill " + pid);
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
       run_process({program("pg_isready"), "-q", "-h", folder_.path().string(), "-p", std::to_string(port_)}, options())
           .exit_code != 0;
       ++attempt) {
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
  const std::string name = fmt::format("test_{}", databases_++);
  run(address_of("postgres"), fmt::format("CREATE DATABASE {} STRATEGY file_copy", name));
  return address_of(name);
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
