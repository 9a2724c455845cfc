// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "render/tracked_json.hpp"
#include "render/tracked_table.hpp"
#include "render/tracked_text.hpp"

#include <libsync/model/text.hpp>
#include <libsync/model/written_file.hpp>
#include <libsync/report/page.hpp>
#include <libsync/reports.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace cli {
namespace {

namespace report = libsync::report;

// The first day of the month before that of `date`.
libsync::LocalDate month_before(libsync::LocalDate date) {
  const auto month = std::chrono::year_month{date.year(), date.month()} - std::chrono::months{1};
  return month / std::chrono::day{1};
}

// What is not named: through today, and from the start of the month before the last day.
libsync::Result<report::DateRange, UsageError> range_asked_for(const Task& task) {
  const auto days = days_asked_for(task);
  if (!days) return days.error();
  const auto today = libsync::today(task.settings);
  if (days->since && !days->until && *days->since > today) {
    return UsageError{
        fmt::format("cannot report from {} on: that day is still to come", libsync::format_date(*days->since)),
        "name a day up to today, or the last day too"};
  }
  const auto last = days->until.value_or(today);
  const DayRange range{days->since.value_or(month_before(last)), last};
  if (const auto error = fault_in(range)) return *error;
  return report::DateRange{range.first, range.last};
}

// The forms that were asked for, of which there may be one.
std::vector<std::string_view> forms(const Task& task) {
  std::vector<std::string_view> asked;
  for (const std::string_view form : {"csv", "md", "json", "html"}) {
    if (task.arguments.has(form)) asked.push_back(form);
  }
  return asked;
}

// Writes the page as a whole or not at all; why not, or nothing. What is no plain file is not replaced by one.
std::string write_page(std::filesystem::path file, const std::string& page) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (std::filesystem::exists(status)) {
    if (std::filesystem::is_directory(status)) return "it is a folder";
    if (!std::filesystem::is_regular_file(status)) return "it is no plain file";
    file = std::filesystem::canonical(file, error);
    if (error) return error.message();
  }
  const int failed = libsync::replace_file(file, page, S_IRUSR | S_IWUSR);
  return failed == 0 ? "" : std::generic_category().message(failed);
}

ExitCode answer_with_page(const Task& task, const report::Daybook& book) {
  const std::string file = task.arguments.value("html").value_or("-");
  const std::string page = report::page_of(book);
  if (file == "-") {
    task.console.out << page;
    return ExitCode::done;
  }
  if (const std::string cause = write_page(file, page); !cause.empty()) {
    return fail(task, UsageError{fmt::format("cannot write the page `{}`: {}", file, cause),
                                 "name a file in a folder that you may write to, or - for standard output"});
  }
  if (!task.invocation.quiet) task.console.out << fmt::format("Wrote {}.\n", libsync::printable(file));
  return ExitCode::done;
}

ExitCode answer(const Task& task, const report::Daybook& book, ReportBy by, std::string_view form) {
  if (form == "csv") {
    task.console.out << tracked_csv(book, by);
  } else if (form == "md") {
    task.console.out << tracked_markdown(book, by);
  } else if (form == "json") {
    task.console.out << tracked_json(book, by);
  } else if (form == "html") {
    return answer_with_page(task, book);
  } else {
    task.console.out << tracked_text(book, by,
                                     {.width = answer_width(task),
                                      .colour = task.colour_out,
                                      .shorten_paths = task.console.out_is_terminal,
                                      .verbose = task.invocation.verbose});
  }
  return ExitCode::done;
}

ExitCode run_report(const Task& task) {
  const auto range = range_asked_for(task);
  if (!range) return fail(task, range.error());
  const std::string word = task.arguments.value("by").value_or("day");
  const auto by = report_by(word);
  if (!by) {
    return fail(task, UsageError{fmt::format("cannot report by `{}`: it is no period", word),
                                 "say --by day, week, month or project"});
  }
  const auto asked = forms(task);
  if (asked.size() > 1) {
    return fail(task, UsageError{fmt::format("cannot print --{} and --{} at once", asked[0], asked[1]),
                                 "run the command once for each"});
  }
  const auto book = libsync::read_days(task.settings, *range);
  if (!book) return fail(task, book.error());
  note_whose(task, book->is_sure_whose);
  const ExitCode code = answer(task, *book, *by, asked.empty() ? "" : asked.front());
  const bool is_empty =
      std::ranges::all_of(book->days, [](const auto& day) { return day.folders.empty() && day.entries.empty(); });
  if (code == ExitCode::done && is_empty) {
    tell_notes(task, transcript_notes(task, libsync::survey_transcripts(task.settings)));
  }
  return code;
}

}  // namespace

const Command& report_command() {
  static const Command command{
      .name = "report",
      .alias = "",
      .summary = "show tracked time beside what is billed",
      .about =
          "Tells from the store alone what was tracked, what of it a person attended, what stands in Clockify and what "
          "a run would still post: asks Clockify nothing, imports nothing, changes nothing. Without a RANGE it is "
          "about this month and the one before it.",
      .operands = {.spelled = "[RANGE]", .kind = Operands::Kind::range, .fewest = 0, .most = 1},
      .flags = {{"by", "PERIOD", "day, week, month or project (day)"},
                {"since", "DATE", "first day (YYYY-MM-DD, today, yesterday or monday)"},
                {"until", "DATE", "last day, included"},
                {"csv", "", "print records for a spreadsheet"},
                {"md", "", "print a table of Markdown"},
                {"json", "", "print one JSON object"},
                {"html", "FILE", "write one page that needs nothing else, for you alone; - prints it"}},
      .examples = {"claude-tracker report", "claude-tracker report last-week --by project",
                   "claude-tracker report 2026-10 --csv", "claude-tracker report --html timesheet.html"},
      .run = run_report};
  return command;
}

}  // namespace cli
