// SPDX-License-Identifier: MIT
//
// Which session a message belongs to when several files hold a copy of it: resumed, forked and reopened sessions repeat
// what came before. The earliest copy counts; of equally early ones the one that was written for its session; of those
// the one in the session whose key sorts first.
#pragma once

#include "transcript.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace libsync::transcripts {

// One session's files: more than one when the same name lies below several roots.
struct SessionFiles {
  std::string key;
  std::vector<PackedTranscript> files;
};

class Copies {
 public:
  // Looks for copies of the messages of the `wanted` sessions in all of them. `sessions` must be sorted by key; the
  // numbers are indices into it. Uses a bounded amount of memory beside the result.
  Copies(const std::vector<SessionFiles>& sessions, const std::vector<bool>& wanted);

  // Whether the point counts for this session. Valid for wanted sessions.
  [[nodiscard]] bool counts(const Point& point, std::uint32_t session) const;

  // For each wanted session, pairs of sessions that share a message with it.
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, std::uint32_t>>& shared() const { return shared_; }

 private:
  struct Winner {
    std::uint64_t key;
    Instant time;
    std::uint32_t session;
  };

  [[nodiscard]] bool wins(std::uint64_t key, Instant time, std::uint32_t session) const;

  std::vector<Winner> winners_;  // by key; only of messages with copies
  std::vector<std::pair<std::uint32_t, std::uint32_t>> shared_;
};

}  // namespace libsync::transcripts
