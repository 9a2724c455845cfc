// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "dialogue.hpp"
#include "render/change_text.hpp"
#include "render/json_object.hpp"

#include <libsync/config_change.hpp>
#include <libsync/model/text.hpp>
#include <libsync/reports.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

namespace cli {
namespace {

namespace json = boost::json;
using libsync::LocalDate;

std::string spelled(const DayRange& days) {
  return days.first == days.last
             ? libsync::format_date(days.first)
             : fmt::format("{}..{}", libsync::format_date(days.first), libsync::format_date(days.last));
}

std::string off_json(const DayRange& days, bool undo, bool changed, const std::vector<LocalDate>& done) {
  json::object object = begin("off");
  object["first"] = text(libsync::format_date(days.first));
  object["last"] = text(libsync::format_date(days.last));
  object["off"] = !undo;
  object["changed"] = changed;
  json::array dates;
  for (const LocalDate day : done) dates.push_back(text(libsync::format_date(day)));
  object["done"] = std::move(dates);
  return finished(object);
}

// A day that was posted is not taken back by being off.
void note_done(const Task& task, const std::vector<LocalDate>& done) {
  if (done.empty() || task.invocation.quiet) return;
  const std::string days = done.size() == 1
                               ? libsync::format_date(done.front())
                               : fmt::format("{} days from {} to {}", done.size(), libsync::format_date(done.front()),
                                             libsync::format_date(done.back()));
  const bool one = done.size() == 1;
  note(task.console,
       fmt::format("{} {} done already and {} so; `{}` takes {} back", days, one ? "is" : "are", one ? "stays" : "stay",
                   command_to_type(task, "undo " + spelled({done.front(), done.back()})), one ? "it" : "them"));
}

std::string answer_text(const DayRange& days, bool undo, bool changed) {
  const bool one = days.first == days.last;
  const std::string_view is = one ? "is" : "are";
  if (undo)
    return fmt::format("{} {} no {}{}.\n", spelled(days), is, one ? "day off" : "days off", changed ? " any more" : "");
  return fmt::format("{} {} {}{}.\n", spelled(days), is, one ? "a day off" : "days off",
                     changed ? " from now on" : " already");
}

ExitCode run_off(const Task& task) {
  const auto days = range_of(task.arguments.operands.front(), libsync::today(task.settings));
  if (!days) return fail(task, UsageError{"cannot tell which days are meant", "for example 2026-12-24..2027-01-06"});
  if (const auto error = fault_in(*days, libsync::config::k_most_days_off)) return fail(task, *error);
  const bool undo = task.arguments.has("undo");
  const bool dry_run = task.arguments.has("dry-run");
  const libsync::config::Edit edit =
      undo ? libsync::config::Edit{libsync::config::RemoveDaysOff{days->first, days->last}}
           : libsync::config::AddDaysOff{days->first, days->last};
  const auto change = libsync::plan_change(task.settings, task.environment.home, edit);
  if (!change) return fail(task, change.error());
  const auto done = undo ? libsync::Result<std::vector<LocalDate>, libsync::Failure>{std::vector<LocalDate>{}}
                         : libsync::done_days(task.settings, {days->first, days->last});
  if (!done) return fail(task, done.error());
  if (!dry_run) {
    const auto made = libsync::make_change(task.settings, *change);
    if (!made) return fail(task, made.error());
  }
  if (task.arguments.wants_json()) {
    task.console.out << off_json(*days, undo, !change->is_none(), *done);
    return ExitCode::done;
  }
  if (dry_run && !change->is_none()) {
    task.console.out << change_text(task.settings.config_file, *change, Palette{task.colour_out})
                     << "Nothing was written.\n";
  } else {
    tell_done(task, answer_text(*days, undo, !change->is_none()));
  }
  note_done(task, *done);
  return ExitCode::done;
}

}  // namespace

const Command& off_command() {
  static const Command command{
      .name = "off",
      .alias = "",
      .summary = "take days off, or back",
      .about =
          "Adds to `days_off` in the configuration, whose comments and order stay as they are. Nothing is posted for a "
          "day off. A day that is done already stays done.",
      .operands = {.spelled = "RANGE", .kind = Operands::Kind::range, .fewest = 1, .most = 1},
      .flags = {{"undo", "", "they are workdays again"},
                {"dry-run,n", "", "show the changed lines and write nothing"},
                {"json", "", "print one JSON object"}},
      .examples = {"claude-tracker off 2026-12-24", "claude-tracker off 2026-12-24..2027-01-06",
                   "claude-tracker off --undo 2027-01-04"},
      .run = run_off};
  return command;
}

}  // namespace cli
