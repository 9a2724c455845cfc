// SPDX-License-Identifier: MIT
#include <libsync/transform/allocate.hpp>

namespace libsync::transform {
namespace {

// 10 years in milliseconds times 10 years in seconds does not fit into 64 bits.
__extension__ using Wide = __int128;

// The share of `whole` that `part` of `total` earns, cut to whole seconds.
seconds share(seconds whole, milliseconds part, milliseconds total) {
  return seconds{static_cast<seconds::rep>(Wide{whole.count()} * part.count() / total.count())};
}

}  // namespace

std::vector<Allocation> allocate(const Interval& work_hours, std::span<const Bucket> buckets) {
  milliseconds total{0};
  for (const Bucket& bucket : buckets) total += bucket.tracked;
  if (total <= milliseconds{0} || work_hours.empty()) return {};

  // Each boundary is cut from the exact prefix sum, so no rounding error is ever carried to the next one.
  std::vector<Allocation> allocations;
  milliseconds prefix{0};
  UtcTime from = work_hours.start;
  for (const Bucket& bucket : buckets) {
    prefix += bucket.tracked;
    const UtcTime to = work_hours.start + share(work_hours.duration(), prefix, total);
    if (from < to) allocations.push_back({bucket, {from, to}});
    from = to;
  }
  return allocations;
}

}  // namespace libsync::transform
