// SPDX-License-Identifier: MIT
#include "render/json_object.hpp"

#include "exit_code.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

namespace cli {

namespace json = boost::json;

namespace {

// Bytes beyond ASCII stay as they are unless a terminal would act on the character or hide it: then they become \uXXXX,
// which is valid because such characters only occur inside strings.
std::string escaped_for_terminals(std::string_view serialized) {
  std::string shown;
  shown.reserve(serialized.size());
  while (!serialized.empty()) {
    const auto c = libsync::take_character(serialized);
    const bool ascii = c.code >= 0x20 && c.code < 0x7f;
    if (ascii || libsync::printable(c.bytes) == c.bytes) {
      shown += c.bytes;
    } else if (c.code < 0x10000) {
      shown += fmt::format("\\u{:04x}", static_cast<unsigned>(c.code));
    } else {
      const auto above = static_cast<unsigned>(c.code) - 0x10000;
      shown += fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + (above >> 10), 0xdc00 + (above & 0x3ff));
    }
  }
  return shown;
}

}  // namespace

json::string text(std::string_view raw) {
  return json::string{libsync::valid_utf8(raw)};
}

json::value date_or_null(const std::optional<libsync::LocalDate>& date) {
  return date ? json::value(text(libsync::format_date(*date))) : json::value(nullptr);
}

std::int64_t whole_seconds(libsync::milliseconds duration) {
  return std::chrono::floor<std::chrono::seconds>(duration).count();
}

json::object begin(std::string_view command) {
  return {{"version", 1}, {"command", command}};
}

json::object error_object(const libsync::Failure& failure, const std::string& hint) {
  json::object error{{"exit_code", static_cast<int>(exit_code_of(failure.kind))},
                     {"kind", word_of(failure.kind)},
                     {"message", text(failure.message)},
                     {"hint", text(hint)}};
  if (failure.retry_at) error["retry_at"] = text(libsync::format_utc(*failure.retry_at));
  return error;
}

std::string finished(const json::object& object) {
  return escaped_for_terminals(json::serialize(object)) + "\n";
}

}  // namespace cli
