// SPDX-License-Identifier: MIT
#pragma once

#include "json/json_cursor.hpp"

#include <string_view>

namespace libsync::transcripts {

// Calls `visit(std::string_view)` for each value of the array that `text` begins with, as it is spelled. False when it
// begins with none, or one that is broken: then the values before that place were visited.
template <class Visit>
bool for_each_value(std::string_view text, Visit&& visit) {
  const auto skip_blanks = [&text] { text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size())); };
  skip_blanks();
  if (!text.starts_with('[')) return false;
  text.remove_prefix(1);
  skip_blanks();
  if (text.starts_with(']')) return true;
  while (true) {
    JsonCursor cursor{text};
    const std::string_view value = cursor.raw();
    if (!cursor.ok()) return false;
    visit(value);
    text.remove_prefix(static_cast<std::size_t>(cursor.position() - text.data()));
    skip_blanks();
    if (text.starts_with(']')) return true;
    if (!text.starts_with(',')) return false;
    text.remove_prefix(1);
  }
}

}  // namespace libsync::transcripts
