// SPDX-License-Identifier: MIT
//
// Tells somebody that a sync needs a person: `notify_command` of the config is run with the JSON of the run on its
// standard input.
#pragma once

#include <libsync/loop/sync_report.hpp>

namespace cli {

struct Task;

// Whether running again is not enough: a conflict, a refusal, a store, a key or a config that cannot be used, or a day
// that is occupied or whose time has no project.
[[nodiscard]] bool needs_person(const libsync::loop::SyncReport& report);

// Runs the command if there is one and it is needed, for half a minute at most. What becomes of it changes nothing;
// when it fails there is a note on `err`. A dry run tells nobody.
void notify(const Task& task, const libsync::loop::SyncReport& report);

}  // namespace cli
