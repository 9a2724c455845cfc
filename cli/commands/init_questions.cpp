// SPDX-License-Identifier: MIT
#include "commands/init_questions.hpp"

#include "render/words.hpp"

#include <libsync/model/folder.hpp>
#include <libsync/model/text.hpp>
#include <libsync/project_search.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace cli {
namespace {

using libsync::Failure;
using libsync::LocalDate;
using libsync::LocalTime;
using libsync::printable;
using libsync::clockify::Project;
using libsync::clockify::Workspace;
using libsync::config::KeptKey;
using libsync::config::NamedProject;

// More folders than this are left to `map`: nobody answers questions without end.
constexpr std::size_t k_most_folders = 30;
constexpr std::size_t k_listed_projects = 20;
constexpr std::size_t k_number_width = 6;  // of "  12  " in front of a name

Failure bad_flag(const std::string& message, libsync::Hint hint = {}) {
  return {libsync::FailureKind::usage, message, std::move(hint), {}};
}

// "9:00", "09:00" and, for the end of the day, "24:00".
std::optional<LocalTime> time_of(const std::string& word, bool is_end) {
  if (is_end && word == "24:00") return LocalTime{24 * 60};
  return libsync::parse_time(word.find(':') == 1 ? "0" + word : word);
}

std::optional<std::size_t> number_of(std::string_view word, std::size_t most) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  const bool whole = error == std::errc{} && end == word.data() + word.size();
  return whole && number >= 1 && number <= most ? std::optional{number} : std::nullopt;
}

NamedProject named(const Project& project) {
  return {project.id, libsync::full_name(project)};
}

using InitialLine = libsync::config::InitialConfig::Line;

bool same_folder(std::string_view left, std::string_view right) {
  const libsync::FolderLess less;
  return !less(left, right) && !less(right, left);
}

// Whether one of the lines maps the folder or one it lies in; `mapped` is what a line maps.
template <class Line>
bool is_mapped(std::string_view folder, const std::vector<Line>& lines, std::string Line::*mapped) {
  for (; !folder.empty(); folder = libsync::parent_folder(folder)) {
    if (std::ranges::any_of(lines, [&](const Line& line) { return same_folder(line.*mapped, folder); })) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> InitQuestions::flags_missing(const Arguments& arguments, bool zone_is_given) {
  std::vector<std::string> missing;
  for (const char* flag : {"workspace", "work-day-start", "work-day-end", "first-day", "map"}) {
    if (!arguments.has(flag)) missing.push_back(std::string{"--"} + flag);
  }
  if (!zone_is_given) missing.emplace_back("--time-zone");
  return missing;
}

InitQuestions::Or<Workspace> InitQuestions::workspace(const libsync::Acquaintance& known) const {
  const auto& all = known.workspaces;
  if (all.empty()) {
    return Failure{libsync::FailureKind::config, "cannot go on without a workspace: this key has none", {}, {}};
  }
  const auto named_by = [&](const std::string& words) {
    return std::ranges::find_if(all, [&](const Workspace& workspace) {
      const std::string wanted = libsync::ascii_lower(words);
      return workspace.id.str() == wanted || libsync::ascii_lower(workspace.name) == wanted;
    });
  };
  if (const auto word = task_.arguments.value("workspace")) {
    const auto found = named_by(*word);
    if (found != all.end()) return *found;
    return bad_flag(fmt::format("cannot use the workspace `{}`: this key has none of that name", *word),
                    {libsync::Step::list_workspaces});
  }
  const auto suggested = before().workspace ? before().workspace : known.active();
  const auto active = std::ranges::find_if(all, [&](const Workspace& w) { return suggested == w.id; });
  const auto usual = active == all.end() ? all.begin() : active;
  if (!asks_ || all.size() == 1) return *usual;
  tell(task_.console, "Workspaces:");
  for (std::size_t i = 0; i < all.size(); ++i)
    tell(task_.console, fmt::format("  {:>2}  {}", i + 1, printable(all[i].name)), k_number_width);
  while (true) {
    const auto answer = dialogue_.ask("Workspace", std::to_string(usual - all.begin() + 1));
    if (const auto number = number_of(answer, all.size())) return all[*number - 1];
    if (const auto found = named_by(answer); found != all.end()) return *found;
    tell(task_.console, "Type its number or its name.");
  }
}

InitQuestions::Or<LocalTime> InitQuestions::time(std::string_view flag, std::string_view question,
                                                 std::string_view usual) const {
  const bool is_end = flag == "work-day-end";
  if (const auto word = task_.arguments.value(flag)) {
    if (const auto time = time_of(*word, is_end)) return *time;
    return bad_flag(fmt::format("cannot use `{}` for --{}: it is not a time of day", *word, flag),
                    {libsync::Step::write_value_like, std::string{usual}});
  }
  while (true) {
    const std::string answer = asks_ ? dialogue_.ask(question, usual) : std::string{usual};
    if (const auto time = time_of(answer, is_end)) return *time;
    tell(task_.console, "Type a time of day, for example 09:00.");
  }
}

InitQuestions::Or<InitQuestions::Hours> InitQuestions::hours() const {
  const auto usual = [](const std::optional<LocalTime>& time, const char* else_at) {
    return time ? libsync::format_time(*time) : else_at;
  };
  while (true) {
    const auto start = time("work-day-start", "Your work day begins at", usual(before().work_day_start, "09:00"));
    if (!start) return start.error();
    const auto end = time("work-day-end", "and ends at", usual(before().work_day_end, "17:00"));
    if (!end) return end.error();
    if (*start != *end) return Hours{*start, *end};
    const bool asked_again = asks_ && !(task_.arguments.has("work-day-start") && task_.arguments.has("work-day-end"));
    if (!asked_again) return bad_flag("cannot use work hours that end when they begin");
    tell(task_.console, "It must not end when it begins.");
  }
}

InitQuestions::Or<libsync::Zone> InitQuestions::zone(const std::string& profile) const {
  if (task_.invocation.overrides.time_zone) return task_.settings.zone;
  const auto of_profile = libsync::Zone::find(profile);
  const libsync::Zone usual = of_profile && !before().time_zone ? *of_profile : task_.settings.zone;
  while (asks_) {
    const auto zone = libsync::Zone::find(dialogue_.ask("Your days are in the time zone", usual.name()));
    if (zone) return *zone;
    tell(task_.console, "Type a name such as Europe/Berlin.");
  }
  return usual;
}

InitQuestions::Or<std::optional<LocalDate>> InitQuestions::first_day(LocalDate today) const {
  const auto read = [&](const std::string& word) -> std::optional<std::optional<LocalDate>> {
    if (libsync::ascii_lower(word) == "none") return std::optional<LocalDate>{};
    const auto date = date_of(word, today);
    if (!date) return std::nullopt;
    return std::optional<LocalDate>{*date};
  };
  if (const auto word = task_.arguments.value("first-day")) {
    if (const auto day = read(*word)) return *day;
    return bad_flag(fmt::format("cannot use `{}` for --first-day: it is not a date", *word),
                    {libsync::Step::write_value_like, "2026-11-02, or none"});
  }
  // Last week and this one: what a person can still check, and what few requests are enough for.
  const std::chrono::sys_days now{today};
  const LocalDate last_week{now - (std::chrono::weekday{now} - std::chrono::Monday) - std::chrono::days{7}};
  const auto usual = task_.settings.config_exists ? before().first_day : std::optional{last_week};
  while (asks_) {
    const auto answer = dialogue_.ask("The first day to bill (or none: all there are sessions of)",
                                      usual ? libsync::format_date(*usual) : "none");
    if (const auto day = read(answer)) return *day;
    tell(task_.console, "Type a date, for example 2026-11-02, or none.");
  }
  return usual;
}

InitQuestions::Or<std::vector<libsync::config::InitialConfig::Line>> InitQuestions::lines_of_flags(
    const std::vector<Project>& projects) const {
  std::vector<libsync::config::InitialConfig::Line> lines;
  for (const auto& pair : task_.arguments.values("map")) {
    const auto equals = pair.rfind('=');
    if (equals == std::string::npos || equals == 0) {
      return bad_flag(fmt::format("cannot use `{}` for --map: it is not FOLDER=PROJECT", pair));
    }
    const auto project = libsync::find_project(trimmed(pair.substr(equals + 1)), projects);
    if (!project) return project.error();
    lines.push_back({trimmed(pair.substr(0, equals)), named(*project)});
  }
  return lines;
}

InitQuestions::Or<InitQuestions::Mapping> InitQuestions::mapping(const std::vector<libsync::loop::FolderTime>& folders,
                                                                 const std::vector<Project>& projects,
                                                                 const std::vector<KeptKey>& kept) const {
  Mapping mapping;
  auto lines = lines_of_flags(projects);
  if (!lines) return lines.error();
  mapping.lines = *std::move(lines);
  if (const auto word = task_.arguments.value("other-project")) {
    const auto project = libsync::find_project(*word, projects);
    if (!project) return project.error();
    mapping.other = named(*project);
  } else if (const auto there = std::ranges::find(projects, before().other_project, &Project::id);
             there != projects.end()) {
    mapping.other = named(*there);
  }
  std::vector<libsync::loop::FolderTime> open;
  std::ranges::copy_if(folders, std::back_inserter(open), [&](const auto& folder) {
    return !is_mapped(folder.project, mapping.lines, &InitialLine::folder) &&
           !is_mapped(folder.project, kept, &KeptKey::key);
  });
  if (asks_ && !open.empty() && !projects.empty()) {
    ask_folders(mapping, open, projects);
  } else {
    mapping.left_out = std::move(open);
  }
  return mapping;
}

void InitQuestions::ask_folders(Mapping& mapping, const std::vector<libsync::loop::FolderTime>& folders,
                                const std::vector<Project>& projects) const {
  std::vector<Project> open;
  std::ranges::copy_if(projects, std::back_inserter(open), [](const Project& project) { return !project.archived; });
  tell(task_.console, "");
  tell(task_.console,
       "Which project does each folder belong to? Type a part of its name or its number; nothing leaves the folder out "
       "for now, o gives its time to the project for everything else.");
  if (open.size() <= k_listed_projects) {
    for (std::size_t i = 0; i < open.size(); ++i) {
      tell(task_.console, fmt::format("  {:>2}  {}", i + 1, printable(libsync::full_name(open[i]))), k_number_width);
    }
  }
  bool wants_other = false;
  for (std::size_t i = 0; i < folders.size(); ++i) {
    const auto& [folder, tracked] = folders[i];
    if (is_mapped(folder, mapping.lines, &InitialLine::folder)) continue;
    if (i >= k_most_folders) {
      mapping.left_out.push_back(folders[i]);
      continue;
    }
    bool other = false;
    const auto project =
        choose_project(fmt::format("{} ({})", printable(folder), human_duration(tracked)), open, &other);
    wants_other = wants_other || other;
    if (project) {
      mapping.lines.push_back({folder, named(*project)});
    } else {
      mapping.left_out.push_back(folders[i]);
    }
  }
  if (mapping.other || mapping.left_out.empty()) return;
  const auto project = choose_project(
      wants_other ? "The project for everything else" : "A project for the time in all other folders, or nothing", open,
      nullptr);
  if (project) mapping.other = named(*project);
}

std::optional<Project> InitQuestions::choose_project(const std::string& question, const std::vector<Project>& projects,
                                                     bool* other) const {
  while (true) {
    const std::string answer = dialogue_.ask(question);
    if (answer.empty()) return std::nullopt;
    if (other != nullptr && answer == "o") {
      *other = true;
      return std::nullopt;
    }
    const auto number_is = number_of(answer, projects.size());
    auto found = number_is ? std::vector<Project>{projects[*number_is - 1]} : libsync::projects_with(answer, projects);
    // A whole name goes before those that only have it in them.
    if (const auto exact = libsync::find_project(answer, projects); exact && !number_is) found = {*exact};
    if (found.size() == 1) {
      tell(task_.console, fmt::format("  -> {}", printable(libsync::full_name(found.front()))));
      return found.front();
    }
    if (found.empty()) tell(task_.console, "  There is no project with that in its name.");
    for (const auto& project : found) {
      const auto at = std::ranges::find(projects, project.id, &Project::id);
      tell(task_.console, fmt::format("  {:>2}  {}", at - projects.begin() + 1, printable(libsync::full_name(project))),
           k_number_width);
    }
  }
}

}  // namespace cli
