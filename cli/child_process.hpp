// SPDX-License-Identifier: MIT
//
// Runs another program and waits for it.
#pragma once

#include <libsync/model/time.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace cli {

struct ChildOutcome {
  enum class End {
    exited,       // `code` is its exit code
    signalled,    // `code` is the signal
    timed_out,    // it was killed with everything it had started
    not_started,  // `code` is an errno
  };

  End end = End::not_started;
  int code = 0;
  std::string output;  // what it wrote to its standard output, at most the first MiB

  [[nodiscard]] bool succeeded() const { return end == End::exited && code == 0; }
};

// `words` are the program, looked for in PATH, and its arguments. `input` is its standard input, as a file; its
// standard error is this process's. The API key is not in its environment.
[[nodiscard]] ChildOutcome run_child(const std::vector<std::string>& words, std::string_view input,
                                     libsync::milliseconds limit);

}  // namespace cli
