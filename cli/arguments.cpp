// SPDX-License-Identifier: MIT
#include "arguments.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace cli {

Arguments::Arguments(const std::vector<Flag>& flags) {
  for (const auto& flag : flags) flags_.try_emplace(std::string{long_name(flag)});
}

std::optional<std::string> Arguments::value(std::string_view flag) const {
  const auto& given = values(flag);
  return given.empty() ? std::nullopt : std::optional{given.front()};
}

const std::vector<std::string>& Arguments::values(std::string_view flag) const {
  const auto found = flags_.find(flag);
  if (found == flags_.end()) throw std::logic_error{fmt::format("this command has no flag --{}", flag)};
  return found->second;
}

bool Arguments::wants_json() const {
  const auto found = flags_.find("json");
  return found != flags_.end() && !found->second.empty();
}

void Arguments::add(std::string_view flag, std::string value) {
  flags_[std::string{flag}].push_back(std::move(value));
}

}  // namespace cli
