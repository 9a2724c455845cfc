// SPDX-License-Identifier: MIT
//
// Folders of different roots that have one name and count as one: devcontainers and remote machines all say
// `/workspace`. Pure.
#pragma once

#include <libsync/loop/sync_loop.hpp>

#include <string>
#include <vector>

namespace libsync::loop {

// A sentence for each folder that was seen under several labels and that a line of the mapping without a label takes
// in for at least one of them. `projects`: every project path that a session was seen in.
[[nodiscard]] std::vector<std::string> shared_folders(const SyncRules& rules, const std::vector<std::string>& projects);

}  // namespace libsync::loop
