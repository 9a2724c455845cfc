// SPDX-License-Identifier: MIT
#include <libsync/store_sql/failures.hpp>
#include <libsync/store_sql/session_rules.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace libsync::store {
namespace {

// The active time before `point`, rounded down: differences of it sum exactly over any partition.
milliseconds active_before(UtcTime point, const Interval& whole, seconds active) {
  if (whole.empty()) return milliseconds{0};
  __extension__ using Wide = __int128;
  const seconds passed = std::clamp(point - whole.start, seconds{0}, whole.duration());
  const Wide product = static_cast<Wide>(milliseconds{active}.count()) * passed.count();
  return milliseconds{static_cast<std::int64_t>(product / whole.duration().count())};
}

}  // namespace

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

OlderSession older_session_in(const Query& row) {
  return {row.text(0),
          row.text(1),
          {UtcTime{seconds{row.integer(2)}}, UtcTime{seconds{row.integer(3)}}},
          seconds{row.integer(4)}};
}

void add_tracked(const OlderSession& session, const Interval& range, std::vector<TrackedTime>& tracked) {
  const auto& [source_path, project, whole, active] = session;
  const milliseconds inside = active_before(range.end, whole, active) - active_before(range.start, whole, active);
  if (inside <= milliseconds{0}) return;
  tracked.push_back({source_path, project, Instant{std::max(whole.start, range.start)}, inside});
}

void sort_tracked(std::vector<TrackedTime>& tracked) {
  std::ranges::sort(tracked, {}, [](const TrackedTime& time) {
    return std::tie(time.first_activity, time.source_path, time.project);
  });
}

SourceState source_in(const Query& row, SessionStore::Points points) {
  return {.source_path = row.text(0),
          .file = row.text(1),
          .device = static_cast<std::uint64_t>(row.integer(2)),
          .inode = static_cast<std::uint64_t>(row.integer(3)),
          .size = row.integer(4),
          .modified_ns = row.integer(5),
          .read_to = row.integer(6),
          .checksum = static_cast<std::uint64_t>(row.integer(7)),
          .points = points == SessionStore::Points::load ? row.text(9) : std::string{},
          .changed_ns = row.integer(8)};
}

}  // namespace libsync::store
