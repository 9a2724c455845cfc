// SPDX-License-Identifier: MIT
//
// A PostgreSQL server of a test program's own: in a temporary folder, on a Unix socket there and on no network. It
// keeps what it confirms, as the store asks for.
#pragma once

#include "certificates.hpp"
#include "process.hpp"
#include "temp_dir.hpp"

#include <memory>
#include <string>

namespace libsync::support {

class PostgresServer {
 public:
  // Its files are below `parent`.
  explicit PostgresServer(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // The one of this program, started when it is first asked for.
  [[nodiscard]] static PostgresServer& shared();

  // A database nobody has used yet, as an address.
  [[nodiscard]] std::string new_database();

  // Started again, it listens on a free port of 127.0.0.1 as well, behind TLS as this server, and asks for ann's
  // password there. Addresses of before are none any more.
  void listen(const ServerIdentity& identity, const std::string& password);
  // That database by this way, on the host of that name.
  [[nodiscard]] std::string url(const std::string& host, const std::string& address) const;
  [[nodiscard]] std::filesystem::path authority_file() const { return folder_ / "authority.pem"; }

  // Runs SQL on that database and gives back what it printed, without its last line's end.
  std::string run(const std::string& address, const std::string& sql) const;

  void kill();   // as a power cut does
  void start();  // `settings`: of the server, "fsync=off"
  void stop();
  void set(const std::string& setting);                   // from the next start on
  void kill_a_backend(const std::string& address) const;  // of whoever has that database open, as `kill -9` does
  void follow_nobody();  // from the next start on: a standby of a server that does not come

 private:
  [[nodiscard]] ProcessOptions options() const;
  [[nodiscard]] std::string address_of(const std::string& database) const;

  TempDir folder_;
  std::vector<std::string> settings_;
  std::unique_ptr<Process> server_;
  int databases_ = 0;
  int port_ = 5432;  // which also names the socket
};

}  // namespace libsync::support
