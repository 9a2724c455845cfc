// SPDX-License-Identifier: MIT
//
// What was given to a command on its command line.
#pragma once

#include "command.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

class Arguments {
 public:
  Arguments() = default;
  // Knows these flags and has none of them.
  explicit Arguments(const std::vector<Flag>& flags);

  // Names are long and without dashes, "dry-run". A flag that the command does not have is a mistake of the caller,
  // std::logic_error.
  [[nodiscard]] bool has(std::string_view flag) const { return !values(flag).empty(); }
  [[nodiscard]] std::optional<std::string> value(std::string_view flag) const;
  [[nodiscard]] const std::vector<std::string>& values(std::string_view flag) const;

  // Whether one JSON object is asked for; never of a command that has none.
  [[nodiscard]] bool wants_json() const;

  void add(std::string_view flag, std::string value = "");

  std::vector<std::string> operands;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> flags_;
};

}  // namespace cli
