// SPDX-License-Identifier: MIT
//
// Walks the members of a JSON object from front to back and looks at nothing but what it is asked for. Strict about the
// members it walks over, blind to what is inside the values it skips. Never reads outside the text it was given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace libsync::transcripts {

// For each object: enter_object(), then while next_member(): exactly one of string(), boolean(), integer(),
// enter_object() with its own loop, skip(). A value of another kind than asked for is skipped.
class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  // Steps into the value if it is an object, else skips it and returns false.
  bool enter_object();

  // To the value of the next member; false behind the last one, and when the text is broken.
  bool next_member();

  // The name of that member, without escapes. Valid until the next call of next_member().
  [[nodiscard]] std::string_view key() const { return key_; }

  // The text between the quotes, escapes and all.
  std::optional<std::string_view> string();
  std::optional<bool> boolean();
  std::optional<std::int64_t> integer();
  void skip();

  // False as soon as something was not JSON; every later call does nothing.
  [[nodiscard]] bool ok() const { return at_ != nullptr; }

  // Where the cursor stands; null when not ok().
  [[nodiscard]] const char* position() const { return at_; }

 private:
  void skip_blanks();
  bool accept(char c);
  void fail() { at_ = nullptr; }
  std::string_view literal();

  const char* at_;
  const char* end_;
  bool first_ = true;  // no member of this object was seen yet
  std::string_view key_;
  std::string unescaped_key_;
};

// What a JSON string stands for; bytes that are no proper escape stay as they are.
[[nodiscard]] std::string unescape(std::string_view text);

}  // namespace libsync::transcripts
