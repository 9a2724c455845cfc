// SPDX-License-Identifier: MIT
#include "copies/true_times.hpp"

#include <algorithm>
#include <tuple>

namespace libsync::transcripts {

TrueTimes::TrueTimes(const std::vector<SessionFiles>& sessions, const Repeats& repeats) {
  std::vector<Row> copies;
  repeats.for_each_range([&](std::uint64_t first, std::uint64_t last) {
    copies.clear();
    for (const auto& session : sessions) {
      for (const auto& file : session.files) {
        file.for_each([&](const PackedTranscript::Entry& entry) {
          const Point& point = entry.point;
          if (first <= point.key && point.key <= last && repeats.may_hold(point)) {
            copies.push_back({point.key, {point.time, point.response}});
          }
        });
      }
    }
    // Of equally early copies one that names its response.
    std::sort(copies.begin(), copies.end(), [](const Row& a, const Row& b) {
      return std::tuple{a.key, a.truth.time, a.truth.response == 0, a.truth.response} <
             std::tuple{b.key, b.truth.time, b.truth.response == 0, b.truth.response};
    });
    for (auto group = copies.begin(); group != copies.end();) {
      const auto end = std::find_if(group, copies.end(), [&](const Row& copy) { return copy.key != group->key; });
      const bool disagree = std::any_of(group + 1, end, [&](const Row& copy) {
        return copy.truth.time != group->truth.time || copy.truth.response != group->truth.response;
      });
      if (disagree) rows_.push_back(*group);
      group = end;
    }
  });
  rows_.shrink_to_fit();
  keys_ = RoughSet{rows_.size()};
  for (const auto& row : rows_) keys_.insert(row.key);
}

TrueTimes::Truth TrueTimes::of(const Point& point) const {
  if (!keys_.may_hold(point.key)) return {point.time, point.response};
  const auto found = std::lower_bound(rows_.begin(), rows_.end(), point.key,
                                      [](const Row& row, std::uint64_t wanted) { return row.key < wanted; });
  if (found == rows_.end() || found->key != point.key) return {point.time, point.response};
  return found->truth;
}

}  // namespace libsync::transcripts
