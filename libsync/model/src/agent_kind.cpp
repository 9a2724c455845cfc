// SPDX-License-Identifier: MIT
#include <libsync/model/agent_kind.hpp>

#include <algorithm>
#include <array>

namespace libsync {
namespace {

// By number.
constexpr std::array<std::string_view, 11> k_names{
    "claude-code",  //
    "codex",        //
    "cowork",       //
    "qwen-code",    //
    "copilot-cli",  //
    "opencode",     //
    "goose",        //
    "gemini-cli",   //
    "cline",        //
    "roo-code",     //
    "copilot-chat",
};

}  // namespace

std::string agent_name(AgentKind kind) {
  const auto number = static_cast<std::size_t>(kind);
  return std::string{number < k_names.size() ? k_names[number] : "unknown"};
}

std::optional<AgentKind> agent_named(std::string_view name) {
  const auto found = std::ranges::find(k_names, name);
  if (found == k_names.end()) return std::nullopt;
  return static_cast<AgentKind>(found - k_names.begin());
}

std::vector<std::string> agent_names() {
  return {k_names.begin(), k_names.end()};
}

}  // namespace libsync
