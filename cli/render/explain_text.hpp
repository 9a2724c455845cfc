// SPDX-License-Identifier: MIT
//
// The answer of `explain` for people. Pure. Everything from outside is escaped.
#pragma once

#include <libsync/report/proof.hpp>
#include <libsync/workday/rules.hpp>

#include <cstddef>
#include <string>

namespace cli {

struct ExplainStyle {
  std::size_t width = 100;  // columns; no word is broken to keep to them
  bool colour = false;
  bool shorten_paths = false;  // that are wider than a line, by their middle
};

[[nodiscard]] std::string explain_text(const libsync::report::Proof& proof, const libsync::workday::SyncRules& rules,
                                       const ExplainStyle& style);

}  // namespace cli
