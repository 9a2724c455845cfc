// SPDX-License-Identifier: MIT
//
// A day that the older tool began, planned to its end. Pure.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/loop/sync_loop.hpp>
#include <libsync/store/day_plan.hpp>
#include <libsync/workday/draft.hpp>

#include <optional>
#include <span>
#include <vector>

namespace libsync::loop {

using workday::Draft;

// The rows of a day that the older tool began and did not finish: its entries fill the work hours from their start, and
// the buckets that have none yet share what is left. Nothing when the entries do not lie like that, or when no bucket
// is left to fill the rest.
[[nodiscard]] std::optional<std::vector<store::OutboxRow>> continue_earlier(const Draft& draft,
                                                                            std::span<const clockify::Entry> earlier,
                                                                            const SyncRules& rules);

// Whether every row of the plan has its entry, as it was planned.
[[nodiscard]] bool is_complete(const store::DayPlan& plan);

}  // namespace libsync::loop
