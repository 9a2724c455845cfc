// SPDX-License-Identifier: MIT
//
// What is known of one agent transcript, and what a question about a stretch of time returns. Plain values.
#pragma once

#include <libsync/model/time.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace libsync {

// A stretch in which consecutive messages are closer than the idle timeout, spent in one project. Half-open.
struct ActiveInterval {
  InstantInterval span;
  std::string project;   // a folder, as the transcript gives it
  bool attended = true;  // a person had typed not long before; an interval is split where this changes

  friend bool operator==(const ActiveInterval&, const ActiveInterval&) = default;
};

struct TokenCounts {
  std::int64_t input = 0;
  std::int64_t output = 0;
  std::int64_t cache_creation = 0;
  std::int64_t cache_read = 0;

  friend bool operator==(const TokenCounts&, const TokenCounts&) = default;
};

struct Session {
  std::string source_path;  // which transcript: unique in the store
  std::string agent;        // who left it, as agent_name() has it; or one that a newer version knows
  std::string project;      // the first one seen
  Instant start;            // earliest message
  Instant end;              // latest message; equals start for a single one
  // Sorted, disjoint, inside [start, end]. May be empty: a lone message is no time.
  std::vector<ActiveInterval> active;
  TokenCounts tokens;

  [[nodiscard]] milliseconds active_time() const {
    milliseconds sum{0};
    for (const auto& interval : active) sum += interval.span.duration();
    return sum;
  }

  friend bool operator==(const Session&, const Session&) = default;
};

// The part of a session's active time in one project that lies inside a range that was asked for.
struct TrackedTime {
  std::string source_path;
  std::string project;
  Instant first_activity;             // inside the range
  milliseconds active;                // above zero
  milliseconds attended = active;     // the part of it that is attended
  std::string agent = "claude-code";  // of the session; what the older tool knew is of Claude Code

  friend bool operator==(const TrackedTime&, const TrackedTime&) = default;
};

}  // namespace libsync
