// SPDX-License-Identifier: MIT
#include "render/tracked_json.hpp"

#include "render/entry_json.hpp"
#include "render/json_object.hpp"

#include <libsync/report/spelled.hpp>

namespace cli {
namespace {

namespace json = boost::json;
namespace report = libsync::report;

void add_sums(const report::Sums& sums, json::object& object) {
  object["tracked_seconds"] = whole_seconds(sums.tracked);
  object["attended_seconds"] = whole_seconds(sums.attended);
  object["billed_seconds"] = sums.billed.count();
  object["planned_seconds"] = sums.planned.count();
  object["entries_without_times"] = sums.without_times;
}

json::object group_object(const report::Group& group) {
  json::object object{{"from", text(libsync::format_date(group.dates.first))},
                      {"to", text(libsync::format_date(group.dates.last))}};
  add_sums(group.sums, object);
  object["outside_seconds"] = whole_seconds(group.outside);
  object["ignored_seconds"] = whole_seconds(group.ignored);
  object["days_without_times"] = group.days_without_times;
  json::array agents;
  for (const auto& agent : group.agents) {
    agents.push_back(json::object{{"agent", text(agent.agent)},
                                  {"tracked_seconds", whole_seconds(agent.tracked)},
                                  {"attended_seconds", whole_seconds(agent.attended)}});
  }
  object["agents"] = std::move(agents);
  json::array projects;
  for (const auto& project : group.projects) {
    json::object sums{{"project_id", project.project ? json::value(project.project->str()) : json::value(nullptr)},
                      {"name", text(project.name)}};
    add_sums(project.sums, sums);
    projects.push_back(std::move(sums));
  }
  object["projects"] = std::move(projects);
  return object;
}

bool says_something(const report::Day& day) {
  return !day.folders.empty() || !day.entries.empty() || day.outside > libsync::milliseconds{0} ||
         day.is_done_without_times();
}

json::object day_object(const report::Day& day, const libsync::workday::ProjectNames& names) {
  json::object object{
      {"date", text(libsync::format_date(day.date))},  {"state", word_of(day.state)},
      {"tracked_seconds", whole_seconds(day.tracked)}, {"attended_seconds", whole_seconds(day.attended)},
      {"outside_seconds", whole_seconds(day.outside)}, {"billed_seconds", day.billed().count()},
      {"planned_seconds", day.planned().count()}};
  json::array entries;
  for (const auto& entry : day.entries) entries.push_back(entry_object(entry, names));
  object["entries"] = std::move(entries);
  object["gaps"] = interval_array(day.gaps);
  json::array drift;
  for (const auto& sentence : day.drift) drift.push_back(text(sentence));
  object["drift"] = std::move(drift);
  json::array unmapped;
  json::array ignored;
  for (const auto& folder : day.folders) {
    if (folder.project) continue;
    json::object time{{"project", text(folder.folder)}, {"seconds", whole_seconds(folder.tracked)}};
    if (!folder.agent.empty()) time["agent"] = text(folder.agent);
    (folder.ignored ? ignored : unmapped).push_back(std::move(time));
  }
  object["unmapped"] = std::move(unmapped);
  object["ignored"] = std::move(ignored);
  return object;
}

}  // namespace

std::string tracked_json(const report::Daybook& book, ReportBy by) {
  json::object object = begin("report");
  object["time_zone"] = text(book.time_zone);
  object["since"] = text(libsync::format_date(book.range.first));
  object["until"] = text(libsync::format_date(book.range.last));
  object["by"] = word_of(by);
  json::array groups;
  for (const auto& group : groups_of(book, by)) groups.push_back(group_object(group));
  object["groups"] = std::move(groups);
  object["total"] = group_object(report::sum_up(book));
  json::array days;
  for (const auto& day : book.days) {
    if (says_something(day)) days.push_back(day_object(day, book.names));
  }
  object["days"] = std::move(days);
  if (!book.is_sure_whose) object["notes"] = json::array{text(report::k_unsure_whose)};
  return finished(object);
}

std::string_view word_of(report::DayState state) {
  switch (state) {
    case report::DayState::done:
      return "done";
    case report::DayState::begun:
      return "begun";
    case report::DayState::planned:
      return "planned";
    case report::DayState::occupied:
      return "occupied";
    case report::DayState::unmapped:
      return "unmapped";
    case report::DayState::too_little:
      return "too_little";
    case report::DayState::no_time:
      return "no_time";
    case report::DayState::day_off:
      return "day_off";
    case report::DayState::not_billed:
      return "not_billed";
    case report::DayState::not_over:
      return "not_over";
  }
  return "";
}

std::string_view word_of(report::EntryState state) {
  switch (state) {
    case report::EntryState::planned:
      return "planned";
    case report::EntryState::in_doubt:
      return "in_doubt";
    case report::EntryState::posted:
      return "posted";
    case report::EntryState::left_out:
      return "left_out";
  }
  return "";
}

std::string_view word_of(libsync::store::Origin origin) {
  switch (origin) {
    case libsync::store::Origin::created:
      return "created";
    case libsync::store::Origin::found:
      return "found";
    case libsync::store::Origin::adopted:
      return "adopted";
    case libsync::store::Origin::earlier:
      return "earlier";
  }
  return "";
}

}  // namespace cli
