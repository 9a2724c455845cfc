// SPDX-License-Identifier: MIT
#include "doctor_findings.hpp"

#include <fmt/format.h>

#include <utility>

namespace libsync {
namespace {

// What has to be mended first stands first.
int rank_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::config:
      return 0;
    case FailureKind::no_key:
    case FailureKind::key_refused:
      return 1;
    case FailureKind::store:
      return 2;
    default:
      return 3;
  }
}

}  // namespace

Finding passed(Check check, std::string message) {
  return {.check = check, .verdict = Verdict::pass, .message = std::move(message)};
}

Finding warning(Check check, std::string message, Hint hint) {
  return {.check = check, .verdict = Verdict::warn, .message = std::move(message), .hint = std::move(hint)};
}

Finding failed(Check check, const Failure& failure) {
  return {
      .check = check, .verdict = Verdict::fail, .message = failure.message, .hint = failure.hint, .kind = failure.kind};
}

std::string counted(std::int64_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::vector<Finding> judge(const DoctorFacts& facts) {
  std::vector<Finding> findings;
  for (const auto& judge_one : {judge_config, judge_store, judge_run, judge_transcripts, judge_skipped, judge_schedule,
                                judge_key, judge_connection, judge_clock, judge_time_zone, judge_mapping}) {
    judge_one(facts, findings);
  }
  return findings;
}

std::optional<FailureKind> worst_of(const Diagnosis& diagnosis) {
  std::optional<FailureKind> worst;
  for (const auto& finding : diagnosis.findings) {
    if (finding.kind && (!worst || rank_of(*finding.kind) < rank_of(*worst))) worst = finding.kind;
  }
  return worst;
}

}  // namespace libsync
