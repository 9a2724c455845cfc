// SPDX-License-Identifier: MIT
//
// From what is known of all files to sessions in the store: which sessions a change touches, and in which transactions
// they are written.
#pragma once

#include "assemble.hpp"
#include "sorted_paths.hpp"

#include <libsync/model/time.hpp>
#include <libsync/store/session_store.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace libsync::transcripts {

// What there is to write from.
struct KnownFiles {
  std::vector<store::SourceState>& states;  // of all files, by file, with points; those of written ones are taken
  const SortedPaths& changed;               // files whose states are new
  bool all_sessions = false;                // compute every session anew, also without a change of its files
  // Keys of sessions that a file was a part of and is not any more. What it shared with others may count for these now,
  // so every session is computed anew then, and all is written in one transaction. Those without a file are removed.
  const std::set<std::string>& left;
};

struct WrittenSessions {
  std::int64_t sessions = 0;
  std::map<std::string, milliseconds> project_time;  // active time of these sessions, by project
};

// Writes the sessions that the changed files touch, with the states of the changed files, in batches. Sessions that
// share messages are in one batch. `settings` is written last, so that a change of it that is cut off is made again.
// Throws store::StoreError.
WrittenSessions write_sessions(const KnownFiles& known, const SessionRules& rules,
                               const std::map<std::string, std::string>& settings, store::SessionStore& store);

}  // namespace libsync::transcripts
