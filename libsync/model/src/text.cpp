// SPDX-License-Identifier: MIT
#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <vector>

namespace libsync {
namespace {

constexpr char32_t k_replacement = 0xfffd;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// A byte that is not UTF-8: a real U+FFFD has three.
bool is_stray(const Character& c) {
  return c.code == k_replacement && c.bytes.size() == 1;
}

// The character that `text` begins with, or nothing when the bytes there are not the shortest form of a scalar value.
std::optional<Character> decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return Character{text.substr(0, 1), lead};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length == 0 || lead > 0xf4 || text.size() < length) return std::nullopt;
  char32_t code = lead & (0xffU >> (length + 1));
  for (const char next : text.substr(1, length - 1)) {
    if (!is_continuation(next)) return std::nullopt;
    code = (code << 6) | (static_cast<unsigned char>(next) & 0x3fU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (overlong || surrogate || code > 0x10ffff) return std::nullopt;
  return Character{text.substr(0, length), code};
}

bool is_invisible(char32_t c) {
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0x061c ||
         c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

}  // namespace

Character take_character(std::string_view& rest) {
  const Character c = decode(rest).value_or(Character{rest.substr(0, 1), k_replacement});
  rest.remove_prefix(c.bytes.size());
  return c;
}

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return !is_continuation(c); }));
}

bool has_control_character(std::string_view utf8) {
  while (!utf8.empty()) {
    if (is_control(take_character(utf8).code)) return true;
  }
  return false;
}

std::string_view cut_at_character(std::string_view utf8, std::size_t size) {
  if (utf8.size() <= size) return utf8;
  while (size > 0 && is_continuation(utf8[size])) --size;
  return utf8.substr(0, size);
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const Character c = take_character(text);
    if (is_stray(c)) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(c.bytes.front()));
    } else if (is_control(c.code)) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned>(c.code));
    } else if (is_invisible(c.code)) {
      shown += fmt::format("\\u{{{:x}}}", static_cast<unsigned>(c.code));
    } else {
      shown += c.bytes;
    }
  }
  return shown;
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const Character c = take_character(text);
    valid += is_stray(c) ? std::string_view{"\xef\xbf\xbd"} : c.bytes;
  }
  return valid;
}

std::string ascii_lower(std::string_view text) {
  std::string result{text};
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string without_credentials(std::string_view url) {
  const std::size_t at = url.rfind('@');
  if (at == std::string_view::npos) return std::string{url};
  const std::size_t colon = url.find(':');  // behind the scheme, or behind the user name
  const bool has_scheme = colon < at && url.substr(colon).starts_with("://");
  return fmt::format("{}***{}", url.substr(0, has_scheme ? colon + 3 : 0), url.substr(at));
}

std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before(to.size() + 1);
  std::vector<std::size_t> previous(to.size() + 1);
  std::vector<std::size_t> current(to.size() + 1);
  std::iota(previous.begin(), previous.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replace = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      current[j] = std::min({replace, previous[j] + 1, current[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[to.size()];
}

}  // namespace libsync
