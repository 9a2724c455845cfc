// SPDX-License-Identifier: MIT
//
// Questions to a person at a terminal.
#pragma once

#include "console.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cli {

// Where one can be had: questions are shown on standard error and answered on standard input.
[[nodiscard]] bool can_ask(const Console& console);

class Dialogue {
 public:
  // Thrown when the person leaves with Ctrl-D, or a signal ends the reading.
  struct Left {};

  explicit Dialogue(Console& console) : console_(console) {}

  // The answer without the blanks around it; `usual` for an empty one, which is shown beside the question.
  [[nodiscard]] std::string ask(std::string_view question, std::string_view usual = "") const;

  // "y" and "yes"; an empty answer is `usual`.
  [[nodiscard]] bool agree(std::string_view question, bool usual) const;

  // Says something in between, with a line end.
  void say(std::string_view words) const;

 private:
  Console& console_;
};

// Without the blanks and line ends around it.
[[nodiscard]] std::string trimmed(std::string_view text);

// A key that is typed without being shown, or the first line of a pipe; nothing when there is none.
[[nodiscard]] std::optional<std::string> read_key(Console& console);

}  // namespace cli
