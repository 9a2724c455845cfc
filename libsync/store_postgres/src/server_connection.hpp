// SPDX-License-Identifier: MIT
//
// A connection to a PostgreSQL server, and what libpq says about it.
#pragma once

#include "libpq.hpp"

#include <libsync/model/secret.hpp>
#include <libsync/model/time.hpp>

#include <memory>
#include <optional>
#include <string>

namespace libsync::store {

struct Freed {
  void operator()(PGconn* connection) const noexcept { libpq().PQfinish(connection); }
  void operator()(PGresult* result) const noexcept { libpq().PQclear(result); }
};
using ConnectionPtr = std::unique_ptr<PGconn, Freed>;
using ResultPtr = std::unique_ptr<PGresult, Freed>;

struct ServerAddress {
  std::string url;      // as libpq takes it
  std::string name;     // as people may see it: without a password
  std::string sslmode;  // that it asks for; empty when it leaves that open
};

// Throws StoreError when it is none.
[[nodiscard]] ServerAddress parse_address(const std::string& url);

struct Timeouts {
  milliseconds statement;
  milliseconds lock;
};

// A connection that is ready for use, to a server that keeps what it confirms. Throws StoreError.
[[nodiscard]] ConnectionPtr connect_to(const ServerAddress& address, const std::optional<Secret>& password,
                                       const Timeouts& timeouts);

[[nodiscard]] bool is_lost(const PGconn* connection);

// Whether the connection is gone, by this result; a null one says so.
[[nodiscard]] bool is_lost_over(const PGconn* connection, const PGresult* result);

// What a statement gave. Throws the StoreError that a failure means to the store of that name.
[[nodiscard]] bool is_well(const PGresult* result);
void require_well(const PGconn* connection, const PGresult* result, const std::string& name);

}  // namespace libsync::store
