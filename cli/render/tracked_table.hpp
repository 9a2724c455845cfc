// SPDX-License-Identifier: MIT
//
// The answer of `report` for spreadsheets and for pages that read Markdown. Pure.
#pragma once

#include "render/tracked_rows.hpp"

#include <libsync/report/daybook.hpp>

#include <string>
#include <string_view>

namespace cli {

// RFC 4180, a heading first: one record for each period and project; ISO dates, whole seconds (tracked time rounded
// down) and decimal hours. A cell that a spreadsheet would take for a formula has an apostrophe in front.
[[nodiscard]] std::string tracked_csv(const libsync::report::Daybook& book, ReportBy by);

// A table of GitHub's Markdown, with the same rows and a total.
[[nodiscard]] std::string tracked_markdown(const libsync::report::Daybook& book, ReportBy by);

// One cell of CSV.
[[nodiscard]] std::string csv_cell(std::string_view text);

// `text` such that Markdown shows it as it is, inside a table too.
[[nodiscard]] std::string markdown_cell(std::string_view text);

}  // namespace cli
