// SPDX-License-Identifier: MIT
#include "tracked_window.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace libsync::store {
namespace {

constexpr std::chrono::days k_window{400};
constexpr seconds k_fresh{5};

// What starts more than a day before the window and still reaches it is among the long ones, which are few.
constexpr std::string_view k_select_stretches =
    "SELECT session.id, source_path, agent, path, stretch.start_ms, stretch.end_ms, attended FROM ("
    " SELECT session_id, project_id, start_ms, end_ms, attended FROM active_intervals"
    " WHERE start_ms >= ?1 - 86400000 AND start_ms < ?2 AND end_ms > ?1"
    " UNION ALL"
    " SELECT session_id, project_id, start_ms, end_ms, attended FROM active_intervals"
    " WHERE end_ms - start_ms > 86400000 AND start_ms < ?1 - 86400000 AND end_ms > ?1) AS stretch "
    "JOIN counted_sessions AS session ON session.id = session_id "
    "JOIN projects ON projects.id = project_id ORDER BY stretch.start_ms";

}  // namespace

std::vector<TrackedTime> TrackedWindow::query(Database& database, const Interval& range) {
  std::vector<TrackedTime> tracked;
  if (range.empty()) return tracked;
  if (!covers(range)) load(database, range);
  add_imported(range, tracked);
  for (const OlderSession& session : older_) add_tracked(session, range, tracked);
  sort_tracked(tracked);
  return tracked;
}

bool TrackedWindow::covers(const Interval& range) const {
  return !covered_.empty() && covered_.start <= range.start && range.end <= covered_.end &&
         std::chrono::steady_clock::now() - loaded_at_ < k_fresh;
}

void TrackedWindow::load(Database& database, const Interval& range) {
  forget();
  const auto asked_at = std::chrono::steady_clock::now();
  const Interval window{range.start, std::max(range.end, range.start + k_window)};
  stretches_.clear();
  sessions_.clear();
  older_.clear();
  longest_ = milliseconds{0};
  const Snapshot snapshot{database};
  std::map<std::int64_t, std::size_t> places;
  Query rows{database, k_select_stretches, Instant{window.start}, Instant{window.end}};
  while (rows.next()) {
    const auto [place, is_new] = places.try_emplace(rows.integer(0), sessions_.size());
    if (is_new) sessions_.push_back({rows.text(1), rows.text(2)});
    const InstantInterval span{Instant{milliseconds{rows.integer(4)}}, Instant{milliseconds{rows.integer(5)}}};
    stretches_.push_back({span, place->second, rows.text(3), rows.integer(6) != 0});
    longest_ = std::max(longest_, span.duration());
  }
  Query older{
      database,
      "SELECT source_path, project, start_s, end_s, active_s FROM legacy_sessions WHERE start_s < ? AND end_s > ?",
      window.end, window.start};
  while (older.next()) older_.push_back(older_session_in(older));
  covered_ = window;
  loaded_at_ = asked_at;
}

void TrackedWindow::add_imported(const Interval& range, std::vector<TrackedTime>& tracked) const {
  const Instant start{range.start};
  const Instant end{range.end};
  std::map<std::pair<std::size_t, std::string_view>, TrackedTime> parts;
  const auto start_of = [](const Stretch& stretch) { return stretch.span.start; };
  for (auto at = std::ranges::lower_bound(stretches_, start - longest_, {}, start_of);
       at != stretches_.end() && at->span.start < end; ++at) {
    if (at->span.end <= start) continue;
    const Instant from = std::max(at->span.start, start);
    const milliseconds active = std::min(at->span.end, end) - from;
    const OfSession& session = sessions_[at->session];
    const TrackedTime none{session.source_path, at->project, from, milliseconds{0}, milliseconds{0}, session.agent};
    TrackedTime& part = parts.try_emplace({at->session, at->project}, none).first->second;
    part.active += active;
    if (at->attended) part.attended += active;
  }
  for (auto& [key, part] : parts) tracked.push_back(std::move(part));
}

}  // namespace libsync::store
