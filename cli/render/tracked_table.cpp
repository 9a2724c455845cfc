// SPDX-License-Identifier: MIT
#include "render/tracked_table.hpp"

#include "render/json_object.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cli {
namespace {

namespace report = libsync::report;
using libsync::format_date;

std::string csv_record(std::string_view period, const report::Group& group, std::string_view project,
                       std::string_view id, const report::Sums& sums, int days_without_times = 0) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", period, format_date(group.dates.first),
                     format_date(group.dates.last), csv_cell(project), id, whole_seconds(sums.tracked),
                     whole_seconds(sums.attended), sums.billed.count(), sums.planned.count(),
                     decimal_hours(sums.tracked), decimal_hours(sums.attended), decimal_hours(sums.billed),
                     decimal_hours(sums.planned), sums.without_times, days_without_times);
}

std::string markdown_row(std::string_view first, std::string_view project, const report::Sums& sums,
                         std::string_view billed, std::string_view bold = "") {
  const auto cell = [&](std::string_view words) { return fmt::format("{0}{1}{0}", bold, words); };
  std::string row = first.empty() ? "|" : fmt::format("| {} |", first);
  return row + fmt::format(" {} | {} | {} | {} | {} |\n", project, cell(clock_hours(sums.tracked)),
                           cell(clock_hours(sums.attended)), cell(billed), cell(clock_hours(sums.planned)));
}

// The older tool marked its days, and the store does not know yet which entries they have.
bool lacks_its_entries(const report::Group& group) {
  return group.projects.empty() && group.days_without_times > 0;
}

// `text`, which is printable, with an apostrophe in front of what a spreadsheet would take for a formula: at the start,
// and behind a semicolon, which some take for the end of a cell even inside of quotes.
std::string without_formulas(std::string_view text) {
  constexpr std::array<std::string_view, 8> k_starts{"=", "+", "-", "@", "＝", "＋", "－", "＠"};
  std::string harmless;
  bool at_start = true;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view next = libsync::take_character(rest).bytes;
    if (at_start && std::ranges::find(k_starts, next) != k_starts.end()) harmless += '\'';
    at_start = next == ";" || (at_start && (next == " " || next == "\""));
    harmless += next;
  }
  return harmless;
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell = without_formulas(libsync::printable(text));
  if (cell.find_first_of(",;\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string{c};
  return quoted + '"';
}

std::string markdown_cell(std::string_view text) {
  std::string cell;
  for (const char c : libsync::printable(text)) {
    if (c == '&') {
      cell += "&amp;";
    } else if (c == '<') {
      cell += "&lt;";
    } else if (c == '@') {
      cell += "&#64;";  // would call for the person of that name
    } else if (c == ':') {
      cell += "&#58;";  // would make a link
    } else {
      if (std::string_view{"\\`*_[].|~>"}.find(c) != std::string_view::npos) cell += '\\';
      cell += c;
    }
  }
  return cell;
}

std::string tracked_csv(const report::Daybook& book, ReportBy by) {
  std::string csv =
      "period,from,to,project,project_id,tracked_seconds,attended_seconds,billed_seconds,planned_seconds,"
      "tracked_hours,attended_hours,billed_hours,planned_hours,entries_without_times,days_without_times\r\n";
  auto groups = groups_of(book, by);
  if (by == ReportBy::project) groups.push_back(report::sum_up(book));
  const std::string_view period = by == ReportBy::project ? "range" : word_of(by);
  for (const auto& group : groups) {
    for (const auto& project : group.projects) {
      const std::string id = project.project ? project.project->str() : "";
      csv += csv_record(period, group, label_of(project), id, project.sums);
    }
    // In a record of their own: they are of no project, and the column is to be summed up.
    if (group.days_without_times > 0) csv += csv_record(period, group, "", "", {}, group.days_without_times);
  }
  return csv;
}

std::string tracked_markdown(const report::Daybook& book, ReportBy by) {
  const bool by_time = by != ReportBy::project;
  std::string text = by_time ? fmt::format("| {} |", heading_of(by)) : "|";
  text += " project | tracked | attended | billed | planned |\n";
  text += by_time ? "| --- |" : "|";
  text += " --- | ---: | ---: | ---: | ---: |\n";
  const auto total = report::sum_up(book);
  auto groups = groups_of(book, by);
  if (!by_time) groups.push_back(total);
  for (const auto& group : groups) {
    const std::string first = by_time ? markdown_cell(label_of(group, by)) : "";
    for (const auto& project : group.projects) {
      text += markdown_row(first, markdown_cell(label_of(project)), project.sums, billed_of(project.sums));
    }
    if (lacks_its_entries(group)) text += markdown_row(first, "", {}, "done");
  }
  const bool untimed = total.days_without_times > 0 || total.sums.without_times > 0;
  text += markdown_row(by_time ? "**total**" : "", by_time ? "" : "**total**", total.sums,
                       billed_of(total.sums, untimed), "**");
  return untimed ? text + "\n*done* and *+*: by the older tool, which kept no times.\n" : text;
}

}  // namespace cli
