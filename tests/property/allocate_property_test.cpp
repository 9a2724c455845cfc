// SPDX-License-Identifier: MIT
#include <libsync/transform/allocate.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace libsync::transform {
namespace {

using namespace std::chrono_literals;

constexpr Instant k_nine = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + 9h;

std::string folder(int number) {
  return "/work/" + std::to_string(number);
}

// The rules of a test, which BucketRules only borrows.
struct OwnRules {
  ProjectMapping mapping;
  std::optional<ProjectId> other;
  IgnoredProjects ignore;

  operator BucketRules() const { return {mapping, other, ignore}; }  // NOLINT(google-explicit-constructor)
};

// Ten folders: eight of them mapped to five projects, two unmapped, one of those ignored.
OwnRules some_rules(bool with_other) {
  OwnRules rules;
  for (int i = 0; i < 8; ++i) {
    const std::string id(24, static_cast<char>('a' + i % 5));
    rules.mapping.emplace(folder(i), ProjectTarget{*ProjectId::parse(id), {}, {}});
  }
  if (with_other) rules.other = ProjectId::parse(std::string(24, 'f'));
  rules.ignore = {{folder(9)}, false};
  return rules;
}

std::vector<TrackedTime> some_day() {
  std::vector<TrackedTime> day;
  const int count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) {
    // Short and long stretches alike, or the shares that round to nothing would hardly ever be met.
    const int magnitude = *rc::gen::elementOf(std::vector<int>{10, 1'000, 100'000, 36'000'000});
    day.push_back({"s" + std::to_string(i), folder(*rc::gen::inRange(0, 10)),
                   k_nine + milliseconds{*rc::gen::inRange(0, 28'800'000)},
                   milliseconds{*rc::gen::inRange(1, magnitude)}});
  }
  return day;
}

Interval some_work_hours() {
  const UtcTime start = floor_seconds(k_nine) + seconds{*rc::gen::inRange(0, 3600)};
  return {start, start + seconds{*rc::gen::inRange(1, 90'000)}};
}

RC_GTEST_PROP(AllocateProperty, TilesTheWorkHoursWheneverABucketHasTime, ()) {
  const auto filled = fill_buckets(some_day(), some_rules(*rc::gen::arbitrary<bool>()));
  const Interval work_hours = some_work_hours();
  const auto allocations = allocate(work_hours, filled.buckets);
  RC_ASSERT(allocations.empty() == filled.buckets.empty());
  UtcTime expected = work_hours.start;
  for (const auto& allocation : allocations) {
    RC_ASSERT(allocation.interval.start == expected);
    RC_ASSERT(allocation.interval.start < allocation.interval.end);
    expected = allocation.interval.end;
  }
  if (!allocations.empty()) RC_ASSERT(expected == work_hours.end);
}

RC_GTEST_PROP(AllocateProperty, StaysWithinOneSecondOfTheExactShare, ()) {
  const auto filled = fill_buckets(some_day(), some_rules(true));
  const Interval work_hours = some_work_hours();
  milliseconds total{0};
  for (const auto& bucket : filled.buckets) total += bucket.tracked;
  const auto allocations = allocate(work_hours, filled.buckets);
  for (const auto& bucket : filled.buckets) {
    seconds given{0};
    for (const auto& allocation : allocations) {
      if (allocation.bucket.project == bucket.project) given += allocation.interval.duration();
    }
    // |given - W * tracked / total| < 1, multiplied out.
    __extension__ using Wide = __int128;
    const Wide off = Wide{given.count()} * total.count() - Wide{work_hours.duration().count()} * bucket.tracked.count();
    RC_ASSERT(off < total.count() && -off < total.count());
  }
}

RC_GTEST_PROP(AllocateProperty, GivesEachProjectAtMostOneAllocation, ()) {
  const auto allocations = allocate(some_work_hours(), fill_buckets(some_day(), some_rules(true)).buckets);
  std::vector<ProjectId> projects;
  for (const auto& allocation : allocations) projects.push_back(allocation.bucket.project);
  std::sort(projects.begin(), projects.end());
  RC_ASSERT(std::adjacent_find(projects.begin(), projects.end()) == projects.end());
}

RC_GTEST_PROP(AllocateProperty, DoesNotDependOnTheOrderOfTheSessions, ()) {
  const auto day = some_day();
  auto shuffled = day;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937{*rc::gen::arbitrary<unsigned>()});
  const auto rules = some_rules(*rc::gen::arbitrary<bool>());
  const Interval work_hours = some_work_hours();
  RC_ASSERT(fill_buckets(day, rules) == fill_buckets(shuffled, rules));
  RC_ASSERT(allocate(work_hours, fill_buckets(day, rules).buckets) ==
            allocate(work_hours, fill_buckets(shuffled, rules).buckets));
}

RC_GTEST_PROP(AllocateProperty, LosesNoTrackedTime, ()) {
  const auto day = some_day();
  const auto rules = some_rules(*rc::gen::arbitrary<bool>());
  milliseconds counted{0};
  for (const auto& time : day) {
    if (time.project != folder(9)) counted += time.active;
  }
  const auto filled = fill_buckets(day, rules);
  milliseconds found{0};
  for (const auto& bucket : filled.buckets) found += bucket.tracked;
  for (const auto& [path, time] : filled.unmapped) found += time;
  RC_ASSERT(found == counted);
  RC_ASSERT(filled.tracked == counted);
}

}  // namespace
}  // namespace libsync::transform
