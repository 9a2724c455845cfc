// SPDX-License-Identifier: MIT
//
// The first config of somebody: what was asked, as a file with comments.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::config {

struct NamedProject {
  ProjectId id;
  std::string name;  // for the comment behind the id; may be anything
};

// A key of an older config and its line, "billable = true". A folder of the mapping is named as sessions name it.
struct KeptKey {
  std::string key;
  std::string line;
};

struct KeptKeys {
  std::vector<KeptKey> top{};
  std::vector<KeptKey> sync{};
  std::vector<KeptKey> mapping{};
  std::vector<std::string> dropped{};  // what the reader does not take, and ids of another workspace
};

// Of the config `text` all that an InitialConfig does not say itself. Nothing where it is no TOML. Pure.
[[nodiscard]] KeptKeys keys_to_keep(std::string_view text, const std::filesystem::path& home,
                                    const WorkspaceId& workspace);

struct InitialConfig {
  WorkspaceId workspace;
  std::string workspace_name;
  LocalTime work_day_start{9 * 60};
  LocalTime work_day_end{17 * 60};  // 24:00 at most
  std::string time_zone;            // IANA
  std::optional<LocalDate> first_day{};
  std::optional<NamedProject> other_project{};

  // A folder that cannot stand in the file (not UTF-8, empty, there already) becomes a comment.
  struct Line {
    std::string folder;
    NamedProject project;
  };
  std::vector<Line> mapping{};

  // Where they are not the usual ones.
  std::optional<std::string> base_url{};
  std::optional<std::filesystem::path> ca_file{};
  std::optional<std::filesystem::path> database{};
  std::vector<std::filesystem::path> transcripts{};

  KeptKeys kept{};  // gives way to what is said above
};

// A text that the reader takes and that means exactly this. Pure.
[[nodiscard]] std::string initial_config_text(const InitialConfig& config);

}  // namespace libsync::config
