// SPDX-License-Identifier: MIT
#pragma once

#include "json/json_cursor.hpp"

#include <algorithm>
#include <span>
#include <string_view>

namespace libsync::transcripts {

// Whether an object that is no record is one of those around records, which are known by some members. Unknown is what
// has none of them, and what has a list of objects under another name: in it may be what the records have become.
class OneOf {
 public:
  // Borrowed.
  explicit OneOf(std::span<const std::string_view> names) : names_(names) {}

  void see(std::string_view name) {
    saw_one_ = saw_one_ || is_one(name);
    saw_any_ = true;
  }

  // Goes past the value of the member that the cursor is at, of the object or of one in it that is alike.
  void skip(JsonCursor& cursor) {
    saw_other_list_ = (is_list_of_objects(cursor.raw()) && !is_one(cursor.key())) || saw_other_list_;
  }

  [[nodiscard]] bool saw_unknown() const { return saw_any_ && (!saw_one_ || saw_other_list_); }

 private:
  [[nodiscard]] bool is_one(std::string_view name) const { return std::ranges::find(names_, name) != names_.end(); }

  [[nodiscard]] static bool is_list_of_objects(std::string_view value) {
    if (!value.starts_with('[')) return false;
    const auto first = value.find_first_not_of(" \t\r\n", 1);
    return first != std::string_view::npos && value[first] == '{';
  }

  std::span<const std::string_view> names_;
  bool saw_one_ = false;
  bool saw_any_ = false;
  bool saw_other_list_ = false;
};

}  // namespace libsync::transcripts
