// SPDX-License-Identifier: MIT
//
// From what a PostgreSQL server reports to what a person reads. `name`: the store's address, without a password.
#pragma once

#include <libsync/store/store_error.hpp>

#include <string>
#include <string_view>

namespace libsync::store {

// `state`: the five letters of SQLSTATE; `detail`: the server's own words.
[[nodiscard]] StoreError postgres_failure(const std::string& name, std::string_view state, const std::string& detail);

// libpq is not installed, or too old.
[[nodiscard]] StoreError no_libpq();

[[nodiscard]] StoreError bad_address();
[[nodiscard]] StoreError unreachable_server(const std::string& name, const std::string& detail);
[[nodiscard]] StoreError unfit_server(const std::string& name, const std::string& cause);

// In the middle of something, which the server has not done.
[[nodiscard]] StoreError lost_connection(const std::string& name);

// Nobody knows whether the last change took place; `detail` may be empty. Like a crash at that point.
[[nodiscard]] StoreError unknown_commit(const std::string& name, const std::string& detail);

}  // namespace libsync::store
