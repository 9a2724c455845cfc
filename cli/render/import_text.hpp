// SPDX-License-Identifier: MIT
//
// The answer of `import` for people. Pure; everything from outside is escaped.
#pragma once

#include <libsync/transcripts/importer.hpp>

#include <string>

namespace cli {

// What was read, the active time that is new by project, and what was skipped: how much of each kind, or with `verbose`
// by file.
[[nodiscard]] std::string import_text(const libsync::transcripts::ImportReport& report, bool verbose);

}  // namespace cli
