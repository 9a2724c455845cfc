// SPDX-License-Identifier: MIT
//
// Any bytes as a time, a date or a time of day: what is understood is spelled and understood again as the same.
#include "fuzzing.hpp"

#include <libsync/model/time.hpp>

namespace {

using namespace libsync;
using fuzzing::require;

// The years that the spelling has room for; an offset may lead out of them.
bool has_four_digit_year(UtcTime time) {
  const LocalDate date{std::chrono::floor<std::chrono::days>(time)};
  return date.year() >= std::chrono::year{0} && date.year() <= std::chrono::year{9999};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzzing::text_of(data, size);

  if (const auto instant = parse_rfc3339(text)) {
    const UtcTime time = floor_seconds(*instant);
    require(time <= *instant && *instant < time + seconds{1});
    if (has_four_digit_year(time)) require(parse_rfc3339(format_utc(time)) == Instant{time});
  }
  if (const auto date = parse_date(text)) {
    require(date->ok() && format_date(*date) == text);
    require(next_day(previous_day(*date)) == *date);
  }
  if (const auto time = parse_time(text)) {
    require(*time >= LocalTime{0} && *time < LocalTime{24 * 60} && format_time(*time) == text);
  }
  return 0;
}
