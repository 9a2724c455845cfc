// SPDX-License-Identifier: MIT
//
// What is said to a person at a terminal, and asked. On standard error, so that the answer of a command stays alone;
// lines break at the width of the terminal, and nowhere off one.
#pragma once

#include "console.hpp"

#include <cstddef>
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

  // "y" and "yes", "n" and "no", in any case; an empty answer is `usual`, which is shown beside the question. Anything
  // else is asked again; who leaves does not agree.
  [[nodiscard]] bool agree(std::string_view question, bool usual) const;

 private:
  [[nodiscard]] std::optional<std::string> answer_to(std::string_view question, std::string_view usual,
                                                     std::string_view mark) const;

  Console& console_;
};

// `words`, printable, as a line of their own; `hanging` is where it goes on when it is longer than the terminal is
// wide.
void tell(const Console& console, std::string_view words, std::size_t hanging = 2);

// "note: ..." as a line of its own. `words` may hold text from outside.
void note(const Console& console, std::string_view words);

// Without the blanks and line ends around it.
[[nodiscard]] std::string trimmed(std::string_view text);

// A key that is typed without being shown, or the first line of a pipe; nothing when there is none.
[[nodiscard]] std::optional<std::string> read_key(Console& console);

}  // namespace cli
