// SPDX-License-Identifier: MIT
//
// Walks the members of a JSON object from front to back and looks at nothing but what it is asked for. Strict about the
// members it walks over, blind to what is inside the values it skips. Never reads outside the text it was given.
#pragma once

#include "json/short_string.hpp"
#include "json/structure.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <forward_list>
#include <optional>
#include <string>
#include <string_view>

namespace libsync::transcripts {

// What a JSON string stands for; bytes that are no proper escape stay as they are.
[[nodiscard]] std::string unescape(std::string_view text);

// Which bytes numbers, `true`, `false` and `null` are made of.
inline constexpr std::array<bool, 256> k_in_literals = [] {
  std::array<bool, 256> in{};
  for (const char c : std::string_view{"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-+."}) {
    in[static_cast<unsigned char>(c)] = true;
  }
  return in;
}();

// For each object: enter_object(), then while next_member(): exactly one of string(), text(), scalar(), raw(),
// boolean(), integer(), enter_object() with its own loop, skip(). A value of another kind than asked for is skipped.
// It has many functions because there is one for each kind of value, and all of them move the same place in the text.
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
  // The same without escapes. Valid as long as the cursor.
  std::optional<std::string_view> text();
  // The same of a string, and a number, `true`, `false` or `null` as it is spelled.
  std::optional<std::string_view> scalar();
  std::optional<bool> boolean();
  std::optional<std::int64_t> integer();
  // A number of things, from 0 to more than there can be.
  std::int64_t count() { return std::clamp<std::int64_t>(integer().value_or(0), 0, std::int64_t{1} << 48U); }
  // Any value, as it is spelled.
  std::string_view raw();
  void skip();

  // False as soon as something was not JSON; every later call does nothing.
  [[nodiscard]] bool ok() const { return at_ != nullptr; }

  // Where the cursor stands; null when not ok().
  [[nodiscard]] const char* position() const { return at_; }

  // Nothing behind this place was looked at.
  [[nodiscard]] const char* reached() const { return at_ != nullptr ? at_ : failed_at_ != nullptr ? failed_at_ : end_; }

 private:
  void skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\r' || *at_ == '\n')) ++at_;
  }

  bool accept(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  void fail() {
    failed_at_ = at_;
    at_ = nullptr;
  }
  // From behind an opening quote to behind the closing one. False if there were escapes, or may have been.
  bool find_end_of_string();
  std::optional<std::string_view> string(bool& plain);
  std::string_view keep_unescaped(std::string_view text);
  void skip_literal();
  std::string_view literal();

  const char* at_;
  const char* end_;
  const char* failed_at_ = nullptr;  // null also when the text ended inside a value
  bool first_ = true;                // no member of this object was seen yet
  std::string_view key_;
  std::string unescaped_key_;
  std::forward_list<std::string> unescaped_;  // few texts have escapes
};

inline bool JsonCursor::find_end_of_string() {
  const char* at = at_;
  // Most are short and have no escapes.
  for (int i = 0; i < 3 && end_ - at >= k_short_step; ++i, at += k_short_step) {
    const unsigned place = find_quote_or_escape(at);
    if (place == k_short_step) continue;
    if (at[place] == '\\') break;
    at_ = at + place + 1;
    return true;
  }
  at_ = skip_string(at_, end_);
  return false;
}

inline bool JsonCursor::next_member() {
  if (at_ == nullptr) return false;
  skip_blanks();
  if (accept('}')) {
    first_ = false;  // the object around it goes on behind this one
    return false;
  }
  if (!first_ && !accept(',')) {
    fail();
    return false;
  }
  first_ = false;
  skip_blanks();
  if (!accept('"')) {
    fail();
    return false;
  }
  const char* const start = at_;
  const bool plain = find_end_of_string();
  if (at_ == nullptr) return false;
  key_ = {start, static_cast<std::size_t>(at_ - 1 - start)};
  skip_blanks();
  if (!accept(':')) {
    fail();
    return false;
  }
  if (!plain) key_ = unescaped_key_ = unescape(key_);
  return true;
}

inline std::optional<std::string_view> JsonCursor::string(bool& plain) {
  if (at_ == nullptr) return std::nullopt;
  skip_blanks();
  if (!accept('"')) {
    skip();
    return std::nullopt;
  }
  const char* const start = at_;
  plain = find_end_of_string();
  if (at_ == nullptr) return std::nullopt;
  return std::string_view{start, static_cast<std::size_t>(at_ - 1 - start)};
}

inline std::optional<std::string_view> JsonCursor::string() {
  bool plain = false;
  return string(plain);
}

inline std::optional<std::string_view> JsonCursor::text() {
  bool plain = true;
  const auto raw = string(plain);
  return plain || !raw ? raw : keep_unescaped(*raw);
}

inline std::optional<std::string_view> JsonCursor::scalar() {
  if (at_ == nullptr) return std::nullopt;
  skip_blanks();
  if (at_ != end_ && *at_ == '"') return text();
  const auto spelled = literal();
  return spelled.empty() ? std::nullopt : std::optional{spelled};
}

inline void JsonCursor::skip_literal() {
  const char* const start = at_;
  while (at_ != end_ && k_in_literals[static_cast<unsigned char>(*at_)]) ++at_;
  if (at_ == start) fail();
}

inline void JsonCursor::skip() {
  if (at_ == nullptr) return;
  skip_blanks();
  if (accept('"')) {
    find_end_of_string();
  } else if (at_ != end_ && (*at_ == '{' || *at_ == '[')) {
    at_ = skip_container(at_, end_);
  } else {
    skip_literal();
  }
}

inline std::string_view JsonCursor::raw() {
  if (at_ == nullptr) return {};
  skip_blanks();
  const char* const start = at_;
  skip();
  return at_ == nullptr ? std::string_view{} : std::string_view{start, static_cast<std::size_t>(at_ - start)};
}

}  // namespace libsync::transcripts
