// SPDX-License-Identifier: MIT
//
// A PostgreSQL server of a test program's own: in a temporary folder, on a Unix socket there and on no network. It
// keeps what it confirms, as the store asks for.
#pragma once

#include "process.hpp"
#include "temp_dir.hpp"

#include <memory>
#include <string>

namespace libsync::support {

class PostgresServer {
 public:
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // The one of this program, started when it is first asked for.
  [[nodiscard]] static PostgresServer& shared();

  // A database nobody has used yet, as an address.
  [[nodiscard]] std::string new_database();

  // Runs SQL on that database and gives back what it printed, without its last line's end.
  std::string run(const std::string& address, const std::string& sql) const;

  void kill();   // as a power cut does
  void start();  // `settings`: of the server, "fsync=off"
  void stop();
  void set(const std::string& setting);  // from the next start on
  void follow_nobody();                  // from the next start on: a standby of a server that does not come

 private:
  [[nodiscard]] ProcessOptions options() const;

  TempDir folder_;
  std::vector<std::string> settings_;
  std::unique_ptr<Process> server_;
  int databases_ = 0;
};

}  // namespace libsync::support
