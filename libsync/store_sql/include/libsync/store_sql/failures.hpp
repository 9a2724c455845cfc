// SPDX-License-Identifier: MIT
//
// What every store reports in the same words. Each message is one sentence that names the store (Database::name).
#pragma once

#include <libsync/store/store_error.hpp>

#include <string>

namespace libsync::store {

// `cannot use the store <name>: <cause>`
[[nodiscard]] StoreError use_failure(StoreErrorKind kind, const std::string& name, const std::string& cause, Hint hint);

[[nodiscard]] StoreError corrupt_store(const std::string& name, const std::string& cause);
[[nodiscard]] StoreError newer_store(const std::string& name, int version, int known);
[[nodiscard]] StoreError moved_store(const std::string& name, const std::string& where);
[[nodiscard]] StoreError broken_rule(const std::string& name, const std::string& cause);

}  // namespace libsync::store
