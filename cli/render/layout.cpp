// SPDX-License-Identifier: MIT
#include "render/layout.hpp"

#include <algorithm>

namespace cli {

FlowingLine::FlowingLine(Place place, const Palette& palette)
    : place_(place), palette_(palette), text_(place.indent, ' '), used_(place.indent) {}

bool FlowingLine::fits(std::size_t columns) const {
  return place_.width == 0 || columns <= place_.width;
}

void FlowingLine::begin_line() {
  text_ += '\n';
  text_.append(place_.hanging, ' ');
  used_ = place_.hanging;
  padding_ = 0;
  at_start_ = true;
}

void FlowingLine::put(std::string_view text, Tone tone, std::size_t gap) {
  const std::size_t blanks = at_start_ ? 0 : padding_ + gap;
  text_.append(blanks, ' ');
  text_ += palette_.paint(tone, text);
  used_ += blanks + display_width(text);
  padding_ = 0;
  at_start_ = false;
}

void FlowingLine::add(std::string_view text, Tone tone, std::size_t column, std::size_t gap) {
  if (text.empty()) return;
  const std::size_t width = display_width(text);
  if (at_start_ || fits(used_ + padding_ + gap + width)) {
    if (fits(used_ + width)) {
      put(text, tone, gap);
      if (!is_narrow(place_.width) && width < column) padding_ = column - width;
      return;
    }
  } else if (fits(place_.hanging + width)) {
    begin_line();
    put(text, tone, gap);
    return;
  }
  for (std::size_t blanks = gap; !text.empty(); blanks = 1) {
    const auto end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!at_start_ && !fits(used_ + padding_ + blanks + display_width(word))) begin_line();
    put(word, tone, blanks);
  }
}

std::string FlowingLine::str() const {
  return at_start_ && used_ == place_.indent ? std::string{} : text_ + '\n';
}

std::string shortened_path(std::string_view path, std::size_t columns) {
  constexpr std::string_view k_separators = "/\\";
  constexpr std::string_view k_left_out = "...";
  const auto first = path.find_first_of(k_separators, 1);
  if (display_width(path) <= columns || first == std::string_view::npos) return std::string{path};
  for (const std::string_view head : {path.substr(0, first + 1), std::string_view{}}) {
    auto cut = head.empty() ? first : path.find_first_of(k_separators, first + 1);
    for (; cut != std::string_view::npos; cut = path.find_first_of(k_separators, cut + 1)) {
      std::string shortened = std::string{head}.append(k_left_out).append(path.substr(cut));
      if (display_width(shortened) <= columns) return shortened;
    }
  }
  return std::string{k_left_out}.append(path.substr(path.find_last_of(k_separators)));
}

}  // namespace cli
