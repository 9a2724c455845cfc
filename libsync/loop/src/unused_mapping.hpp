// SPDX-License-Identifier: MIT
//
// Lines of the mapping that no session matches: most likely a typing error, since the folder was not worked in. Pure.
#pragma once

#include <libsync/loop/sync_loop.hpp>

#include <string>
#include <vector>

namespace libsync::loop {

// A sentence for each line, in the order of the mapping. `projects`: every project path that a session was seen in;
// none yet says nothing about the mapping.
[[nodiscard]] std::vector<std::string> unused_mapping(const SyncRules& rules, const std::vector<std::string>& projects);

}  // namespace libsync::loop
