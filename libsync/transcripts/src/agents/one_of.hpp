// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace libsync::transcripts {

// Whether an object has one of some members, by which it is known to be no record.
class OneOf {
 public:
  // Borrowed.
  explicit OneOf(std::span<const std::string_view> names) : names_(names) {}

  void see(std::string_view name) {
    saw_one_ = saw_one_ || std::ranges::find(names_, name) != names_.end();
    saw_any_ = true;
  }

  [[nodiscard]] bool saw_others_alone() const { return saw_any_ && !saw_one_; }

 private:
  std::span<const std::string_view> names_;
  bool saw_one_ = false;
  bool saw_any_ = false;
};

}  // namespace libsync::transcripts
