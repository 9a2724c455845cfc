// SPDX-License-Identifier: MIT
//
// Stories as they happen to the database of OpenCode.
#pragma once

#include "story.hpp"

#include <string>
#include <vector>

namespace libsync::testing {

// The SQL of its transactions.
[[nodiscard]] std::vector<std::string> tell_as_opencode(const Story& story, Copies copies = Copies::made);

}  // namespace libsync::testing
