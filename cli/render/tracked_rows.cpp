// SPDX-License-Identifier: MIT
#include "render/tracked_rows.hpp"

#include "render/words.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <array>
#include <utility>

namespace cli {

namespace report = libsync::report;

namespace {

constexpr std::array<std::pair<ReportBy, std::string_view>, 4> k_words{
    {{ReportBy::day, "day"}, {ReportBy::week, "week"}, {ReportBy::month, "month"}, {ReportBy::project, "project"}}};

}  // namespace

std::optional<ReportBy> report_by(std::string_view typed) {
  const std::string word = libsync::ascii_lower(typed);
  for (const auto& [by, known] : k_words) {
    if (known == word) return by;
  }
  return std::nullopt;
}

std::string_view word_of(ReportBy by) {
  for (const auto& [known, word] : k_words) {
    if (known == by) return word;
  }
  return "";
}

std::string_view heading_of(ReportBy by) {
  return by == ReportBy::week ? "week from" : word_of(by);
}

std::string label_of(const report::Group& group, ReportBy by) {
  return by == ReportBy::month ? libsync::format_date(group.dates.first).substr(0, 7) : day_name(group.dates.first);
}

std::vector<report::Group> groups_of(const report::Daybook& book, ReportBy by) {
  switch (by) {
    case ReportBy::day:
      return report::group_by(book, report::Period::day);
    case ReportBy::week:
      return report::group_by(book, report::Period::week);
    case ReportBy::month:
      return report::group_by(book, report::Period::month);
    case ReportBy::project:
      break;
  }
  return {};
}

std::string billed_of(const report::Sums& sums, bool has_days_without_times) {
  return report::billed_hours(sums.billed, has_days_without_times || sums.without_times > 0);
}

std::string decimal_hours(libsync::milliseconds duration) {
  const auto hundredths = (duration.count() + 18'000) / 36'000;
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

}  // namespace cli
