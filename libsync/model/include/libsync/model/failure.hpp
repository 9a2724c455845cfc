// SPDX-License-Identifier: MIT
//
// Why something that was asked for did not happen, ready to be shown.
#pragma once

#include <libsync/model/hint.hpp>
#include <libsync/model/time.hpp>

#include <optional>
#include <string>

namespace libsync {

// The kinds are the words of the JSON contract (`error.kind`) and decide the exit code.
enum class FailureKind {
  usage,         // 64
  conflict,      // 65: a person must settle it
  refused,       // 69: a permanent 4xx
  store,         // 74: the store cannot be used
  offline,       // 75: no connection, time-out, no trusted certificate
  unavailable,   // 75: Clockify answered with a fault of its own, or with something that is no answer
  rate_limited,  // 75
  in_doubt,      // 75: a POST whose outcome is not known yet
  locked,        // 75: another run holds the lock
  no_key,        // 77
  key_refused,   // 77
  config,        // 78
  interrupted,   // 130
  internal,      // 1
};

struct Failure {
  FailureKind kind;
  std::string message;              // "cannot <act> <object>: <cause>"; may hold text from outside, print it escaped
  Hint hint;                        // what to do next
  std::optional<UtcTime> retry_at;  // when another run makes sense
};

}  // namespace libsync
