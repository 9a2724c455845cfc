// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "commands/sync_answer.hpp"
#include "dialogue.hpp"
#include "notify.hpp"
#include "render/backlog_text.hpp"
#include "render/progress.hpp"

#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace cli {
namespace {

namespace loop = libsync::loop;

constexpr std::ptrdiff_t k_days_to_read = 10;
constexpr std::size_t k_most_jobs = 16;

std::optional<std::size_t> jobs_in(std::string_view text) {
  std::size_t jobs = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), jobs);
  if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return jobs >= 1 && jobs <= k_most_jobs ? std::optional{jobs} : std::nullopt;
}

// What a person is asked to agree to: every entry, or the totals of more than anybody reads.
std::string plan_text(const Task& task, loop::SyncReport plan) {
  // A run itself knows them once it is connected.
  plan.project_names = libsync::remembered_names(task.settings);
  const auto context = text_context(task, plan, Stream::err);
  if (std::ranges::count_if(plan.days, is_to_be_posted) > k_days_to_read) {
    // Worth two requests, before that many go to the wrong place. Where there is no answer, the run says why.
    const auto whose = libsync::get_acquainted(task.settings, task.console.interrupt_fd);
    return backlog_text(plan, task.settings, whose ? std::optional{*whose} : std::nullopt, context);
  }
  for (auto& day : plan.days) {
    if (day.state == loop::DayState::not_reached) day.state = loop::DayState::planned;
  }
  return report_text(plan, ReportKind::plan, context);
}

ExitCode run_sync(const Task& task) {
  const auto& arguments = task.arguments;
  const auto days = days_asked_for(task);
  if (!days) return fail(task, days.error());
  loop::RunOptions options;
  options.dry_run = arguments.has("dry-run");
  options.import_first = !arguments.has("no-import");
  options.wait = arguments.has("wait");
  options.compare_done = task.invocation.verbose;
  options.since = days->since;
  options.until = days->until;
  options.jobs.reset();
  if (const auto asked = arguments.value("jobs")) {
    options.jobs = jobs_in(*asked);
    if (!options.jobs) {
      return fail(task,
                  UsageError{fmt::format("cannot use `--jobs {}`: that is no number from 1 to {}", *asked, k_most_jobs),
                             "without it, one entry is posted after the other, or 4 at once when they are many"});
    }
  }

  const bool quiet = task.invocation.quiet;
  loop::SyncReport report;
  bool declined = false;
  {
    Progress progress{task.console,
                      task.settings.zone,
                      {.draw = task.draws_progress,
                       .tell_waits = !quiet,
                       .ask = can_ask(task.console) && !arguments.has("yes") && !arguments.wants_json(),
                       .names_first_day = !quiet && !task.settings.config.sync.first_day,
                       .plan_text = [&](const loop::SyncReport& plan) { return plan_text(task, plan); },
                       .before_first_request = task.console.before_first_request}};
    report = libsync::sync(task.settings, options, progress, task.console.interrupt_fd);
    declined = progress.was_declined();
  }
  if (declined) {
    tell(task.console, "Nothing was sent.");
    return ExitCode::interrupted;
  }
  const ExitCode code = answer(task, report, options.dry_run ? ReportKind::dry_run : ReportKind::sync);
  notify(task, report);
  return code;
}

}  // namespace

const Command& sync_command() {
  static const Command command{
      .name = "sync",
      .alias = "",
      .summary = "fill the timesheet of every workday up to yesterday",
      .about =
          "Reads the transcripts, shares the work hours of each workday out among the projects you worked on, and "
          "makes the time entries in Clockify. Days that are done are never touched again, and a run that was cut "
          "short goes on where it stopped: running it twice makes nothing twice.",
      .operands = {.spelled = "[RANGE]", .kind = Operands::Kind::range, .fewest = 0, .most = 1},
      .flags = {{"dry-run,n", "", "show what would be posted; write nothing, send nothing"},
                {"since", "DATE", "first day (YYYY-MM-DD, today, yesterday or monday)"},
                {"until", "DATE", "last day, included; never later than yesterday"},
                {"no-import", "", "do not read the transcripts first"},
                {"wait", "", "sleep through a rate limit instead of stopping"},
                {"jobs,j", "N", "post so many entries at once, 1 to 16 (1, or 4 when there are more than 30)"},
                {"yes,y", "", "do not ask before the first entry"},
                {"json", "", "print one JSON object"}},
      .examples = {"claude-tracker sync --dry-run", "claude-tracker sync last-week",
                   "claude-tracker sync 2026-02-02..2026-02-06", "claude-tracker --quiet sync --wait      (from cron)"},
      .run = run_sync};
  return command;
}

}  // namespace cli
