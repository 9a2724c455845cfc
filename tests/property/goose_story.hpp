// SPDX-License-Identifier: MIT
//
// Stories as they happen to the database of Goose.
#pragma once

#include "story.hpp"

#include <string>
#include <vector>

namespace libsync::testing {

// The SQL of its transactions. What goes on within a message of OpenCode are further messages here, and the new version
// is that of schema 15: helpers before it are no sessions, which nobody forks. Without copies, forks are not made.
[[nodiscard]] std::vector<std::string> tell_as_goose(const Story& story, Copies copies = Copies::made);

}  // namespace libsync::testing
