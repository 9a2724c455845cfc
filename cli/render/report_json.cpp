// SPDX-License-Identifier: MIT
#include "render/report_json.hpp"

#include "render/json_object.hpp"

#include <libsync/model/text.hpp>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace cli {
namespace {

namespace json = boost::json;
namespace loop = libsync::loop;

json::object import_object(const loop::ImportSummary& summary) {
  return {{"files", summary.files}, {"sessions", summary.sessions}, {"skipped", summary.skipped}};
}

json::object entry_object(const loop::EntryReport& entry) {
  json::array projects;
  for (const auto& source : entry.sources) projects.push_back(text(source));
  json::object object{{"project_id", entry.project.str()},
                      {"projects", std::move(projects)},
                      {"start", text(libsync::format_utc(entry.interval.start))},
                      {"end", text(libsync::format_utc(entry.interval.end))},
                      {"seconds", entry.interval.duration().count()},
                      {"description", text(entry.description)},
                      {"state", word_of(entry.state)}};
  if (entry.entry_id) object["clockify_entry_id"] = entry.entry_id->str();
  return object;
}

json::array texts(const std::vector<std::string>& lines) {
  json::array array;
  for (const auto& line : lines) array.push_back(text(line));
  return array;
}

json::array times(const std::vector<loop::FolderTime>& folders) {
  json::array array;
  for (const auto& folder : folders) {
    array.push_back(json::object{{"project", text(folder.project)}, {"seconds", whole_seconds(folder.tracked)}});
  }
  return array;
}

json::array times(const std::vector<loop::IgnoredTime>& ignored) {
  json::array array;
  for (const auto& [project, tracked, agent] : ignored) {
    json::object time{{"project", text(project)}, {"seconds", whole_seconds(tracked)}};
    if (!agent.empty()) time["agent"] = text(agent);
    array.push_back(std::move(time));
  }
  return array;
}

json::object day_object(const loop::DayReport& day) {
  json::array entries;
  for (const auto& entry : day.entries) entries.push_back(entry_object(entry));
  json::object object{{"date", text(libsync::format_date(day.date))},
                      {"state", word_of(day.state)},
                      {"tracked_seconds", whole_seconds(day.tracked)},
                      {"attended_seconds", whole_seconds(day.attended)},
                      {"entries", std::move(entries)}};
  if (!day.foreign.empty()) {
    json::array foreign;
    for (const auto& entry : day.foreign) {
      json::object other{{"start", text(libsync::format_utc(entry.interval.start))},
                         {"end", text(libsync::format_utc(entry.interval.end))},
                         {"description", text(entry.description)},
                         {"ours", entry.ours}};
      if (entry.id) other["clockify_entry_id"] = entry.id->str();
      foreign.push_back(std::move(other));
    }
    object["foreign"] = std::move(foreign);
  }
  if (!day.drift.empty()) object["drift"] = texts(day.drift);
  if (!day.waits_for.empty()) object["waits_for"] = texts(day.waits_for);
  return object;
}

}  // namespace

json::object sync_object(const loop::SyncReport& report, std::string_view command, const std::string& hint) {
  json::object object = begin(command);
  object["dry_run"] = report.dry_run;
  object["time_zone"] = report.time_zone.empty() ? json::value(nullptr) : json::value(text(report.time_zone));
  object["since"] = date_or_null(report.since);
  object["until"] = date_or_null(report.until);
  if (report.import) object["import"] = import_object(*report.import);

  json::array days;
  for (const auto& day : report.days) days.push_back(day_object(day));
  object["days"] = std::move(days);

  object["unmapped"] = times(report.unmapped);
  object["ignored"] = times(report.ignored);
  if (!report.notes.empty()) object["notes"] = texts(report.notes);
  object["summary"] = json::object{{"days_synced", report.summary.days_synced},
                                   {"entries_posted", report.summary.entries_posted},
                                   {"entries_adopted", report.summary.entries_adopted},
                                   {"requests", report.summary.traffic.requests}};
  if (report.failure) object["error"] = error_object(*report.failure, hint);
  return object;
}

std::string sync_json(const loop::SyncReport& report, std::string_view command, const std::string& hint) {
  return finished(sync_object(report, command, hint));
}

std::string import_json(const libsync::Result<libsync::transcripts::ImportReport, libsync::Failure>& outcome,
                        const std::string& hint) {
  json::object object = begin("import");
  if (outcome) {
    object["import"] =
        import_object({.files = outcome->files, .sessions = outcome->sessions, .skipped = libsync::skipped(*outcome)});
    json::array problems;
    for (const auto& problem : outcome->problems) {
      problems.push_back(json::object{{"file", text(problem.file)},
                                      {"problem", text(libsync::transcripts::describe(problem.kind))},
                                      {"count", problem.count},
                                      {"line", problem.first_line},
                                      {"cause", text(problem.cause)}});
    }
    object["problems"] = std::move(problems);
    json::array projects;
    for (const auto& [project, time] : outcome->project_time) {
      projects.push_back(json::object{{"project", text(project)}, {"seconds", whole_seconds(time)}});
    }
    object["projects"] = std::move(projects);
  } else {
    object["error"] = error_object(outcome.error(), hint);
  }
  return finished(object);
}

std::string projects_json(const libsync::Result<libsync::ProjectList, libsync::Failure>& outcome,
                          const std::string& hint) {
  json::object object = begin("projects");
  if (!outcome) {
    object["error"] = error_object(outcome.error(), hint);
    return finished(object);
  }
  object["workspace_id"] = outcome->workspace.str();
  json::array projects;
  for (const auto& project : outcome->projects) {
    projects.push_back(json::object{{"id", project.id.str()},
                                    {"name", text(project.name)},
                                    {"client", text(project.client)},
                                    {"archived", project.archived}});
  }
  object["projects"] = std::move(projects);
  return finished(object);
}

std::string failure_json(const libsync::Failure& failure, std::string_view command, const std::string& hint) {
  if (command == "sync" || command == "status") {
    loop::SyncReport report;
    report.failure = failure;
    return sync_json(report, command, hint);
  }
  json::object object = begin(command);
  object["error"] = error_object(failure, hint);
  return finished(object);
}

std::string_view word_of(loop::DayState state) {
  switch (state) {
    case loop::DayState::synced:
      return "synced";
    case loop::DayState::already_synced:
      return "already_synced";
    case loop::DayState::planned:
      return "planned";
    case loop::DayState::partial:
      return "partial";
    case loop::DayState::waiting:
      return "waiting";
    case loop::DayState::no_time:
      return "no_time";
    case loop::DayState::day_off:
      return "day_off";
    case loop::DayState::occupied:
      return "occupied";
    case loop::DayState::unmapped:
      return "unmapped";
    case loop::DayState::not_reached:
      return "not_reached";
  }
  return "";
}

std::string_view word_of(loop::EntryState state) {
  switch (state) {
    case loop::EntryState::planned:
      return "planned";
    case loop::EntryState::posted:
      return "posted";
    case loop::EntryState::adopted:
      return "adopted";
    case loop::EntryState::already_posted:
      return "already_posted";
    case loop::EntryState::in_doubt:
      return "in_doubt";
    case loop::EntryState::refused:
      return "refused";
  }
  return "";
}

}  // namespace cli
