// SPDX-License-Identifier: MIT
//
// Runs a command of the user and keeps what it prints.
#pragma once

#include <libsync/model/secret.hpp>

#include <chrono>
#include <string>

namespace libsync::credentials {

struct CommandOutcome {
  enum class End {
    exited,       // `code` is its exit code
    signalled,    // `code` is the signal
    timed_out,    // it was killed with everything it had started
    interrupted,  // a signal reached us while it ran; it was killed too
    not_started,  // `code` is an errno
  };

  End end;
  int code = 0;
  Secret first_line;      // of its standard output, without the line end
  std::string complaint;  // the last line of its standard error, with whatever may be a key masked
};

// Runs `command` by /bin/sh in a process group of its own, with nothing on its standard input. Returns when it has
// ended, even if something it left running holds its output open, and after `limit` at the latest.
[[nodiscard]] CommandOutcome run_command(const std::string& command, std::chrono::milliseconds limit);

// `text` without `key` and without any word long enough to be one.
[[nodiscard]] std::string without_keys(std::string text, const Secret& key);

}  // namespace libsync::credentials
