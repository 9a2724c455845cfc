// SPDX-License-Identifier: MIT
#include "read/timestamp.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace libsync::transcripts {
namespace {

constexpr Instant k_earliest = std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};
constexpr Instant k_latest = std::chrono::sys_days{std::chrono::year{2100} / 1 / 1};

bool is_possible(Instant time) {
  return k_earliest <= time && time < k_latest;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool are_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Seconds, with or without a fraction, or milliseconds: no number is a possible time in both.
std::optional<Instant> read_number(std::string_view text) {
  const auto point = std::min(text.find('.'), text.size());
  std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  if (point != text.size() && !are_digits(fraction)) return std::nullopt;
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + point, whole);
  if (error != std::errc{} || end != text.data() + point || whole < 0) return std::nullopt;
  if (const Instant time{milliseconds{whole}}; is_possible(time)) return time;
  if (whole >= k_latest.time_since_epoch() / seconds{1}) return std::nullopt;
  std::string thousandths{fraction.substr(0, 3)};
  thousandths.resize(3, '0');
  return Instant{seconds{whole}} + milliseconds{std::stoi(thousandths)};
}

// The same with seconds and a colon in the offset.
std::string in_full(std::string_view text) {
  constexpr std::size_t k_minutes_end = std::string_view{"2026-02-02T10:05"}.size();
  if (text.size() <= k_minutes_end) return std::string{text};
  std::string full{text.substr(0, k_minutes_end)};
  std::string_view rest = text.substr(k_minutes_end);
  if (rest.front() != ':') full.append(":00");
  constexpr std::size_t k_offset = std::string_view{"+0100"}.size();
  const std::string_view offset = rest.substr(rest.size() - std::min(rest.size(), k_offset));
  if (offset.size() == k_offset && (offset.front() == '+' || offset.front() == '-') && are_digits(offset.substr(1))) {
    full.append(rest.substr(0, rest.size() - 2)).append(1, ':');
    rest = rest.substr(rest.size() - 2);
  }
  full.append(rest);
  return full;
}

}  // namespace

std::optional<Instant> read_timestamp(std::string_view text) {
  auto time = parse_rfc3339(text);
  if (!time) time = read_number(text);
  if (!time) time = parse_rfc3339(in_full(text));
  return time && is_possible(*time) ? time : std::nullopt;
}

}  // namespace libsync::transcripts
