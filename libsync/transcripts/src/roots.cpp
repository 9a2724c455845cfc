// SPDX-License-Identifier: MIT
#include <libsync/transcripts/roots.hpp>

#include <algorithm>
#include <string_view>

namespace libsync::transcripts {
namespace {

namespace fs = std::filesystem;

AgentKind agent_of_named(const fs::path& folder) {
  const fs::path normal = folder.lexically_normal();
  const fs::path name = normal.has_filename() ? normal.filename() : normal.parent_path().filename();
  return name == "sessions" || name == "archived_sessions" ? AgentKind::codex : AgentKind::claude_code;
}

}  // namespace

std::vector<Root> find_roots(const RootSettings& settings) {
  std::vector<Root> roots;
  const auto add = [&roots](const fs::path& folder, AgentKind agent, Root::Origin origin) {
    const auto same = [&](const Root& root) { return root.folder == folder; };
    if (std::none_of(roots.begin(), roots.end(), same)) roots.push_back({folder, agent, origin});
  };

  for (const auto& folder : settings.named) add(folder, agent_of_named(folder), Root::Origin::named);
  for (auto& root : roots) {
    if (const auto label = settings.labels.find(root.folder); label != settings.labels.end())
      root.label = label->second;
  }
  if (!roots.empty()) return roots;

  const fs::path home = settings.home;
  if (!settings.claude_config_dir.empty()) {
    // A list, as other tools that read it have it.
    std::string_view rest = settings.claude_config_dir;
    while (!rest.empty()) {
      const auto comma = std::min(rest.find(','), rest.size());
      if (comma > 0) add(fs::path{rest.substr(0, comma)} / "projects", AgentKind::claude_code, Root::Origin::named);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  } else {
    if (!home.empty()) add(home / ".claude/projects", AgentKind::claude_code, Root::Origin::assumed);
    const fs::path xdg = settings.xdg_config_home.empty() ? home / ".config" : fs::path{settings.xdg_config_home};
    if (xdg.is_absolute()) add(xdg / "claude/projects", AgentKind::claude_code, Root::Origin::assumed);
  }
  const fs::path codex = settings.codex_home.empty() ? home / ".codex" : fs::path{settings.codex_home};
  if (codex.is_absolute()) {
    add(codex / "sessions", AgentKind::codex, Root::Origin::assumed);
    add(codex / "archived_sessions", AgentKind::codex, Root::Origin::assumed);
  }
  return roots;
}

}  // namespace libsync::transcripts
