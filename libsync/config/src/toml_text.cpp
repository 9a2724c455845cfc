// SPDX-License-Identifier: MIT
#include <libsync/config/toml_text.hpp>
#include <libsync/model/text.hpp>

#include <fmt/format.h>

namespace libsync::config {

std::optional<std::string> toml_text(std::string_view text) {
  if (valid_utf8(text) != text) return std::nullopt;
  const bool shown_as_it_is = printable(text) == text;
  if (shown_as_it_is && text.find('\\') != std::string_view::npos && text.find('\'') == std::string_view::npos) {
    return fmt::format("'{}'", text);
  }
  std::string quoted = "\"";
  while (!text.empty()) {
    const auto c = take_character(text);
    if (c.code == '"' || c.code == '\\') {
      quoted += '\\';
      quoted += c.bytes;
    } else if (printable(c.bytes) == c.bytes) {
      quoted += c.bytes;
    } else {
      quoted += fmt::format("\\U{:08X}", static_cast<unsigned>(c.code));
    }
  }
  return quoted + '"';
}

}  // namespace libsync::config
