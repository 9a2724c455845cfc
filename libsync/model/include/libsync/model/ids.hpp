// SPDX-License-Identifier: MIT
//
// Identifiers that cannot be mixed up. A Clockify id is 24 hexadecimal digits; a value of these types is always
// well-formed, so it can go into a URL or a table without another check. Upper-case digits are folded to lower case.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace libsync {

template <class Tag>
class Id {
 public:
  static constexpr std::size_t k_length = 24;

  // The id spelled by `text`; nothing when it is not exactly 24 hexadecimal digits.
  [[nodiscard]] static std::optional<Id> parse(std::string_view text) {
    if (text.size() != k_length) return std::nullopt;
    std::string digits;
    digits.reserve(k_length);
    for (const char c : text) {
      if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
        digits.push_back(c);
      } else if (c >= 'A' && c <= 'F') {
        digits.push_back(static_cast<char>(c - 'A' + 'a'));
      } else {
        return std::nullopt;
      }
    }
    return Id{std::move(digits)};
  }

  [[nodiscard]] const std::string& str() const noexcept { return digits_; }

  friend auto operator<=>(const Id&, const Id&) = default;  // NOLINT(modernize-use-nullptr)
  friend std::ostream& operator<<(std::ostream& out, const Id& id) { return out << id.digits_; }

 private:
  explicit Id(std::string digits) : digits_(std::move(digits)) {}

  std::string digits_;
};

using WorkspaceId = Id<struct WorkspaceTag>;
using UserId = Id<struct UserTag>;
using ProjectId = Id<struct ProjectTag>;
using TaskId = Id<struct TaskTag>;
using TagId = Id<struct TagTag>;
using EntryId = Id<struct EntryTag>;

}  // namespace libsync

template <class Tag>
struct std::hash<libsync::Id<Tag>> {
  std::size_t operator()(const libsync::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
