// SPDX-License-Identifier: MIT
#include <libsync/store_sql/failures.hpp>
#include <libsync/store_sql/session_rules.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace libsync::store {

void require_sound(const std::string& store, const Session& session) {
  Instant reached = session.start;
  bool sound = session.start <= session.end;
  for (const auto& [span, project, attended] : session.active) {
    sound = sound && !span.empty() && reached <= span.start;
    reached = span.end;
  }
  if (!sound || reached > session.end) {
    throw broken_rule(
        store, fmt::format("the intervals of session {} are not sorted, disjoint and inside it", session.source_path));
  }
}

milliseconds active_before(UtcTime point, const Interval& whole, seconds active) {
  if (whole.empty()) return milliseconds{0};
  __extension__ using Wide = __int128;
  const seconds passed = std::clamp(point - whole.start, seconds{0}, whole.duration());
  const Wide product = static_cast<Wide>(milliseconds{active}.count()) * passed.count();
  return milliseconds{static_cast<std::int64_t>(product / whole.duration().count())};
}

}  // namespace libsync::store
