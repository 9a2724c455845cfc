// SPDX-License-Identifier: MIT
//
// When each message was really written. Agents stamp copies anew when a session is resumed, never back in time, so the
// earliest copy tells.
#pragma once

#include "copies/repeats.hpp"
#include "packed/rough_set.hpp"

#include <cstdint>
#include <vector>

namespace libsync::transcripts {

class TrueTimes {
 public:
  TrueTimes() = default;

  // Looks at all sessions for the earliest copies of the messages in `repeats`.
  TrueTimes(const std::vector<SessionFiles>& sessions, const Repeats& repeats);

  // None of the copies was stamped anew.
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  // What the earliest copy of a message says.
  struct Truth {
    Instant time;
    std::uint32_t response = 0;

    // Equal for copies of one message, and for nothing else.
    [[nodiscard]] std::uint64_t message(std::uint64_t key) const {
      return response != 0 ? response_key(response, time) : key;
    }
  };
  [[nodiscard]] Truth of(const Point& point) const;

 private:
  struct Row {
    std::uint64_t key;
    Truth truth;
  };

  std::vector<Row> rows_;  // by key; only of messages whose copies disagree
  RoughSet keys_{0};       // of these, since most messages that are asked for are not among them
};

}  // namespace libsync::transcripts
