// SPDX-License-Identifier: MIT
#include "mirrored_schedules.hpp"
#include "postgres_server.hpp"
#include "store_on_server.hpp"

#include <libsync/store_postgres/postgres_store.hpp>

#include <gtest/gtest.h>

namespace libsync::schedules {
namespace {

TEST(MirroredOnAServer, AnswersAsTheStoreInMemory) {
  const auto address = support::PostgresServer::shared().new_database();
  const auto open = [&] { return store::open_postgres_store(address, {.machine = {"laptop", "laptop"}}); };
  (void)open();
  Mirror mirror{[&] {
    support::empty_store(address);
    return open();
  }};
  play(mirror, 50, 10'000);
}

}  // namespace
}  // namespace libsync::schedules
