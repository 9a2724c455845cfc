// SPDX-License-Identifier: MIT
#include "shell_word.hpp"

#include <algorithm>

namespace cli {

bool is_plain_word(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"/._-+:@,"}.find(c) != std::string_view::npos;
  });
}

std::string in_single_quotes(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return quoted + "'";
}

std::string shell_word(std::string_view word) {
  return is_plain_word(word) ? std::string{word} : in_single_quotes(word);
}

}  // namespace cli
