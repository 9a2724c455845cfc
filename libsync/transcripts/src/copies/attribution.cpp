// SPDX-License-Identifier: MIT
#include "copies/attribution.hpp"

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

Attribution::Attribution(const std::vector<SessionFiles>& sessions, const std::vector<bool>& wanted,
                         milliseconds idle_timeout) {
  const Repeats repeats{sessions, wanted};
  if (repeats.none()) return;
  true_times_ = TrueTimes{sessions, repeats};
  elsewhere_.resize(sessions.size());

  Copies copies;
  repeats.for_each_range([&](std::uint64_t first, std::uint64_t last) {
    copies.clear();
    for (std::uint32_t i = 0; i < sessions.size(); ++i) {
      SessionStream points = points_of(sessions[i]);
      Copy copy{};
      copy.session = i;
      Instant before;
      Instant stretch;
      std::uint32_t place = 0;
      for (const auto* item = points.next(); item != nullptr; item = points.next(), ++place) {
        const Point& point = item->entry.point;
        copy.ends_gap = place != 0 && point.time - before < idle_timeout;
        if (!copy.ends_gap) stretch = point.time;
        if (first <= item->message && item->message <= last && repeats.may_hold(point)) {
          copy.message = item->message;
          copy.before = before;
          copy.stretch = stretch;
          copy.place = place;
          copy.native = point.native;
          copy.moved = item->moved;
          copies.push_back(copy);
        }
        before = point.time;
      }
    }
    std::sort(copies.begin(), copies.end(), [](const Copy& a, const Copy& b) {
      return std::tuple{a.message, a.moved, !a.native, a.session, a.place} <
             std::tuple{b.message, b.moved, !b.native, b.session, b.place};
    });
    for (auto group = copies.begin(); group != copies.end();) {
      const auto end =
          std::find_if(group, copies.end(), [&](const Copy& copy) { return copy.message != group->message; });
      if (end - group > 1) attribute(group, end);
      group = end;
    }
    sort_unique(shared_);
  });
  std::sort(gaps_.begin(), gaps_.end(),
            [](const Gap& a, const Gap& b) { return std::tie(a.session, a.place) < std::tie(b.session, b.place); });
}

void Attribution::attribute(Copies::iterator first, Copies::iterator last) {
  const std::uint32_t owner = first->session;
  for (auto copy = first; copy != last; ++copy) {
    if (copy->session == owner) continue;
    shared_.emplace_back(owner, copy->session);
    auto& elsewhere = elsewhere_[copy->session];
    if (elsewhere.size() <= copy->place) elsewhere.resize(copy->place + 1);
    elsewhere[copy->place] = true;
  }

  // Of several copies in one session, all at the same time, the first ends the gap.
  std::sort(first, last,
            [](const Copy& a, const Copy& b) { return std::tie(a.session, a.place) < std::tie(b.session, b.place); });
  last = std::unique(first, last, [](const Copy& a, const Copy& b) { return a.session == b.session; });
  attribute_gap(first, last, owner);
}

void Attribution::attribute_gap(Copies::iterator first, Copies::iterator last, std::uint32_t owner) {
  const Copy* nearest = nullptr;
  const Copy* farthest = nullptr;
  for (auto copy = first; copy != last; ++copy) {
    if (!copy->ends_gap) continue;
    const auto nearness = [](const Copy& one) { return std::tuple{one.before, -one.stretch.time_since_epoch()}; };
    if (nearest == nullptr || nearness(*copy) > nearness(*nearest)) nearest = &*copy;
    if (farthest == nullptr || copy->before < farthest->before) farthest = &*copy;
  }
  if (nearest == nullptr) return;
  const Instant since = farthest->before < nearest->stretch ? farthest->before : nearest->before;

  const Copy* brings = nullptr;
  for (auto copy = first; copy != last; ++copy) {
    const bool can = copy->ends_gap && copy->before <= since;
    if (can && (brings == nullptr || copy->session == owner)) brings = &*copy;
  }
  for (auto copy = first; copy != last; ++copy) {
    const bool by_itself = copy->session == owner && !copy->moved;
    if (&*copy == brings) {
      if (!by_itself || copy->before != since) gaps_.push_back({copy->session, copy->place, since});
    } else if (by_itself && copy->ends_gap) {
      gaps_.push_back({copy->session, copy->place, k_no_gap});
    }
  }
}

Attribution::Verdict Attribution::verdict(std::uint32_t session, std::uint32_t place,
                                          const SessionStream::Item& item) const {
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
