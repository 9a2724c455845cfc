// SPDX-License-Identifier: MIT
#include "copies/copies.hpp"

#include <algorithm>
#include <tuple>

namespace libsync::transcripts {
namespace {

constexpr Instant k_no_gap = Instant::max();
constexpr Instant k_own_gap = Instant::min();

void sort_unique(std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

}  // namespace

Copies::Copies(const std::vector<SessionFiles>& sessions, const std::vector<bool>& wanted, milliseconds idle_timeout) {
  const Repeats repeats{sessions, wanted};
  if (repeats.none()) return;
  true_times_ = TrueTimes{sessions, repeats};
  elsewhere_.resize(sessions.size());

  Claims claims;
  repeats.for_each_range([&](std::uint64_t first, std::uint64_t last) {
    claims.clear();
    for (std::uint32_t i = 0; i < sessions.size(); ++i) {
      SessionStream points = points_of(sessions[i]);
      Claim claim{};
      claim.session = i;
      Instant before;
      Instant run;
      std::uint32_t place = 0;
      for (const auto* item = points.next(); item != nullptr; item = points.next(), ++place) {
        const Point& point = item->entry.point;
        claim.ends_gap = place != 0 && point.time - before < idle_timeout;
        if (!claim.ends_gap) run = point.time;
        if (first <= item->message && item->message <= last && repeats.may_hold(point)) {
          claim.message = item->message;
          claim.before = before;
          claim.run = run;
          claim.place = place;
          claim.native = point.native;
          claim.moved = item->moved;
          claims.push_back(claim);
        }
        before = point.time;
      }
    }
    std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return std::tuple{a.message, a.moved, !a.native, a.session, a.place} <
             std::tuple{b.message, b.moved, !b.native, b.session, b.place};
    });
    for (auto group = claims.begin(); group != claims.end();) {
      const auto end =
          std::find_if(group, claims.end(), [&](const Claim& claim) { return claim.message != group->message; });
      if (end - group > 1) settle(group, end);
      group = end;
    }
    sort_unique(shared_);
  });
  std::sort(gaps_.begin(), gaps_.end(),
            [](const Gap& a, const Gap& b) { return std::tie(a.session, a.place) < std::tie(b.session, b.place); });
}

void Copies::settle(Claims::iterator first, Claims::iterator last) {
  const std::uint32_t winner = first->session;
  for (auto claim = first; claim != last; ++claim) {
    if (claim->session == winner) continue;
    shared_.emplace_back(winner, claim->session);
    auto& elsewhere = elsewhere_[claim->session];
    if (elsewhere.size() <= claim->place) elsewhere.resize(claim->place + 1);
    elsewhere[claim->place] = true;
  }

  // Of several copies in one session, all at the same time, the first ends the gap.
  std::sort(first, last,
            [](const Claim& a, const Claim& b) { return std::tie(a.session, a.place) < std::tie(b.session, b.place); });
  last = std::unique(first, last, [](const Claim& a, const Claim& b) { return a.session == b.session; });
  settle_gap(first, last, winner);
}

void Copies::settle_gap(Claims::iterator first, Claims::iterator last, std::uint32_t winner) {
  const Claim* nearest = nullptr;
  const Claim* farthest = nullptr;
  for (auto claim = first; claim != last; ++claim) {
    if (!claim->ends_gap) continue;
    const auto nearness = [](const Claim& one) { return std::tuple{one.before, -one.run.time_since_epoch()}; };
    if (nearest == nullptr || nearness(*claim) > nearness(*nearest)) nearest = &*claim;
    if (farthest == nullptr || claim->before < farthest->before) farthest = &*claim;
  }
  if (nearest == nullptr) return;
  const Instant since = farthest->before < nearest->run ? farthest->before : nearest->before;

  const Claim* brings = nullptr;
  for (auto claim = first; claim != last; ++claim) {
    const bool can = claim->ends_gap && claim->before <= since;
    if (can && (brings == nullptr || claim->session == winner)) brings = &*claim;
  }
  for (auto claim = first; claim != last; ++claim) {
    const bool by_itself = claim->session == winner && !claim->moved;
    if (&*claim == brings) {
      if (!by_itself || claim->before != since) gaps_.push_back({claim->session, claim->place, since});
    } else if (by_itself && claim->ends_gap) {
      gaps_.push_back({claim->session, claim->place, k_no_gap});
    }
  }
}

Copies::Verdict Copies::verdict(std::uint32_t session, std::uint32_t place, const SessionStream::Item& item) const {
  if (elsewhere_.empty()) return {true, k_own_gap};
  const auto& elsewhere = elsewhere_[session];
  const bool counts = !item.moved && (place >= elsewhere.size() || !elsewhere[place]);
  const auto found =
      std::lower_bound(gaps_.begin(), gaps_.end(), std::pair{session, place}, [](const Gap& gap, const auto& wanted) {
        return std::pair{gap.session, gap.place} < wanted;
      });
  if (found != gaps_.end() && found->session == session && found->place == place) return {counts, found->since};
  return {counts, counts ? k_own_gap : k_no_gap};
}

}  // namespace libsync::transcripts
