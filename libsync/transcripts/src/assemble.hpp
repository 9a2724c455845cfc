// SPDX-License-Identifier: MIT
//
// From the points of a session to the session: intervals, projects, tokens. Pure.
#pragma once

#include "copies/attribution.hpp"

#include <libsync/model/session.hpp>

#include <optional>

namespace libsync::transcripts {

struct SessionRules {
  milliseconds idle_timeout;
  milliseconds attended_window;  // how long time is attended from a typed message on

  friend bool operator==(const SessionRules&, const SessionRules&) = default;
};

// The session that the files hold, without the messages that count elsewhere. Empty if they never held a message.
// A session all of whose messages count elsewhere is there, without active time.
//
// Gaps below the idle timeout are active, in the folder of the message that ends them; a message that does not know its
// folder is in that of the one before it. Such a gap belongs to its last message alone: that the one before it counts
// elsewhere does not matter. The idle timeout is the one that `attribution` knows. An interval ends where time begins
// or ends to be attended. Time of a row of the older tool outside the span of the files is kept, as one stretch, as far
// as the files do not account for the row's duration.
[[nodiscard]] std::optional<Session> assemble(const SessionFiles& files, std::uint32_t number,
                                              const Attribution& attribution, const SessionRules& rules);

}  // namespace libsync::transcripts
