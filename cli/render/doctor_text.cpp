// SPDX-License-Identifier: MIT
#include "render/doctor_text.hpp"

#include "exit_code.hpp"
#include "render/json_object.hpp"
#include "render/words.hpp"

#include <libsync/model/text.hpp>

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace cli {
namespace {

using libsync::Check;
using libsync::Diagnosis;
using libsync::Finding;
using libsync::Verdict;

constexpr std::size_t k_column = 20;  // where the messages begin
constexpr std::size_t k_narrow = 70;  // below it they begin on a line of their own

std::string_view word_of(Check check) {
  switch (check) {
    case Check::config:
      return "config";
    case Check::store:
      return "store";
    case Check::run:
      return "run";
    case Check::transcripts:
      return "transcripts";
    case Check::skipped:
      return "skipped";
    case Check::schedule:
      return "schedule";
    case Check::key:
      return "key";
    case Check::connection:
      return "connection";
    case Check::clock:
      return "clock";
    case Check::time_zone:
      return "time_zone";
    case Check::mapping:
      break;
  }
  return "mapping";
}

std::string_view word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::warn:
      return "warn";
    case Verdict::fail:
      break;
  }
  return "fail";
}

Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return Tone::good;
    case Verdict::warn:
      return Tone::attention;
    case Verdict::fail:
      break;
  }
  return Tone::bad;
}

std::string hint_of(const Finding& finding, const HintContext& hints) {
  if (finding.verdict == Verdict::pass) return "";
  return hint_text({finding.kind.value_or(libsync::FailureKind::internal), finding.message, finding.hint, {}}, hints);
}

std::string finding_text(const Finding& finding, const HintContext& hints, const DoctorLook& look) {
  const std::string verdict = Palette{look.colour}.paint(tone_of(finding.verdict), word_of(finding.verdict));
  std::string subject{word_of(finding.check)};
  std::ranges::replace(subject, '_', ' ');
  const bool narrow = look.width < k_narrow;
  const std::size_t indent = narrow ? 6 : k_column;
  const std::string message = wrapped(libsync::printable(finding.message), look.width, indent);
  std::string text = narrow
                         ? fmt::format("{}  {}\n{}", verdict, subject, message)
                         : fmt::format("{}  {} {}", verdict, padded(subject, k_column - 7), message.substr(k_column));
  if (const std::string hint = hint_of(finding, hints); !hint.empty()) {
    text += wrapped(fmt::format("hint: {}", libsync::printable(hint)), look.width, indent);
  }
  return text;
}

std::int64_t count(const Diagnosis& diagnosis, Verdict verdict) {
  return std::ranges::count(diagnosis.findings, verdict, &Finding::verdict);
}

std::string summary(const Diagnosis& diagnosis) {
  const auto failed = count(diagnosis, Verdict::fail);
  const auto warned = count(diagnosis, Verdict::warn);
  if (failed == 0 && warned == 0) return "All is well.";
  std::string text;
  if (failed > 0) text = fmt::format("{} to mend", count_of(failed, "thing", "things"));
  if (warned > 0) {
    text += fmt::format("{}{} to look at", failed > 0 ? ", " : "", count_of(warned, "thing", "things"));
  }
  return text + ".";
}

}  // namespace

std::string doctor_text(const Diagnosis& diagnosis, const HintContext& hints, const DoctorLook& look) {
  std::string text;
  for (const auto& finding : diagnosis.findings) {
    if (look.only_what_is_wrong && finding.verdict == Verdict::pass) continue;
    text += finding_text(finding, hints, look);
  }
  if (!look.only_what_is_wrong) text += fmt::format("\n{}\n", summary(diagnosis));
  return text;
}

std::string doctor_json(const Diagnosis& diagnosis, const HintContext& hints) {
  namespace json = boost::json;
  json::object object = begin("doctor");
  json::array checks;
  for (const auto& finding : diagnosis.findings) {
    json::object check{{"check", word_of(finding.check)},
                       {"verdict", word_of(finding.verdict)},
                       {"message", cli::text(finding.message)}};
    if (const std::string hint = hint_of(finding, hints); !hint.empty()) check["hint"] = cli::text(hint);
    checks.push_back(std::move(check));
  }
  object["checks"] = std::move(checks);
  object["summary"] = json::object{{"pass", count(diagnosis, Verdict::pass)},
                                   {"warn", count(diagnosis, Verdict::warn)},
                                   {"fail", count(diagnosis, Verdict::fail)},
                                   {"requests", diagnosis.requests}};
  if (const auto worst = libsync::worst_of(diagnosis)) {
    const auto finding = std::ranges::find(diagnosis.findings, worst, &Finding::kind);
    object["error"] = error_object({*worst, finding->message, finding->hint, {}}, hint_of(*finding, hints));
  }
  return finished(object);
}

}  // namespace cli
