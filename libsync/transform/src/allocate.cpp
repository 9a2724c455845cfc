// SPDX-License-Identifier: MIT
#include <libsync/transform/allocate.hpp>

#include <algorithm>

namespace libsync::transform {
namespace {

// 10 years in milliseconds times 10 years in seconds does not fit into 64 bits.
__extension__ using Wide = __int128;

// The share of `whole` that `part` of `total` earns, cut to whole seconds.
seconds share(seconds whole, milliseconds part, milliseconds total) {
  return seconds{static_cast<seconds::rep>(Wide{whole.count()} * part.count() / total.count())};
}

// Lays time out over the free stretches as if there were nothing between them.
class Filler {
 public:
  explicit Filler(std::span<const Interval> free) : free_(free) {
    for (const Interval& stretch : free) total_ += stretch.duration();
  }

  [[nodiscard]] seconds total() const { return total_; }

  // Goes on to `to`, counted in free time from the start, and gives the pieces on the way.
  std::vector<Interval> pieces_to(seconds to) {
    std::vector<Interval> pieces;
    while (filled_ < to) {
      const Interval& stretch = free_.front();
      const UtcTime from = stretch.start + in_stretch_;
      const seconds length = std::min(to - filled_, stretch.end - from);
      pieces.push_back({from, from + length});
      filled_ += length;
      in_stretch_ += length;
      if (from + length == stretch.end) {
        free_ = free_.subspan(1);
        in_stretch_ = seconds{0};
      }
    }
    return pieces;
  }

 private:
  std::span<const Interval> free_;  // that is not filled yet
  seconds total_{0};
  seconds filled_{0};
  seconds in_stretch_{0};  // of the first of them
};

}  // namespace

Room room_in(const Interval& work_hours, std::span<const Interval> taken) {
  std::vector<Interval> inside;
  for (const Interval& stretch : taken) {
    if (const Interval part = stretch.clipped_to(work_hours); !part.empty()) inside.push_back(part);
  }
  std::sort(inside.begin(), inside.end());

  Room room;
  UtcTime reached = work_hours.start;
  for (const Interval& stretch : inside) {
    if (reached < stretch.start) room.free.push_back({reached, stretch.start});
    if (!room.taken.empty() && stretch.start <= room.taken.back().end) {
      room.taken.back().end = std::max(room.taken.back().end, stretch.end);
    } else {
      room.taken.push_back(stretch);
    }
    reached = room.taken.back().end;
  }
  if (reached < work_hours.end) room.free.push_back({reached, work_hours.end});
  return room;
}

std::vector<Allocation> allocate(std::span<const Interval> free, std::span<const Bucket> buckets) {
  milliseconds total{0};
  for (const Bucket& bucket : buckets) total += bucket.tracked;
  Filler filler{free};
  if (total <= milliseconds{0}) return {};

  // Each boundary is cut from the exact prefix sum, so no rounding error is ever carried to the next one.
  std::vector<Allocation> allocations;
  milliseconds prefix{0};
  for (const Bucket& bucket : buckets) {
    prefix += bucket.tracked;
    for (const Interval& piece : filler.pieces_to(share(filler.total(), prefix, total))) {
      allocations.push_back({bucket, piece});
    }
  }
  return allocations;
}

std::vector<Allocation> allocate(const Interval& work_hours, std::span<const Bucket> buckets) {
  return allocate(std::span{&work_hours, 1}, buckets);
}

}  // namespace libsync::transform
