// SPDX-License-Identifier: MIT
//
// Folders that are called the same in different places: every devcontainer says /workspace.
#pragma once

#include "read/walk.hpp"
#include "sorted_paths.hpp"

#include <libsync/store/session_store.hpp>
#include <libsync/transcripts/roots.hpp>

#include <string>
#include <vector>

namespace libsync::transcripts {

// A note when a folder was seen below several roots of one agent that somebody named without labels, and one of the
// `new_files` has it; empty otherwise. `files` and `states` are sorted by path.
[[nodiscard]] std::string note_on_same_folders(const std::vector<Root>& roots, const std::vector<FoundFile>& files,
                                               const std::vector<store::SourceState>& states,
                                               const SortedPaths& new_files);

}  // namespace libsync::transcripts
