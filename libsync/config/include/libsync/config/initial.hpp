// SPDX-License-Identifier: MIT
//
// The first config of somebody: what was asked, as a file with comments.
#pragma once

#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace libsync::config {

struct NamedProject {
  ProjectId id;
  std::string name;  // for the comment behind the id; may be anything
};

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
};

// A text that the reader takes and that means exactly this. Pure.
[[nodiscard]] std::string initial_config_text(const InitialConfig& config);

}  // namespace libsync::config
