// SPDX-License-Identifier: MIT
//
// One run for each timesheet, whichever machine it is on. The server's lock goes with the session, and a session may be
// cut without its program noticing: so each run also takes the next number, and one that has not the latest is over.
#pragma once

#include "server_session.hpp"

#include <libsync/store_postgres/postgres_store.hpp>

#include <cstdint>

namespace libsync::store {

class Run {
 public:
  // Both are borrowed for as long as the run lasts.
  Run(ServerSession& session, const Machine& machine, std::int64_t timesheet)
      : session_(session), machine_(machine), timesheet_(timesheet) {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // Throws StoreError{busy}, naming who is at it. From then on every transaction that writes is this run's or fails.
  void begin();

 private:
  void lock();
  [[nodiscard]] std::string holder();
  [[nodiscard]] StoreError held_by_another();

  ServerSession& session_;
  const Machine& machine_;
  std::int64_t timesheet_;
  std::int64_t fence_ = 0;
};

}  // namespace libsync::store
