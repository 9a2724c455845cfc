// SPDX-License-Identifier: MIT
//
// The streams of a run and what is known of them. Tests put string streams here.
#pragma once

#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <string>

namespace cli {

struct Console {
  std::istream& in;
  std::ostream& out;  // the answer
  std::ostream& err;  // progress and errors
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::size_t width = 80;  // columns of the terminal behind `out`, else of the one behind `err`

  // Asks for the key on the terminal and reads it without showing it; nothing when that ended or was interrupted.
  std::function<std::optional<std::string>()> read_hidden_line;

  // Whether what reads `out` has gone away, as `head` does once it has enough: no fault, and nothing to tell anybody.
  std::function<bool()> reader_is_gone = [] { return false; };

  // Readable once the run should stop; -1 for never.
  int interrupt_fd = -1;

  // Called before the first request that may change something: from here on a signal must not end the process at once.
  std::function<void()> before_first_request = [] {};
};

}  // namespace cli
