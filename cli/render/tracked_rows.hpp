// SPDX-License-Identifier: MIT
//
// The rows that every form of `report` shows. Pure.
#pragma once

#include <libsync/report/daybook.hpp>
#include <libsync/report/spelled.hpp>
#include <libsync/report/summary.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

using libsync::report::clock_hours;
using libsync::report::label_of;

enum class ReportBy { day, week, month, project };

// "week", in any case; nothing for another word.
[[nodiscard]] std::optional<ReportBy> report_by(std::string_view typed);
[[nodiscard]] std::string_view word_of(ReportBy by);

// What the first column is called.
[[nodiscard]] std::string_view heading_of(ReportBy by);

// "Mon 2026-02-02", of a week its first day, of a month "2026-02".
[[nodiscard]] std::string label_of(const libsync::report::Group& group, ReportBy by);

// By time; nothing for ReportBy::project, whose rows are the projects of the sum.
[[nodiscard]] std::vector<libsync::report::Group> groups_of(const libsync::report::Daybook& book, ReportBy by);

// As billed_hours(), of a group also for its days without times.
[[nodiscard]] std::string billed_of(const libsync::report::Sums& sums, bool has_days_without_times = false);

// "3.12": hours with two decimals, rounded.
[[nodiscard]] std::string decimal_hours(libsync::milliseconds duration);

}  // namespace cli
