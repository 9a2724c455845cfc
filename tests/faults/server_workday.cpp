// SPDX-License-Identifier: MIT
//
// With LIBSYNC_TEST_STORE=server the fault table runs on a PostgreSQL server: each store file of a day is a database.
#include "postgres_server.hpp"
#include "store_on_server.hpp"
#include "workday.hpp"

#include <libsync/store_postgres/postgres_store.hpp>

#include <cstdlib>
#include <deque>
#include <map>
#include <string>

namespace libsync::faults {
namespace {

using support::PostgresServer;

// A few databases, emptied for the next one.
class Databases {
 public:
  const std::string& of(const std::filesystem::path& file) {
    const auto known = by_file_.find(file);
    if (known != by_file_.end()) return known->second;
    std::string address;
    if (order_.size() < k_most) {
      address = PostgresServer::shared().new_database();
    } else {
      address = by_file_.at(order_.front());
      by_file_.erase(order_.front());
      order_.pop_front();
      support::empty_store(address);
    }
    order_.push_back(file);
    return by_file_.emplace(file, address).first->second;
  }

 private:
  static constexpr std::size_t k_most = 6;
  std::map<std::filesystem::path, std::string> by_file_;
  std::deque<std::filesystem::path> order_;
};

std::unique_ptr<store::TrackingStore> open_on_server(const Workday& day, bool is_run) {
  static Databases databases;
  return store::open_postgres_store(databases.of(day.file), {.machine = {"laptop", "laptop"}, .is_run = is_run});
}

const bool g_is_chosen = [] {
  const char* value = std::getenv("LIBSYNC_TEST_STORE");
  if (value != nullptr && std::string{value} == "server") Workday::on_server() = open_on_server;
  return true;
}();

}  // namespace
}  // namespace libsync::faults
