// SPDX-License-Identifier: MIT
//
// The answer of `report` as the JSON contract has it. Pure.
#pragma once

#include "render/tracked_rows.hpp"

#include <libsync/report/daybook.hpp>

#include <string>
#include <string_view>

namespace cli {

// Sums by period and project, and every day with its entries and what is to be said of it. Durations are whole seconds,
// those of tracked time rounded down.
[[nodiscard]] std::string tracked_json(const libsync::report::Daybook& book, ReportBy by);

// The words of the contract: "not_over", "in_doubt"; "created", "found", "adopted", "earlier".
[[nodiscard]] std::string_view word_of(libsync::report::DayState state);
[[nodiscard]] std::string_view word_of(libsync::report::EntryState state);
[[nodiscard]] std::string_view word_of(libsync::store::Origin origin);

}  // namespace cli
