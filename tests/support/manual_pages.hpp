// SPDX-License-Identifier: MIT
//
// The manual, taken apart for tests that compare it with the program.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace libsync::support {

using Words = std::set<std::string>;

// A file of docs/manual, without what stands between fences. Throws std::runtime_error when there is none.
[[nodiscard]] std::string manual_page(const std::string& name);

// What stands between backticks.
[[nodiscard]] std::vector<std::string> code_in(const std::string& text);

// The names in what stands between backticks: `rules.count` has two.
[[nodiscard]] Words names_in(const std::string& text);

// The names of all members of an answer in JSON, inner ones included.
[[nodiscard]] Words fields_of(const std::string& json);

}  // namespace libsync::support
