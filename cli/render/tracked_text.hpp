// SPDX-License-Identifier: MIT
//
// The answer of `report` for people on a terminal: tracked beside billed, with bars. Pure. Everything from outside is
// escaped.
#pragma once

#include "render/tracked_rows.hpp"

#include <libsync/report/daybook.hpp>

#include <cstddef>
#include <string>

namespace cli {

struct TrackedStyle {
  std::size_t width = 100;  // columns; no word is broken to keep to them
  bool colour = false;
  bool shorten_paths = false;  // that are wider than a line, by their middle
  bool verbose = false;        // every folder without a project
};

[[nodiscard]] std::string tracked_text(const libsync::report::Daybook& book, ReportBy by, const TrackedStyle& style);

}  // namespace cli
