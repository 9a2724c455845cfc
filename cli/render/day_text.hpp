// SPDX-License-Identifier: MIT
//
// One day of a report for people. Pure.
#pragma once

#include "render/report_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cli {

constexpr std::size_t k_state_width = 13;  // of the column that the words of states stand in

struct StateLook {
  std::string_view words;
  Tone tone;
};

[[nodiscard]] StateLook look_of(libsync::loop::DayState state);

// The line of the day and, where they matter, its entries, how it differs from what would be planned now, and what is
// in its way.
[[nodiscard]] std::string day_text(const libsync::loop::DayReport& day, ReportKind kind, const TextContext& context);

// "a, b and 3 more", printable.
[[nodiscard]] std::string joined(const std::vector<std::string>& parts, std::size_t at_most);

}  // namespace cli
