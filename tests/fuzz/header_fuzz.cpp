// SPDX-License-Identifier: MIT
//
// The header fields that decide how long we wait: a Retry-After and the Date beside it, a line each.
#include "fuzzing.hpp"
#include "http/http_date.hpp"
#include "http/retry_after.hpp"
#include "paging.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

namespace {

using namespace libsync;
using namespace libsync::clockify;
using fuzzing::require;

// As RFC 9110 spells it; the counterpart of parse_http_date.
std::string http_date(UtcTime time) {
  constexpr const char* k_weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* k_months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const LocalDate date{days};
  const std::chrono::hh_mm_ss clock{time - days};
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                k_weekdays[std::chrono::weekday{days}.c_encoding()], static_cast<unsigned>(date.day()),
                k_months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzzing::text_of(data, size);
  const std::string_view retry_after = fuzzing::take_line(rest);
  const std::string_view date = fuzzing::take_line(rest);

  const auto server_date = parse_http_date(date);
  if (server_date) {
    const bool leap_second = date.substr(23, 2) == "60";
    require(http_date(leap_second ? *server_date - seconds{1} : *server_date) ==
            (leap_second ? std::string{date.substr(0, 23)} + "59 GMT" : date));
  }

  const auto wait = parse_retry_after(retry_after, server_date);
  if (wait) require(seconds{0} <= *wait && *wait <= k_longest_wait);
  const auto until = parse_http_date(retry_after);
  if (is_number(retry_after)) {
    require(wait.has_value());
    require(wait == parse_retry_after("0" + std::string{retry_after}, std::nullopt));
    require(*wait <= *parse_retry_after(std::string{retry_after} + "0", std::nullopt));
  } else {
    require(wait.has_value() == (until && server_date));
    require(!parse_retry_after(retry_after, std::nullopt));
  }
  if (wait && until) require(*wait == std::clamp(*until - *server_date, seconds{0}, k_longest_wait));

  if (const auto last = parse_last_page(date)) require(date.size() == (*last ? 4U : 5U));
  return 0;
}
