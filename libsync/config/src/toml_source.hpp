// SPDX-License-Identifier: MIT
//
// The text of a config beside what the parser says of it: where in the text a value or a line begins and ends.
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace libsync::config {

// A part of a text, as offsets: [begin, end).
struct Span {
  std::size_t begin;
  std::size_t end;
};

class TomlSource {
 public:
  // Throws toml::parse_error. Borrows `text`.
  explicit TomlSource(std::string_view text) : text_(text), document_(toml::parse(text)) {}

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const toml::table& document() const { return document_; }

  [[nodiscard]] std::size_t offset_of(const toml::source_position& position) const;
  // A value as it is written, without what follows on its line.
  [[nodiscard]] Span value(const toml::node& node) const;
  [[nodiscard]] std::size_t line_begin(std::size_t offset) const;
  // Of the line's end, where its line feed is or the text ends.
  [[nodiscard]] std::size_t line_end(std::size_t offset) const;
  // Whether the line has nothing but blanks before `offset`.
  [[nodiscard]] bool begins_line(std::size_t offset) const;
  // "\r\n" where the text has such lines.
  [[nodiscard]] std::string_view line_break() const;

 private:
  std::string_view text_;
  toml::table document_;
};

// Where the value that begins at `at` ends. `text` is valid TOML.
[[nodiscard]] std::size_t end_of_value(std::string_view text, std::size_t at);

// From `at` on, past blanks, line breaks and comments.
[[nodiscard]] std::size_t skip_space(std::string_view text, std::size_t at);

}  // namespace libsync::config
