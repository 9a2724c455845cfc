// SPDX-License-Identifier: MIT
//
// Buckets -> allocations: what is free of the work hours, spread over the buckets by ratio. Pure, integers only.
#pragma once

#include <libsync/model/time.hpp>
#include <libsync/transform/buckets.hpp>

#include <span>
#include <vector>

namespace libsync::transform {

// One bucket's slice of the work hours, or a piece of it: what becomes one time entry.
struct Allocation {
  Bucket bucket;
  Interval interval;  // half-open, whole seconds, never empty

  friend bool operator==(const Allocation&, const Allocation&) = default;
};

// The work hours of a day beside what is taken of them. Together `free` and `taken` tile them; each is sorted, and no
// two stretches of one overlap or touch.
struct Room {
  std::vector<Interval> free;
  std::vector<Interval> taken;

  friend bool operator==(const Room&, const Room&) = default;
};

// `taken` in any order; it may overlap itself and reach out of the work hours.
[[nodiscard]] Room room_in(const Interval& work_hours, std::span<const Interval> taken);

// Fills the free stretches, which are sorted and disjoint, with the buckets in their order: contiguous from the start
// of the first to the end of the last, durations summing to them exactly, each bucket within one second of its share. A
// bucket that reaches over a gap gets an allocation on either side of it. One whose share rounds to nothing gets none.
// Nothing at all when there are no buckets or nothing is free.
[[nodiscard]] std::vector<Allocation> allocate(std::span<const Interval> free, std::span<const Bucket> buckets);

// The same for work hours in which nothing is taken.
[[nodiscard]] std::vector<Allocation> allocate(const Interval& work_hours, std::span<const Bucket> buckets);

}  // namespace libsync::transform
