// SPDX-License-Identifier: MIT
//
// The tracking store on a PostgreSQL server, 14 or later, for who works on several machines: each brings what it read
// of its own transcripts, and sees what all have. The tables are in a schema of their own, `claude_tracker`, and are
// made when they are missing.
//
// A server that may lose what it has confirmed (`fsync`, `full_page_writes` or `synchronous_commit` off), a standby and
// one that only reads are refused. A commit whose answer was lost is settled by asking the server again; when that is
// not possible either, the StoreError says that it is not known, and that is as a crash at this point.
//
// What other machines have imported may be seen some seconds late by query_range(); all else is as of TrackingStore.
//
// Over TCP the connection is encrypted and the server's certificate and name are checked (`sslmode=verify-full`) unless
// the address says otherwise. Passwords come from where libpq takes them (~/.pgpass, PGPASSWORD), or from `password`.
#pragma once

#include <libsync/model/secret.hpp>
#include <libsync/store/tracking_store.hpp>

#include <memory>
#include <optional>
#include <string>

namespace libsync::store {

// Which machine this is: its sessions are its own.
struct Machine {
  std::string key;    // never changes, and no other has it
  std::string label;  // what people call it
};

struct PostgresOptions {
  Machine machine;
  std::optional<Secret> password{};

  // A look changes nothing: what is imported is only there for itself, and what Clockify said is not remembered.
  bool is_look = false;

  // Whether this is the one run of its timesheet, from register_timesheet() until the store is destroyed: that is
  // StoreError{busy}, naming machine and process, while another is. A run whose connection was cut, and that another
  // run has taken over from, can change nothing any more (StoreError{busy}), so it sends nothing either.
  bool is_run = false;

  bool is_moving = false;  // one that was moved elsewhere is opened as well

  milliseconds statement_timeout{30'000};  // of one statement
  milliseconds lock_timeout{5'000};        // how long to wait for another machine that writes
  milliseconds connect_again_for{10'000};  // a server that is being started is not ready at once
};

// `address`: a URL, `postgresql://user@host/database`, or another form that libpq takes. Throws StoreError.
[[nodiscard]] std::unique_ptr<TrackingStore> open_postgres_store(const std::string& address,
                                                                 const PostgresOptions& options);

}  // namespace libsync::store
