// SPDX-License-Identifier: MIT
#include "values.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace libsync::config {
namespace {

constexpr std::size_t k_longest_description = 3000;  // characters, Clockify's limit
constexpr std::chrono::days k_longest_range{3660};

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return !is_continuation(c); }));
}

bool has_control_character(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    const bool is_c1 = c == 0xc2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xa0;
    if (c < 0x20 || c == 0x7f || is_c1) return true;
  }
  return false;
}

LocalDate parse_day(std::string_view text, const std::string& whole) {
  if (const auto date = parse_date(text)) return *date;
  throw BadValue{fmt::format("must be a date that exists, not {}", in_quotes(whole)),
                 {Step::write_value, "\"2026-12-24\", or \"2026-12-24..2027-01-06\" for several days"}};
}

bool is_host_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
}

// host or host:port
bool is_authority(std::string_view text) {
  const auto colon = text.find(':');
  const auto host = text.substr(0, colon);
  if (host.empty() || host.front() == '-' || host.front() == '.') return false;
  if (!std::ranges::all_of(host, is_host_character)) return false;
  if (colon == std::string_view::npos) return true;
  const auto port = text.substr(colon + 1);
  if (port.empty() || port.size() > 5) return false;
  unsigned number = 0;
  for (const char c : port) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number >= 1 && number <= 65535;
}

// What may stand in a URL's path without being escaped.
bool is_path_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view{"/-._~"}.find(c) != std::string_view::npos;
}

}  // namespace

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return fmt::format("\"{}\"", text);
  std::size_t end = longest;
  while (end > 0 && is_continuation(text[end])) --end;
  return fmt::format("\"{}...\"", text.substr(0, end));
}

unsigned parse_weekday(const std::string& text) {
  constexpr std::array<std::string_view, 7> names{"monday", "tuesday",  "wednesday", "thursday",
                                                  "friday", "saturday", "sunday"};
  const std::string wanted = lower_case(text);
  for (unsigned i = 0; i < names.size(); ++i) {
    if (wanted == names[i] || wanted == names[i].substr(0, 3)) return i + 1;
  }
  throw BadValue{fmt::format("must be a day of the week, not {}", in_quotes(text)),
                 {Step::write_value, "\"Mon\" to \"Sun\", or 1 to 7 with 1 for Monday"}};
}

std::vector<LocalDate> parse_days(const std::string& text) {
  const std::string_view all = text;
  const auto dots = all.find("..");
  const auto first = parse_day(all.substr(0, dots), text);
  const auto last = dots == std::string_view::npos ? first : parse_day(all.substr(dots + 2), text);
  if (last < first) throw BadValue{fmt::format("must not end before it begins, as {} does", in_quotes(text))};
  if (std::chrono::sys_days{last} - std::chrono::sys_days{first} > k_longest_range) {
    throw BadValue{fmt::format("must not be longer than ten years, as {} is", in_quotes(text))};
  }
  std::vector<LocalDate> days;
  for (LocalDate day = first; day <= last; day = next_day(day)) days.push_back(day);
  return days;
}

LocalTime parse_time_of_day(const std::string& text) {
  const bool one_digit_hour = text.find(':') == 1;
  if (const auto time = parse_time(one_digit_hour ? "0" + text : text)) return *time;
  throw BadValue{fmt::format("must be a time of day, not {}", in_quotes(text)),
                 {Step::write_value, "\"09:00\"; 00:00 to 23:59"}};
}

std::string parse_description(const std::string& text) {
  if (text.find_first_not_of(' ') == std::string::npos) throw BadValue{"must not be empty"};
  if (has_control_character(text)) throw BadValue{"must not hold line breaks or other control characters"};
  if (text.find_first_of("<>") != std::string::npos) throw BadValue{"must not hold `<` or `>`: Clockify refuses them"};
  if (const auto length = count_characters(text); length > k_longest_description) {
    throw BadValue{fmt::format("must not be longer than {} characters; it has {}", k_longest_description, length)};
  }
  // Without the spaces around it, which Clockify may drop: what it stores is compared with what was sent.
  const auto first = text.find_first_not_of(' ');
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string parse_base_url(const std::string& text) {
  constexpr std::string_view scheme = "https://";
  const Hint hint{Step::write_value_like, "\"https://api.clockify.me/api/v1\""};
  if (lower_case(text.substr(0, scheme.size())) != scheme) {
    throw BadValue{fmt::format("must begin with https://, not {}", in_quotes(without_credentials(text))), hint};
  }
  const std::string_view rest = std::string_view{text}.substr(scheme.size());
  const auto slash = std::min(rest.find('/'), rest.size());
  const auto authority = rest.substr(0, slash);
  auto path = rest.substr(slash);
  if (!is_authority(authority) || !std::ranges::all_of(path, is_path_character)) {
    throw BadValue{
        fmt::format("must be a host, a port if need be, and a path, not {}", in_quotes(without_credentials(text))),
        hint};
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  return fmt::format("{}{}{}", scheme, authority, path);
}

std::filesystem::path parse_path(const std::string& text, const std::filesystem::path& home) {
  if (text.empty()) throw BadValue{"must not be empty"};
  if (text.find('\0') != std::string::npos) throw BadValue{"must not hold a NUL character"};
  if (text.front() != '~') return text;
  if (text.size() > 1 && text[1] != '/') {
    throw BadValue{fmt::format("must not begin with the home folder of somebody else, as {} does", in_quotes(text)),
                   {Step::write_value, "the whole path"}};
  }
  if (home.empty()) {
    throw BadValue{fmt::format("cannot be {}: no home folder is known", in_quotes(text)),
                   {Step::set_home_or_write_path}};
  }
  return text.size() <= 2 ? home : home / text.substr(2);
}

std::string parse_folder(const std::string& text, const std::filesystem::path& home) {
  std::string folder = parse_path(text, home).lexically_normal().string();
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return folder;
}

}  // namespace libsync::config
