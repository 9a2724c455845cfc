// SPDX-License-Identifier: MIT
//
// The answer of `explain` as the JSON contract has it: enough to compute the plan of the day again. Pure.
#pragma once

#include <libsync/report/proof.hpp>
#include <libsync/workday/rules.hpp>

#include <string>
#include <string_view>

namespace cli {

// Instants have milliseconds, weights are whole milliseconds, everything of entries whole seconds.
[[nodiscard]] std::string explain_json(const libsync::report::Proof& proof, const libsync::workday::SyncRules& rules);

// "weighs", "outside"
[[nodiscard]] std::string_view word_of(libsync::report::Standing standing);

}  // namespace cli
