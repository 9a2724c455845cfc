// SPDX-License-Identifier: MIT
#include "values.hpp"

#include <libsync/config/config.hpp>
#include <libsync/config/initial.hpp>
#include <libsync/config/toml_text.hpp>

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

namespace libsync::config {
namespace {

// What an InitialConfig says itself.
constexpr std::array<std::string_view, 2> k_asked_at_top{"database", "sync"};
constexpr std::array<std::string_view, 9> k_asked_of_sync{"workspace_id", "work_day_start",   "work_day_end",
                                                          "time_zone",    "base_url",         "ca_file",
                                                          "first_day",    "other_project_id", "project_mapping"};
constexpr std::array<std::string_view, 3> k_of_the_workspace{"other_project_id", "tag_ids", "task_id"};

template <std::size_t Count>
bool is_among(const std::array<std::string_view, Count>& keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

// In one line, however it stands in the file.
std::string spelled(const toml::node& node) {
  std::ostringstream out;
  if (const auto* table = node.as_table()) {
    toml::table inline_table = *table;
    inline_table.is_inline(true);
    out << inline_table;
  } else if (const auto* list = node.as_array()) {
    out << *list;
  } else {
    node.visit([&](const auto& value) {
      if constexpr (toml::is_value<decltype(value)>) out << value;
    });
  }
  return out.str();
}

class Keeper {
 public:
  explicit Keeper(const std::filesystem::path& home) : home_(home) {}

  // Keeps what the reader takes; `header` is what stands above the line.
  void keep(std::vector<KeptKey>& where, std::string_view header, std::string_view key, const toml::node& value) {
    const bool is_folder = &where == &kept.mapping;
    const std::string word = is_folder ? toml_text(key).value_or("") : std::string{key};
    const std::string line = fmt::format("{} = {}", word, spelled(value));
    if (parse_config(fmt::format("{}\n{}\n", header, line), "/", home_)) {
      where.push_back({is_folder ? parse_folder(std::string{key}, home_) : std::string{key}, line});
    } else {
      drop(key);
    }
  }
  void drop(std::string_view key) { kept.dropped.emplace_back(key); }

  KeptKeys kept;

 private:
  const std::filesystem::path& home_;
};

}  // namespace

KeptKeys keys_to_keep(std::string_view text, const std::filesystem::path& home, const WorkspaceId& workspace) {
  toml::table document;
  try {
    document = toml::parse(text);
  } catch (const toml::parse_error&) {
    return {};
  }
  Keeper keeper{home};
  for (const auto& [key, value] : document) {
    if (!is_among(k_asked_at_top, key.str())) keeper.keep(keeper.kept.top, "", key.str(), value);
  }
  const auto* sync = document["sync"].as_table();
  if (sync == nullptr) return std::move(keeper.kept);
  const auto before = WorkspaceId::parse(document["sync"]["workspace_id"].value_or(std::string{}));
  const bool same_workspace = !before || *before == workspace;
  for (const auto& [key, value] : *sync) {
    if (!same_workspace && is_among(k_of_the_workspace, key.str())) {
      keeper.drop(key.str());
    } else if (!is_among(k_asked_of_sync, key.str())) {
      keeper.keep(keeper.kept.sync, "[sync]", key.str(), value);
    }
  }
  const auto* mapping = (*sync)["project_mapping"].as_table();
  if (mapping == nullptr) return std::move(keeper.kept);
  for (const auto& [key, value] : *mapping) {
    if (same_workspace) {
      keeper.keep(keeper.kept.mapping, "[sync.project_mapping]", key.str(), value);
    } else {
      keeper.drop(key.str());
    }
  }
  return std::move(keeper.kept);
}

}  // namespace libsync::config
