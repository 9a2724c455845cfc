// SPDX-License-Identifier: MIT
//
// Columns of many rows as arrays, so that a batch goes to the server in one statement.
#pragma once

#include <libsync/model/time.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace libsync::store {

// An array as PostgreSQL spells it: `{1,2,3}`, `{"a","b"}`.
class Array {
 public:
  void add(std::int64_t value) { add_cell(std::to_string(value)); }
  void add(bool value) { add_cell(value ? "1" : "0"); }
  void add(Instant value) { add(std::int64_t{value.time_since_epoch().count()}); }
  void add(const std::string& value);
  void add_bytes(std::string_view bytes);

  [[nodiscard]] std::string spelled() const { return '{' + cells_ + '}'; }

 private:
  void add_cell(std::string_view cell);

  std::string cells_;
};

}  // namespace libsync::store
