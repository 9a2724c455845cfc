// SPDX-License-Identifier: MIT
#include "agents/cowork.hpp"

namespace libsync::transcripts {
namespace {

// In the folder of one session, where much else lies: what was uploaded, what was made.
constexpr std::string_view k_transcripts = "/.claude/projects/";

// What stands in the path behind the folder of one session; nothing when it does not lie in one.
std::optional<std::string_view> in_session(std::string_view relative) {
  for (auto slash = relative.find('/'); slash != std::string_view::npos; slash = relative.find('/', slash + 1)) {
    if (!relative.substr(slash + 1).starts_with("local_")) continue;
    const auto end = relative.find('/', slash + 1);
    return end == std::string_view::npos ? std::string_view{} : relative.substr(end);
  }
  return std::nullopt;
}

}  // namespace

std::vector<Root> Cowork::usual_roots(const Surroundings& surroundings) const {
  std::vector<Root> roots;
  for (const auto& folder :
       {surroundings.folder("XDG_CONFIG_HOME", ".config"), surroundings.folder("", "Library/Application Support")}) {
    if (folder.empty()) continue;
    roots.push_back({.folder = folder / "Claude/local-agent-mode-sessions", .origin = Root::Origin::assumed});
  }
  return roots;
}

bool Cowork::enters(std::string_view relative) const {
  const auto inside = in_session(relative);
  if (!inside) return !relative.starts_with("skills-plugin");
  if (!inside->starts_with(k_transcripts)) return k_transcripts.starts_with(std::string{*inside} + "/");
  return inside->find('/', k_transcripts.size()) == std::string_view::npos;
}

std::optional<std::string> Cowork::session_key(std::string_view relative) const {
  const auto inside = in_session(relative);
  if (!inside || !inside->starts_with(k_transcripts)) return std::nullopt;
  if (!ClaudeCode::session_key(inside->substr(k_transcripts.size()))) return std::nullopt;
  return "cowork/" + std::string{relative};
}

}  // namespace libsync::transcripts
