// SPDX-License-Identifier: MIT
#include "sync_keys.hpp"

#include <fmt/format.h>

namespace libsync::config {
namespace {

template <class Choice>
Choice choice(const toml::node& node, const std::map<std::string_view, Choice>& choices) {
  const std::string& word = text(node);
  if (const auto found = choices.find(word); found != choices.end()) return found->second;
  throw BadValue{fmt::format("must be \"{}\", not {}", fmt::join(keys_of(choices), "\" or \""), in_quotes(word))};
}

unsigned weekday(const toml::node& node) {
  if (node.is_integer()) return static_cast<unsigned>(whole_number(node, 1, 7));
  return parse_weekday(text(node));
}

}  // namespace

Rules keys_of_days(SyncSection& sync) {
  return {
      {"work_day_start", [&sync](const toml::node& node) { sync.work_day_start = parse_time_of_day(text(node)); }},
      {"work_day_end", [&sync](const toml::node& node) { sync.work_day_end = parse_end_of_day(text(node)); }},
      {"time_zone",
       [&sync](const toml::node& node) {
         if (text(node).empty())
           throw BadValue{"must not be empty", {Step::write_value, "\"Europe/Berlin\", or leave the key out"}};
         sync.time_zone = text(node);
         sync.time_zone_place = place_of(node.source().begin);
       }},
      {"work_days",
       [&sync](const toml::node& node) {
         if (list(node).empty()) throw BadValue{"must name at least one day"};
         sync.work_days.clear();
         read_items(node, "work_days", [&sync](const toml::node& item) { sync.work_days.insert(weekday(item)); });
       }},
      {"days_off",
       [&sync](const toml::node& node) {
         read_items(node, "days_off", [&sync](const toml::node& item) {
           for (const LocalDate day : days_of(item)) sync.days_off.insert(day);
         });
       }},
      {"session_window",
       [&sync](const toml::node& node) {
         sync.session_window = choice<SessionWindow>(
             node, {{"work_hours", SessionWindow::work_hours}, {"calendar_day", SessionWindow::calendar_day}});
       }},
      {"first_day", [&sync](const toml::node& node) { sync.first_day = day_of(node); }},
      {"min_tracked_minutes",
       [&sync](const toml::node& node) {
         sync.min_tracked = std::chrono::minutes{whole_number(node, 0, k_minutes_of_a_day)};
       }},
      {"count",
       [&sync](const toml::node& node) {
         sync.count = choice<CountedTime>(node, {{"all", CountedTime::all}, {"attended", CountedTime::attended}});
       }},
      {"attended_minutes",
       [&sync](const toml::node& node) {
         sync.attended = std::chrono::minutes{whole_number(node, 1, k_minutes_of_a_day)};
       }},
  };
}

Rules keys_of_entries(SyncSection& sync) {
  return {
      {"workspace_id", [&sync](const toml::node& node) { sync.workspace = id<WorkspaceId>(node); }},
      {"other_project_id",
       [&sync](const toml::node& node) {
         sync.other_project = id<ProjectId>(node);
         sync.other_project_place = place_of(node.source().begin);
       }},
      {"on_existing",
       [&sync](const toml::node& node) {
         sync.on_existing = choice<OnExisting>(
             node, {{"skip", OnExisting::skip}, {"post", OnExisting::post}, {"fill", OnExisting::fill}});
       }},
      {"task_id", [&sync](const toml::node& node) { sync.task = id<TaskId>(node); }},
      {"description", [&sync](const toml::node& node) { sync.description = parse_description(text(node)); }},
      {"billable", [&sync](const toml::node& node) { sync.billable = flag(node); }},
      {"tag_ids",
       [&sync](const toml::node& node) {
         read_items(node, "tag_ids", [&sync](const toml::node& item) { sync.tags.push_back(id<TagId>(item)); });
       }},
      {"base_url", [&sync](const toml::node& node) { sync.base_url = parse_url(text(node)); }},
  };
}

}  // namespace libsync::config
