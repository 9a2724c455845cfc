// SPDX-License-Identifier: MIT
#include "machines.hpp"

#include <fmt/format.h>

namespace libsync::store {
namespace {

constexpr const char* k_now = "CAST(floor(extract(epoch FROM clock_timestamp())) AS bigint)";

// Whether the one row was there.
template <class... Parameters>
bool change_one(Database& database, const char* sql, const Parameters&... parameters) {
  Transaction transaction{database};
  const bool is_changed = Query{database, sql, parameters...}.count() == 1;
  transaction.commit();
  return is_changed;
}

}  // namespace

std::optional<std::int64_t> find_machine(Database& database, const Machine& machine) {
  Query row{database, "SELECT id FROM machines WHERE key = ?", machine.key};
  if (!row.next()) return std::nullopt;
  return row.integer(0);
}

std::int64_t write_machine(Database& database, const Machine& machine) {
  static const std::string sql = fmt::format(
      "INSERT INTO machines(key, label, seen_at_s) VALUES (?, ?, {}) "
      "ON CONFLICT (key) DO UPDATE SET seen_at_s = excluded.seen_at_s RETURNING id",
      k_now);
  Query row{database, sql, machine.key, machine.label};
  row.next();
  return row.integer(0);
}

UtcTime store_clock(Database& database) {
  static const std::string sql = fmt::format("SELECT {}", k_now);
  Query row{database, sql};
  row.next();
  return UtcTime{seconds{row.integer(0)}};
}

std::vector<KnownMachine> machines(Database& database, const Machine& machine) {
  std::vector<KnownMachine> known;
  Query rows{database,
             "SELECT key, label, seen_at_s, imported_to_s, left_out, "
             "(SELECT count(*) FROM sessions WHERE machine_id = machines.id), "
             "CAST(extract(epoch FROM clock_timestamp()) AS bigint) - seen_at_s FROM machines ORDER BY label, key"};
  while (rows.next()) {
    KnownMachine each{.key = rows.text(0), .label = rows.text(1), .seen_at = UtcTime{seconds{rows.integer(2)}}};
    if (!rows.is_null(3)) each.imported_to = UtcTime{seconds{rows.integer(3)}};
    each.is_left_out = rows.integer(4) != 0;
    each.is_this = each.key == machine.key;
    each.sessions = rows.integer(5);
    each.unseen_for = seconds{rows.integer(6)};
    known.push_back(std::move(each));
  }
  return known;
}

void write_import(Database& database, const Machine& machine, UtcTime began) {
  Transaction transaction{database};
  Query{database, "UPDATE machines SET imported_to_s = ? WHERE id = ?", began, write_machine(database, machine)}.run();
  transaction.commit();
}

bool leave_out(Database& database, const std::string& key, bool is_left_out) {
  return change_one(database, "UPDATE machines SET left_out = ? WHERE key = ?", is_left_out, key);
}

bool label_machine(Database& database, const std::string& key, const std::string& label) {
  return change_one(database, "UPDATE machines SET label = ? WHERE key = ?", label, key);
}

bool forget_machine(Database& database, const std::string& key) {
  return change_one(database, "DELETE FROM machines WHERE key = ?", key);
}

}  // namespace libsync::store
