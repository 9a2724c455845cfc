// SPDX-License-Identifier: MIT
#include "store_on_server.hpp"

#include "server_session.hpp"

#include <thread>

namespace libsync::support {

void empty_store(const std::string& address) {
  store::ServerSession{{.url = address}}.execute(
      "TRUNCATE timesheets, days_to_forget, machines, projects, synced_days, synced_entries, legacy_sessions, "
      "remembered_users RESTART IDENTITY CASCADE");
}

void wait_until_alone(const std::string& address) {
  store::ServerSession session{{.url = address}};
  while (session.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                       "backend_type = 'client backend' AND pid <> pg_backend_pid()") != "0") {
    std::this_thread::yield();
  }
}

}  // namespace libsync::support
