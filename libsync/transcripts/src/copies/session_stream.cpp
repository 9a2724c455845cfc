// SPDX-License-Identifier: MIT
#include "copies/session_stream.hpp"

#include <algorithm>
#include <tuple>

namespace libsync::transcripts {

SessionStream::SessionStream(const std::vector<PackedTranscript>& files, const TrueTimes& truth)
    : truth_(truth), points_(files) {
  if (!truth_.empty()) {
    PointStream all{files};
    for (PointStream::Item item; all.next(item);) {
      Point& point = item.entry.point;
      const auto [time, response] = truth_.of(point);
      if (time == point.time) continue;
      const std::uint64_t message = TrueTimes::Truth{time, response}.message(point.key);
      point.time = time;
      point.tokens = 0;
      moved_.push_back({point, message, static_cast<std::uint32_t>(item.source)});
    }
    std::sort(moved_.begin(), moved_.end(), [](const Moved& a, const Moved& b) { return a.point.time < b.point.time; });
  }
  has_ahead_ = points_.next(ahead_);
}

void SessionStream::read_next_time() {
  at_once_.clear();
  at_ = 0;
  if (!has_ahead_ && moved_.empty()) return;
  Instant time = has_ahead_ ? ahead_.entry.point.time : moved_.front().point.time;
  if (!moved_.empty()) time = std::min(time, moved_.front().point.time);
  for (; has_ahead_ && ahead_.entry.point.time == time; has_ahead_ = points_.next(ahead_)) {
    const auto truth = truth_.of(ahead_.entry.point);
    if (truth.time != time) continue;
    at_once_.push_back({ahead_.entry, ahead_.source, truth.message(ahead_.entry.point.key), false});
  }
  for (; !moved_.empty() && moved_.front().point.time == time; moved_.pop_front()) {
    const Moved& moved = moved_.front();
    at_once_.push_back({{moved.point, {}}, moved.source, moved.message, true});
  }
  if (at_once_.size() > 1) {
    std::sort(at_once_.begin(), at_once_.end(), [](const Item& a, const Item& b) {
      return std::tie(a.message, a.moved, a.entry.point.key, a.source) <
             std::tie(b.message, b.moved, b.entry.point.key, b.source);
    });
  }
}

const SessionStream::Item* SessionStream::next() {
  // Nothing may be left at a time: what the files have then may have been written at another.
  while (at_ == at_once_.size()) {
    read_next_time();
    if (at_once_.empty() && !has_ahead_ && moved_.empty()) return nullptr;
  }
  return &at_once_[at_++];
}

}  // namespace libsync::transcripts
