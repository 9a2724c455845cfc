// SPDX-License-Identifier: MIT
//
// Brings what is known of one file up to date: from where reading stopped if the file only grew, from the start if not.
#pragma once

#include "read/file_scan.hpp"
#include "read/walk.hpp"

#include <libsync/store/session_store.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace libsync::transcripts {

struct ReadOutcome {
  std::optional<store::SourceState> state;   // nothing when the file could not be opened
  std::vector<store::SourceState> sessions;  // of those that were read in a database
  std::vector<Problem> problems;
  std::int64_t bytes_read = 0;
};

// Where reading stopped in a file in which nothing was understood: it is read from its start once it changes.
inline constexpr std::int64_t k_not_understood = -1;

// Marks what other rules made of a source as long as it is not read again, which is to be from its start.
inline void make_stale(store::SourceState& state) {
  state.size = -1;
  state.read_to = k_not_understood;
  state.checksum = 0;
}
[[nodiscard]] inline bool is_stale(const store::SourceState& state) {
  return state.size < 0 && state.read_to == k_not_understood;
}

// `known` is the state of an earlier import, with points, or null. `on_bytes` hears of progress in bytes of the file.
[[nodiscard]] ReadOutcome read_file(const FoundFile& file, const store::SourceState* known, LineReader& reader,
                                    const std::function<void(std::int64_t)>& on_bytes);

}  // namespace libsync::transcripts
