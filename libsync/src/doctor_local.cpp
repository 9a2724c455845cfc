// SPDX-License-Identifier: MIT
#include "doctor_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace libsync {
namespace {

using std::chrono::days;

constexpr days k_soon{7};  // what is deleted by then may be forgotten until then
constexpr std::chrono::hours k_long_run{12};
constexpr std::size_t k_named_files = 10;

std::string date_text(UtcTime time, const DoctorFacts& facts) {
  return format_date(facts.zone ? facts.zone->date_of(time) : LocalDate{std::chrono::floor<days>(time)});
}

}  // namespace

void judge_config(const DoctorFacts& facts, std::vector<Finding>& findings) {
  findings.push_back(facts.config_failure ? failed(Check::config, *facts.config_failure)
                                          : passed(Check::config, facts.config_file.string()));
}

void judge_store(const DoctorFacts& facts, std::vector<Finding>& findings) {
  if (facts.store_failure) findings.push_back(failed(Check::store, *facts.store_failure));
  if (facts.server) {
    findings.push_back(
        passed(Check::store, fmt::format("{}: in reach, and keeps what it confirms ({} machine{})", *facts.server,
                                         facts.machines.size(), facts.machines.size() == 1 ? "" : "s")));
  }
  if (!facts.store) return;
  const auto& store = *facts.store;
  const std::string file = facts.database.string();
  if (!store.network_file_system.empty()) {
    findings.push_back(
        warning(Check::store,
                fmt::format("{} lies on {}, where locks and writes may not hold", file, store.network_file_system),
                {Step::use_local_disk}));
  }
  if (!store.exists) {
    findings.push_back(passed(Check::store, fmt::format("there is none at {} yet; the first import makes it", file)));
    return;
  }
  if (!store.damage.empty()) {
    findings.push_back(
        failed(Check::store, {FailureKind::store,
                              fmt::format("cannot use the store {}: it is damaged ({})", file, store.damage),
                              {Step::restore_store},
                              {}}));
  } else if (!store.may_write) {
    findings.push_back(failed(Check::store, {FailureKind::store,
                                             fmt::format("cannot write the store {}: permission denied", file),
                                             {Step::make_writable},
                                             {}}));
  } else {
    findings.push_back(passed(
        Check::store, fmt::format("{}: sound, with a {}", file, store.wal ? "write-ahead log" : "rollback journal")));
  }
}

void judge_run(const DoctorFacts& facts, std::vector<Finding>& findings) {
  if (!facts.store) return;
  if (!facts.store->run) {
    findings.push_back(passed(Check::run, "no run is under way"));
    return;
  }
  const auto& run = *facts.store->run;
  const std::string message = fmt::format("process {} is running since {}", run.process, format_utc(run.since));
  findings.push_back(facts.now - run.since > k_long_run ? warning(Check::run, message, {Step::run_after_other_use})
                                                        : passed(Check::run, message));
}

void judge_transcripts(const DoctorFacts& facts, std::vector<Finding>& findings) {
  if (facts.transcripts_failure) findings.push_back(failed(Check::transcripts, *facts.transcripts_failure));
  if (!facts.transcripts) return;
  const auto& seen = *facts.transcripts;
  if (seen.files == 0) {
    findings.push_back(warning(Check::transcripts, facts.no_transcripts, {Step::check_transcripts_folder}));
    return;
  }
  std::int64_t in_danger = 0;
  UtcTime first_lost = UtcTime::max();
  UtcTime last_written{};
  for (const auto& file : seen.waiting) {
    if (!file.kept_until || *file.kept_until > facts.now + k_soon) continue;
    ++in_danger;
    first_lost = std::min(first_lost, *file.kept_until);
    last_written = std::max(last_written, file.modified);
  }
  const std::string found = counted(seen.files, "transcript", "transcripts");
  if (in_danger > 0) {
    findings.push_back(warning(
        Check::transcripts,
        fmt::format("{} of {}, of work up to {}, {} not imported and may be deleted by the agent {}", in_danger, found,
                    date_text(last_written, facts), in_danger == 1 ? "is" : "are",
                    first_lost <= facts.now ? "any time" : fmt::format("from {} on", date_text(first_lost, facts))),
        {Step::import_now}));
    return;
  }
  const std::string waiting =
      seen.waiting.empty() ? "all imported" : fmt::format("{} not imported yet", seen.waiting.size());
  if (seen.kept && *seen.kept < k_soon && facts.scheduled.empty()) {
    findings.push_back(warning(Check::transcripts,
                               fmt::format("{}, {}; the agent deletes them after {}", found, waiting,
                                           counted(seen.kept->count(), "day", "days")),
                               {Step::schedule_runs}));
    return;
  }
  findings.push_back(passed(
      Check::transcripts,
      fmt::format(
          "{}, {}{}", found, waiting,
          seen.kept ? fmt::format("; the agent keeps them for {}", counted(seen.kept->count(), "day", "days")) : "")));
}

void judge_skipped(const DoctorFacts& facts, std::vector<Finding>& findings) {
  if (!facts.transcripts) return;
  const auto& skipped = facts.transcripts->skipped;
  if (skipped.empty()) findings.push_back(passed(Check::skipped, "every transcript can be read"));
  for (const auto& problem : skipped) {
    if (&problem - skipped.data() == k_named_files) {
      findings.push_back(
          warning(Check::skipped, fmt::format("and {} more", skipped.size() - k_named_files), {Step::mend_transcript}));
      return;
    }
    const Step step = problem.kind == transcripts::ProblemKind::unreadable       ? Step::check_permissions
                      : problem.kind == transcripts::ProblemKind::unknown_format ? Step::update_program
                                                                                 : Step::mend_transcript;
    const std::string cause = problem.cause.empty() ? "" : fmt::format(": {}", problem.cause);
    findings.push_back(warning(
        Check::skipped, fmt::format("{} {}{}", problem.file, transcripts::describe(problem.kind), cause), {step}));
  }
}

void judge_schedule(const DoctorFacts& facts, std::vector<Finding>& findings) {
  if (facts.scheduled.empty()) {
    findings.push_back(warning(Check::schedule, "nothing imports or syncs by itself", {Step::schedule_runs}));
  } else {
    findings.push_back(passed(Check::schedule, fmt::format("{}", fmt::join(facts.scheduled, ", "))));
  }
}

}  // namespace libsync
