// SPDX-License-Identifier: MIT
#include "exit_code.hpp"

namespace cli {

using libsync::FailureKind;

ExitCode exit_code_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::usage:
      return ExitCode::usage;
    case FailureKind::conflict:
      return ExitCode::conflict;
    case FailureKind::refused:
      return ExitCode::refused;
    case FailureKind::store:
      return ExitCode::store;
    case FailureKind::offline:
    case FailureKind::unavailable:
    case FailureKind::rate_limited:
    case FailureKind::in_doubt:
    case FailureKind::locked:
      return ExitCode::temporary;
    case FailureKind::no_key:
    case FailureKind::key_refused:
      return ExitCode::no_key;
    case FailureKind::config:
      return ExitCode::config;
    case FailureKind::interrupted:
      return ExitCode::interrupted;
    case FailureKind::internal:
      return ExitCode::unexpected;
  }
  return ExitCode::unexpected;
}

std::string_view word_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::usage:
      return "usage";
    case FailureKind::conflict:
      return "conflict";
    case FailureKind::refused:
      return "refused";
    case FailureKind::store:
      return "store";
    case FailureKind::offline:
      return "offline";
    case FailureKind::unavailable:
      return "unavailable";
    case FailureKind::rate_limited:
      return "rate_limited";
    case FailureKind::in_doubt:
      return "in_doubt";
    case FailureKind::locked:
      return "locked";
    case FailureKind::no_key:
      return "no_key";
    case FailureKind::key_refused:
      return "key_refused";
    case FailureKind::config:
      return "config";
    case FailureKind::interrupted:
      return "interrupted";
    case FailureKind::internal:
      return "internal";
  }
  return "internal";
}

}  // namespace cli
