// SPDX-License-Identifier: MIT
//
// The times of messages, in the forms in which agents and the programs that move their transcripts write them.
#pragma once

#include <libsync/model/time.hpp>

#include <optional>
#include <string_view>

namespace libsync::transcripts {

// RFC 3339 as parse_rfc3339() has it, also without seconds ("T10:05Z") and with an offset without its colon ("+0100");
// or a number of seconds or milliseconds since 1970. Nothing for anything else, and for times before 2020 and from 2100
// on: a clock that was never set says 1970, there were no agents before 2020, and nobody plans beyond 2100.
[[nodiscard]] std::optional<Instant> read_timestamp(std::string_view text);

}  // namespace libsync::transcripts
