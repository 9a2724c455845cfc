// SPDX-License-Identifier: MIT
#include "json/json_cursor.hpp"

#include <charconv>

namespace libsync::transcripts {
namespace {

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | code >> 6U);
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3FU));
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

// The code unit spelled by the `\uXXXX` at the front of `text`.
std::optional<std::uint32_t> code_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  std::uint32_t unit = 0;
  const char* const digits = text.data() + 2;
  const auto [end, error] = std::from_chars(digits, digits + 4, unit, 16);
  if (error != std::errc{} || end != digits + 4) return std::nullopt;
  return unit;
}

}  // namespace

bool JsonCursor::enter_object() {
  if (at_ == nullptr) return false;
  skip_blanks();
  if (at_ == end_ || *at_ != '{') {
    skip();
    return false;
  }
  ++at_;
  first_ = true;
  return true;
}

std::optional<bool> JsonCursor::boolean() {
  const auto text = literal();
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<std::int64_t> JsonCursor::integer() {
  const auto text = literal();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view JsonCursor::keep_unescaped(std::string_view text) {
  if (text.find('\\') == std::string_view::npos) return text;
  return unescaped_.emplace_front(unescape(text));
}

std::string_view JsonCursor::literal() {
  if (at_ == nullptr) return {};
  skip_blanks();
  if (at_ == end_ || !k_in_literals[static_cast<unsigned char>(*at_)]) {
    skip();
    return {};
  }
  const char* const start = at_;
  skip();
  return {start, static_cast<std::size_t>(at_ - start)};
}

std::string unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
      continue;
    }
    if (const auto unit = code_unit(text.substr(i))) {
      std::uint32_t code = *unit;
      i += 5;
      if (code >= 0xD800 && code < 0xDC00) {
        const auto low = code_unit(text.substr(i + 1));
        if (low && *low >= 0xDC00 && *low < 0xE000) {
          code = 0x10000 + ((code - 0xD800) << 10U) + (*low - 0xDC00);
          i += 6;
        }
      }
      append_utf8(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
      continue;
    }
    constexpr std::string_view k_letters = "bfnrt";
    constexpr std::string_view k_meanings = "\b\f\n\r\t";
    const char c = text[++i];
    if (const auto known = k_letters.find(c); known != std::string_view::npos) {
      out.push_back(k_meanings[known]);
    } else if (c == '"' || c == '\\' || c == '/') {
      out.push_back(c);
    } else {
      out.push_back('\\');
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace libsync::transcripts
