// SPDX-License-Identifier: MIT
//
// What the store alone tells: no request, no import, no key, and nothing is written. The store is read from a private
// copy, so a run may go on meanwhile; one that does not exist yet has nothing in it.
#pragma once

#include <libsync/model/failure.hpp>
#include <libsync/model/result.hpp>
#include <libsync/report/daybook.hpp>
#include <libsync/report/proof.hpp>
#include <libsync/settings.hpp>

#include <optional>
#include <vector>

namespace libsync {

// Every day of the range. The kinds of failure are `config` and `store`.
[[nodiscard]] Result<report::Daybook, Failure> read_days(const Settings& settings, const report::DateRange& range);

// Those of the days that are done, oldest first; none where the configuration is too little for a sync.
[[nodiscard]] Result<std::vector<LocalDate>, Failure> done_days(const Settings& settings,
                                                                const report::DateRange& range);

// Why a day is billed as it is. Nothing for a date that the zone never had.
[[nodiscard]] Result<std::optional<report::Proof>, Failure> prove_day(const Settings& settings, LocalDate date);

}  // namespace libsync
