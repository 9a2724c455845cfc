// SPDX-License-Identifier: MIT
//
// What can be wrong with the mapping without being an error of the config: lines that no session matches, most likely
// a typing error, and ids that Clockify does not have. Pure.
#pragma once

#include <libsync/loop/sync_loop.hpp>
#include <libsync/model/ids.hpp>
#include <libsync/store/account_store.hpp>

#include <span>
#include <string>
#include <vector>

namespace libsync::loop {

// A sentence for each line that no session matches and a folder without a project is spelled like, then for the others,
// one for all of them where they are many. `projects`: every project path that a session was seen in; none yet says
// nothing about the mapping.
[[nodiscard]] std::vector<std::string> unused_mapping(const SyncRules& rules, const std::vector<std::string>& projects);

// The project that was probably meant: the one with the nearest id, else the one that is named like the folder.
// Archived ones are not considered. Null when there is none.
[[nodiscard]] const store::RememberedProject* nearest_project(const ProjectId& id, const std::string& folder,
                                                              std::span<const store::RememberedProject> projects);

}  // namespace libsync::loop
