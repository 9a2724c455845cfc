// SPDX-License-Identifier: MIT
#include "http/http_date.hpp"

#include <array>
#include <cstddef>

namespace libsync::clockify {
namespace {

constexpr std::array<std::string_view, 7> k_weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

template <std::size_t N>
std::optional<unsigned> index_of(const std::array<std::string_view, N>& names, std::string_view name) {
  for (unsigned i = 0; i < N; ++i) {
    if (names[i] == name) return i;
  }
  return std::nullopt;
}

std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<UtcTime> parse_http_date(std::string_view text) {
  constexpr std::string_view k_form = "Sun, 06 Nov 1994 08:49:37 GMT";
  if (text.size() != k_form.size()) return std::nullopt;
  for (const std::size_t i : {3U, 4U, 7U, 11U, 16U, 19U, 22U, 25U, 26U, 27U, 28U}) {
    if (text[i] != k_form[i]) return std::nullopt;
  }
  const auto weekday = index_of(k_weekdays, text.substr(0, 3));
  const auto day = number(text.substr(5, 2));
  const auto month = index_of(k_months, text.substr(8, 3));
  const auto year = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (!weekday || !day || !month || !year || !hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;

  const LocalDate date{std::chrono::year{*year}, std::chrono::month{*month + 1},
                       std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || std::chrono::weekday{std::chrono::sys_days{date}}.c_encoding() != *weekday) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} + seconds{*second};
}

}  // namespace libsync::clockify
