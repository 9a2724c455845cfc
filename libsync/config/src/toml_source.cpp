// SPDX-License-Identifier: MIT
#include "toml_source.hpp"

#include <libsync/model/text.hpp>

#include <algorithm>

namespace libsync::config {
namespace {

constexpr std::string_view k_byte_order_mark = "\xef\xbb\xbf";

std::size_t end_of_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool escapes = quote == '"';
  const std::string three(3, quote);
  const bool many_lines = text.substr(at, 3) == three;
  const std::string_view closing = many_lines ? std::string_view{three} : text.substr(at, 1);
  std::size_t end = at + closing.size();
  while (end < text.size() && text.substr(end, closing.size()) != closing)
    end += escapes && text[end] == '\\' ? 2U : 1U;
  end += closing.size();
  // Up to two quotes may stand before the three that close it.
  for (int more = 0; many_lines && more < 2 && end < text.size() && text[end] == quote; ++more) ++end;
  return std::min(end, text.size());
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (is_blank(text[at]) || text[at] == '\r' || text[at] == '\n') {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

std::size_t end_of_value(std::string_view text, std::size_t at) {
  if (text[at] == '"' || text[at] == '\'') return end_of_string(text, at);
  if (text[at] == '[' || text[at] == '{') {
    int depth = 0;
    while (at < text.size()) {
      const char c = text[at];
      if (c == '"' || c == '\'') {
        at = end_of_string(text, at);
        continue;
      }
      if (c == '#') {
        at = skip_space(text, at);
        continue;
      }
      ++at;
      if (c == '[' || c == '{') ++depth;
      if ((c == ']' || c == '}') && --depth == 0) break;
    }
    return at;
  }
  std::size_t end = std::min(text.find_first_of(",]}#\r\n", at), text.size());
  while (end > at && is_blank(text[end - 1])) --end;
  return end;
}

std::size_t TomlSource::offset_of(const toml::source_position& position) const {
  std::size_t at = text_.starts_with(k_byte_order_mark) ? k_byte_order_mark.size() : 0;
  for (toml::source_index line = 1; line < position.line; ++line) at = std::min(line_end(at) + 1, text_.size());
  std::string_view rest = text_.substr(at);
  for (toml::source_index column = 1; column < position.column && !rest.empty(); ++column) {
    [[maybe_unused]] const auto passed = take_character(rest);
  }
  return text_.size() - rest.size();
}

Span TomlSource::value(const toml::node& node) const {
  const std::size_t begin = offset_of(node.source().begin);
  return {begin, end_of_value(text_, begin)};
}

std::size_t TomlSource::line_begin(std::size_t offset) const {
  if (offset == 0) return 0;
  const std::size_t before = text_.find_last_of('\n', offset - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

std::size_t TomlSource::line_end(std::size_t offset) const {
  return std::min(text_.find('\n', offset), text_.size());
}

bool TomlSource::begins_line(std::size_t offset) const {
  std::string_view before = text_.substr(line_begin(offset), offset - line_begin(offset));
  if (before.starts_with(k_byte_order_mark)) before.remove_prefix(k_byte_order_mark.size());
  return std::ranges::all_of(before, is_blank);
}

std::string_view TomlSource::line_break() const {
  const std::size_t first = text_.find('\n');
  return first != std::string_view::npos && first > 0 && text_[first - 1] == '\r' ? "\r\n" : "\n";
}

}  // namespace libsync::config
