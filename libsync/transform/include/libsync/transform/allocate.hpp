// SPDX-License-Identifier: MIT
//
// Buckets -> allocations: the whole work hours, spread over the buckets by ratio. Pure, integers only.
#pragma once

#include <libsync/model/time.hpp>
#include <libsync/transform/buckets.hpp>

#include <span>
#include <vector>

namespace libsync::transform {

// One bucket's slice of the work hours: what becomes one time entry.
struct Allocation {
  Bucket bucket;
  Interval interval;  // half-open, whole seconds, never empty

  friend bool operator==(const Allocation&, const Allocation&) = default;
};

// Tiles `work_hours` with the buckets in their order: contiguous from its start to its end, durations summing to it
// exactly, each within one second of its share. A bucket whose share rounds to nothing gets no allocation. Nothing at
// all when there are no buckets or no work hours.
[[nodiscard]] std::vector<Allocation> allocate(const Interval& work_hours, std::span<const Bucket> buckets);

}  // namespace libsync::transform
