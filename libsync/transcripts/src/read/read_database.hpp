// SPDX-License-Identifier: MIT
//
// Brings what is known of the sessions in one database up to date. Each of them is a transcript of its own, whose file
// is called as if the database were a folder: "<database>/<session>". Only those are read whose rows changed.
#pragma once

#include "read/read_file.hpp"

#include <span>

namespace libsync::transcripts {

// Where the names of the sessions in a database begin.
[[nodiscard]] inline std::string session_files_of(std::string_view database) {
  return std::string{database} + "/";
}

// The longest id of a session that is taken; agents use 32 bytes or so.
inline constexpr std::size_t k_longest_session_id = 200;

// `known` are the states of sessions of the database from an earlier import, with points, by file; those
// that are stale are read as well. The outcome has a state for the database and one for each session read.
[[nodiscard]] ReadOutcome read_database(const FoundFile& file, std::span<const store::SourceState> known,
                                        const std::function<void(std::int64_t)>& on_bytes);

}  // namespace libsync::transcripts
