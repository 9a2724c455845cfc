// SPDX-License-Identifier: MIT
//
// What `status` says beside the days: what needs a person, the hours of two weeks, and the next command. Pure.
#pragma once

#include "render/report_text.hpp"

#include <libsync/loop/sync_report.hpp>
#include <libsync/report/daybook.hpp>
#include <libsync/report/totals.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cli {

// What no run puts right by itself.
struct Need {
  std::string about;    // a day, or what else it is
  std::string what;     // "occupied", "conflict"
  std::string way_out;  // in words, with commands to type
};

// Oldest first. `book` has the days of the report.
[[nodiscard]] std::vector<Need> needs_of(const libsync::loop::SyncReport& report, const libsync::report::Daybook& book,
                                         const TextContext& context);

// What the next `sync` would do.
struct NextRun {
  std::int64_t entries = 0;
  std::int64_t requests = 0;  // at most: what is remembered is not asked for
};
[[nodiscard]] NextRun next_run(const libsync::loop::SyncReport& report);

[[nodiscard]] std::string status_text(const libsync::loop::SyncReport& report, const libsync::report::Daybook& book,
                                      const libsync::report::WeekTotals& totals, const TextContext& context);

// The object of the contract: that of a sync with the entries of the days that are done, `totals` and `next`.
[[nodiscard]] std::string status_json(const libsync::loop::SyncReport& report, const libsync::report::Daybook& book,
                                      const libsync::report::WeekTotals& totals);

}  // namespace cli
