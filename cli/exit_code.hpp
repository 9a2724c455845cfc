// SPDX-License-Identifier: MIT
//
// What the process tells its caller, after sysexits(3). Scripts rely on the numbers: they never change their meaning.
#pragma once

#include <libsync/model/failure.hpp>

#include <string_view>

namespace cli {

enum class ExitCode {
  done = 0,
  unexpected = 1,
  usage = 64,
  conflict = 65,   // a person must settle it
  refused = 69,    // a permanent refusal by Clockify
  store = 74,      // the store cannot be used
  temporary = 75,  // run again later
  no_key = 77,     // no key, or it was refused
  config = 78,
  interrupted = 130,  // SIGINT, SIGTERM or SIGHUP
};

[[nodiscard]] ExitCode exit_code_of(libsync::FailureKind kind);

// The word of the JSON contract: "in_doubt".
[[nodiscard]] std::string_view word_of(libsync::FailureKind kind);

}  // namespace cli
