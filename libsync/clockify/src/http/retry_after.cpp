// SPDX-License-Identifier: MIT
#include "http/retry_after.hpp"

#include "http/http_date.hpp"

#include <algorithm>

namespace libsync::clockify {

std::optional<seconds> parse_retry_after(std::string_view value, std::optional<UtcTime> server_date) {
  if (value.empty()) return std::nullopt;
  if (std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    seconds wait{0};
    for (const char c : value) wait = std::min(wait * 10 + seconds{c - '0'}, k_longest_wait);
    return wait;
  }
  const auto until = parse_http_date(value);
  if (!until || !server_date) return std::nullopt;
  return std::clamp(*until - *server_date, seconds{0}, k_longest_wait);
}

}  // namespace libsync::clockify
