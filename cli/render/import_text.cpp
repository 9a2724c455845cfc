// SPDX-License-Identifier: MIT
#include "render/import_text.hpp"

#include "render/words.hpp"

#include <libsync/model/text.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace cli {
namespace {

using libsync::printable;

constexpr std::size_t k_shown_projects = 12;
constexpr std::size_t k_shown_problems = 8;

std::string problems_by_kind(const libsync::transcripts::ImportReport& report) {
  std::map<libsync::transcripts::ProblemKind, std::int64_t> counts;
  for (const auto& problem : report.problems) counts[problem.kind] += problem.count;
  std::string text;
  for (const auto& [kind, count] : counts) {
    text += fmt::format("  skipped: {} ({})\n", libsync::transcripts::describe(kind), count);
  }
  return text;
}

std::string problems_by_file(const libsync::transcripts::ImportReport& report) {
  std::string text;
  for (const auto& problem : report.problems) {
    text += fmt::format("  skipped: {}: {}", printable(problem.file), libsync::transcripts::describe(problem.kind));
    if (problem.first_line > 0) text += fmt::format(", line {}", problem.first_line);
    if (problem.count > 1) text += fmt::format(" and {} more", problem.count - 1);
    if (!problem.cause.empty()) text += fmt::format(" ({})", printable(problem.cause));
    text += "\n";
  }
  return text;
}

}  // namespace

std::string import_text(const libsync::transcripts::ImportReport& report, bool verbose) {
  std::string text = fmt::format("{} with {}: {} new or changed", count_of(report.files, "transcript", "transcripts"),
                                 count_of(report.sessions, "session", "sessions"), report.files_read);
  const auto skipped = libsync::skipped(report);
  const bool named = verbose || report.problems.size() <= k_shown_problems;
  if (skipped > 0) text += fmt::format(", {} skipped{}", skipped, named ? "" : " (--verbose would have named them)");
  text += ".\n";

  std::vector<std::pair<std::string, libsync::milliseconds>> projects{report.project_time.begin(),
                                                                      report.project_time.end()};
  std::stable_sort(projects.begin(), projects.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  const std::size_t shown = verbose ? projects.size() : std::min(projects.size(), k_shown_projects);
  for (std::size_t i = 0; i < shown; ++i) {
    text += fmt::format("  {:>12}  {}\n", human_duration(projects[i].second), printable(projects[i].first));
  }
  if (shown < projects.size()) text += fmt::format("  {:>12}  and {} more\n", "", projects.size() - shown);
  return text + (named ? problems_by_file(report) : problems_by_kind(report));
}

}  // namespace cli
