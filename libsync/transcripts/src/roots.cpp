// SPDX-License-Identifier: MIT
#include "agents/agent.hpp"

#include <libsync/transcripts/roots.hpp>

#include <algorithm>
#include <string_view>

namespace libsync::transcripts {
namespace {

namespace fs = std::filesystem;

std::vector<AgentKind> all_agents() {
  std::vector<AgentKind> all;
  for (const auto& name : agent_names()) all.push_back(*agent_named(name));
  return all;
}

// Whether the path ends in these components.
bool ends_in(const fs::path& folder, const fs::path& end) {
  auto part = folder.end();
  for (auto wanted = end.end(); wanted != end.begin();) {
    if (part == folder.begin() || *--part != *--wanted) return false;
  }
  return true;
}

AgentKind agent_of_named(const fs::path& folder) {
  fs::path normal = folder.lexically_normal();
  if (!normal.has_filename()) normal = normal.parent_path();
  AgentKind agent = AgentKind::claude_code;
  std::size_t longest = 0;
  for (const AgentKind kind : all_agents()) {
    for (const auto name : agent_of(kind).root_names()) {
      if (name.size() <= longest || !ends_in(normal, name)) continue;
      longest = name.size();
      agent = kind;
    }
  }
  return agent;
}

}  // namespace

std::string Surroundings::value_of(const std::string& variable) const {
  const auto found = variables.find(variable);
  return found == variables.end() ? std::string{} : found->second;
}

fs::path Surroundings::folder(const std::string& variable, const fs::path& below_home) const {
  const std::string named = value_of(variable);
  fs::path path = named.empty() ? home / below_home : fs::path{named};
  return path.is_absolute() ? path : fs::path{};
}

std::vector<Root> find_roots(const RootSettings& settings) {
  std::vector<Root> roots;
  const auto add = [&roots](Root root, AgentKind agent) {
    // The places of agents are many and spelled alike: their texts say it.
    const auto same = [&](const Root& other) {
      return root.origin == Root::Origin::named ? other.folder == root.folder
                                                : other.folder.native() == root.folder.native();
    };
    if (std::any_of(roots.begin(), roots.end(), same)) return;
    root.agent = agent;
    if (root.label.empty()) root.label = agent_of(agent).usual_label();
    roots.push_back(std::move(root));
  };
  for (const auto& folder : settings.named) {
    const auto label = settings.labels.find(folder);
    add({.folder = folder, .label = label == settings.labels.end() ? "" : label->second}, agent_of_named(folder));
  }
  if (!roots.empty()) return roots;
  for (const AgentKind kind : all_agents()) {
    for (auto& root : agent_of(kind).usual_roots(settings.surroundings)) add(std::move(root), kind);
  }
  return roots;
}

}  // namespace libsync::transcripts
