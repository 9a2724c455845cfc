// SPDX-License-Identifier: MIT
//
// The machines that share the store: the statements behind MachineStore.
#pragma once

#include <libsync/store/machine_store.hpp>
#include <libsync/store_postgres/postgres_store.hpp>
#include <libsync/store_sql/database.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace libsync::store {

// The number of a machine that has written something; nothing otherwise.
[[nodiscard]] std::optional<std::int64_t> find_machine(Database& database, const Machine& machine);

// Part of a transaction: makes the machine known, under that label when it is new, and as seen just now.
[[nodiscard]] std::int64_t write_machine(Database& database, const Machine& machine);

[[nodiscard]] UtcTime store_clock(Database& database);

// Each does what the function of that name in MachineStore says; `machine` is this one.
[[nodiscard]] std::vector<KnownMachine> machines(Database& database, const Machine& machine);
void write_import(Database& database, const Machine& machine, UtcTime began);
[[nodiscard]] bool leave_out(Database& database, const std::string& key, bool is_left_out);
[[nodiscard]] bool label_machine(Database& database, const std::string& key, const std::string& label);
[[nodiscard]] bool forget_machine(Database& database, const std::string& key);

}  // namespace libsync::store
