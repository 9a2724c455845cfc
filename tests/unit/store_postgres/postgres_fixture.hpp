// SPDX-License-Identifier: MIT
#pragma once

#include "postgres_server.hpp"
#include "values.hpp"

#include <libsync/store/store_error.hpp>
#include <libsync/store_postgres/postgres_store.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace libsync::store {

using support::PostgresServer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A database of its own for each test, and machines that work on it.
class PostgresTest : public testing::Test {
 protected:
  enum class As { look, run };

  [[nodiscard]] std::unique_ptr<TrackingStore> open(const std::string& machine, As as = As::run) const {
    return open_postgres_store(address_, {.machine = {machine, machine + " of Ann"}, .is_run = as == As::run});
  }

  // The same with the timesheet, whose run it then is.
  [[nodiscard]] std::unique_ptr<TrackingStore> run_on(const std::string& machine) const {
    auto store = open(machine);
    store->register_timesheet(timesheet());
    return store;
  }

  [[nodiscard]] const std::string& address() const { return address_; }

  std::string sql(const std::string& statements) const {
    return PostgresServer::shared().run(address_, "SET search_path = claude_tracker; " + statements);
  }

  static std::string message_of(const std::function<void()>& act) {
    try {
      act();
    } catch (const StoreError& error) {
      return error.what();
    }
    return "";
  }

 private:
  std::string address_ = PostgresServer::shared().new_database();
};

}  // namespace libsync::store
