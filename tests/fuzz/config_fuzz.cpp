// SPDX-License-Identifier: MIT
//
// Any bytes as config.toml: a configuration that holds what its header promises, or an error inside the text.
#include "fuzzing.hpp"

#include <libsync/config/config.hpp>
#include <libsync/config/edit.hpp>
#include <libsync/model/base_url.hpp>

#include <algorithm>
#include <string>

namespace {

using namespace libsync;
using namespace libsync::config;
using fuzzing::require;

void check(const ConfigError& error, std::string_view text) {
  require(error.file == "/etc/config.toml" && !error.cause.empty());
  require(error.line >= 0 && error.line <= 1 + std::count(text.begin(), text.end(), '\n'));
  require(error.column >= (error.line == 0 ? 0 : 1));
}

void check(const Config& config) {
  require(config.idle_timeout >= std::chrono::minutes{1} && config.idle_timeout <= std::chrono::hours{24});
  if (config.database) require(config.database->is_absolute());
  for (const auto& root : config.transcripts) {
    require(root.path.is_absolute() && (root.label.empty() || is_label(root.label)));
  }
  if (config.api_key_command) require(!config.api_key_command->empty());

  const SyncSection& sync = config.sync;
  if (sync.work_day_start) require(*sync.work_day_start >= LocalTime{0} && *sync.work_day_start < LocalTime{24 * 60});
  if (sync.work_day_end) require(*sync.work_day_end >= LocalTime{0} && *sync.work_day_end <= LocalTime{24 * 60});
  if (sync.work_day_start && sync.work_day_end) require(*sync.work_day_start != *sync.work_day_end);
  require(!sync.work_days.empty() && *sync.work_days.begin() >= 1 && *sync.work_days.rbegin() <= 7);
  for (const LocalDate day : sync.days_off) require(day.ok());
  require(!sync.description.empty() && sync.description.find('\n') == std::string::npos);
  if (sync.base_url) require(parse_base_url(*sync.base_url)->text() == *sync.base_url);
  for (const auto& [folder, target] : sync.project_mapping) {
    require(!folder.empty() && target.place.line >= 1 && target.place.column >= 1);
    if (target.description) require(!target.description->empty());
  }
}

// An edit of what is readable is readable, or is refused.
void check_edits(std::string_view text) {
  const LocalDate day{std::chrono::year{2026} / 12 / 24};
  const ProjectId project = *ProjectId::parse("65b2d73e06de527a7ed67404");
  for (const Edit& edit : {Edit{MapFolder{"/w/a", project}}, Edit{AddDaysOff{day, day}}, Edit{RemoveDaysOff{day, day}},
                           Edit{SetSyncKey{"first_day", "2026-11-02"}}}) {
    const auto edited = edit_config(text, edit, "/etc/config.toml", "/home/sam");
    if (edited) require(parse_config(*edited, "/etc/config.toml", "/home/sam").has_value());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzzing::text_of(data, size);
  const auto config = parse_config(text, "/etc/config.toml", "/home/sam");
  if (config.has_value()) {
    check(*config);
    check_edits(text);
  } else {
    check(config.error(), text);
  }
  return 0;
}
