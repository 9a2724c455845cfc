// SPDX-License-Identifier: MIT
//
// Lines that fit a terminal. Pure. A width is in columns; 0 stands for a pipe or a file, which nothing narrows.
#pragma once

#include "render/words.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace cli {

// Whether columns are given up for lines that are broken where they must.
[[nodiscard]] constexpr bool is_narrow(std::size_t width) {
  return width != 0 && width < 100;
}

// One line of pieces side by side. What does not fit goes on below, further in; no word is ever broken.
class FlowingLine {
 public:
  struct Place {
    std::size_t width;        // of the terminal
    std::size_t indent = 0;   // of the first line
    std::size_t hanging = 4;  // of those below it
  };

  FlowingLine(Place place, const Palette& palette);

  // `column` is what the piece takes at least where there is room for columns; `gap` the blanks between it and what is
  // in front of it.
  void add(std::string_view text, Tone tone = Tone::plain, std::size_t column = 0, std::size_t gap = 2);

  // With a line end; nothing when nothing was added.
  [[nodiscard]] std::string str() const;

 private:
  [[nodiscard]] bool fits(std::size_t columns) const;
  void put(std::string_view text, Tone tone, std::size_t gap);
  void begin_line();

  Place place_;
  const Palette& palette_;
  std::string text_;
  std::size_t used_ = 0;     // columns of the last line
  std::size_t padding_ = 0;  // blanks that the next piece of this line has in front of it
  bool at_start_ = true;     // of a line
};

// "/home/me/work/api" in `columns`, if need be as "/home/.../api" or ".../api": whole components, the last one always.
[[nodiscard]] std::string shortened_path(std::string_view path, std::size_t columns);

}  // namespace cli
