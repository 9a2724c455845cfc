// SPDX-License-Identifier: MIT
#include "agents/editors.hpp"

#include <array>
#include <charconv>

namespace libsync::transcripts {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> k_desktop{"Code", "Code - Insiders", "VSCodium", "VSCodium - Insiders",
                                                    "Cursor"};
constexpr std::array<std::string_view, 6> k_servers{".vscode-server/data", ".vscode-server-insiders/data",
                                                    ".vscode-remote/data", ".vscodium-server/data",
                                                    ".cursor-server/data", ".local/share/code-server"};

std::string without_percent(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const char* const digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      plain.push_back(static_cast<char>(byte));
      i += 2;
    } else {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

bool has_drive(std::string_view path) {
  const auto is_letter = [](char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); };
  return path.size() > 2 && path[0] == '/' && is_letter(path[1]) && path[2] == ':';
}

}  // namespace

std::vector<Root> in_editors(const Surroundings& surroundings, const fs::path& below) {
  std::vector<Root> roots;
  const auto add = [&](const fs::path& editor) {
    roots.push_back({.folder = editor / "User" / below, .origin = Root::Origin::possible});
  };
  for (const auto& folder :
       {surroundings.folder("XDG_CONFIG_HOME", ".config"), surroundings.folder("", "Library/Application Support")}) {
    if (folder.empty()) continue;
    for (const auto product : k_desktop) add(folder / product);
  }
  for (const auto server : k_servers) {
    if (const auto folder = surroundings.folder("", server); !folder.empty()) add(folder);
  }
  return roots;
}

std::string folder_of_uri(std::string_view uri) {
  constexpr std::string_view k_rest = "://";
  const auto colon = uri.find(k_rest);
  if (colon == std::string_view::npos) return "";
  const auto scheme = uri.substr(0, colon);
  if (scheme != "file" && scheme != "vscode-remote") return "";
  uri.remove_prefix(colon + k_rest.size());
  const auto slash = uri.find('/');
  if (slash == std::string_view::npos) return "";
  std::string path = without_percent(uri.substr(slash));
  // A share of Windows is named by its host.
  if (scheme == "file" && slash > 0) path = "//" + std::string{uri.substr(0, slash)} + path;
  if (has_drive(path)) path.erase(0, 1);
  return path;
}

}  // namespace libsync::transcripts
