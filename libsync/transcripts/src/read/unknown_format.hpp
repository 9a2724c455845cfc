// SPDX-License-Identifier: MIT
//
// What to say of a file in which nothing was understood.
#pragma once

#include "read/walk.hpp"

#include <libsync/transcripts/problem.hpp>

namespace libsync::transcripts {

// What was expected, and the version of the file's agent as far as its beginning tells.
[[nodiscard]] Problem unknown_format(const FoundFile& file);

}  // namespace libsync::transcripts
