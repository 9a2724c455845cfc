// SPDX-License-Identifier: MIT
#include "empty_server_store.hpp"

#include "server_session.hpp"

namespace libsync::support {

void empty_server_store(const std::string& address) {
  store::ServerSession{{.url = address}}.execute(
      "TRUNCATE timesheets, days_to_forget, machines, projects, synced_days, synced_entries, legacy_sessions, "
      "remembered_users RESTART IDENTITY CASCADE");
}

}  // namespace libsync::support
