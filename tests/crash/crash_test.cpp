// SPDX-License-Identifier: MIT
//
// Every step of every scenario, and pairs of steps: the run is killed there for real, resumed, and run once more.
#include "enumerate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace libsync::crash {
namespace {

// The long enumeration, for the figures of docs/testing.md: every point of every scenario with up to 4,000 steps, every
// pair of those with up to 200 (after a fault, a sample).
bool exhaustive() {
  const char* value = std::getenv("LIBSYNC_EXHAUSTIVE");
  return value != nullptr && std::string{value} == "1";
}

class Crash : public testing::TestWithParam<Scenario> {};

// In a large scenario the days are alike: steps that share no divisor with anything of a day's length still meet every
// kind of step many times.
std::int64_t stride(std::int64_t steps, std::int64_t affordable) {
  return steps <= affordable ? 1 : steps / affordable | 1;
}

// Those after a fault are many and alike: a few steps of each.
bool is_one_of_many(const Scenario& scenario) {
  return std::ranges::any_of(scenarios_after_a_fault(),
                             [&](const Scenario& each) { return each.name == scenario.name; });
}

TEST_P(Crash, AtEveryStepLosesAndDoublesNothing) {
  Enumeration enumeration{GetParam()};
  ASSERT_GT(enumeration.steps(), 0);
  const std::int64_t affordable = exhaustive() ? 4000 : is_one_of_many(GetParam()) ? 8 : 120;
  std::int64_t points = 0;
  for (std::int64_t step = 1; step <= enumeration.steps(); step += stride(enumeration.steps(), affordable)) {
    const std::string wrong = enumeration.kill_at(step);
    ASSERT_EQ(wrong, "") << "killed at step " << step << " of " << enumeration.steps();
    ++points;
  }
  std::printf("%s: %ld points of %ld, 0 wrong\n", GetParam().name.c_str(), static_cast<long>(points),
              static_cast<long>(enumeration.steps()));
}

TEST_P(Crash, InTheRecoveryFromACrashLosesAndDoublesNothing) {
  Enumeration enumeration{GetParam()};
  const bool every = exhaustive() && !is_one_of_many(GetParam()) && enumeration.steps() <= 200;
  const std::int64_t affordable = every ? 200 : exhaustive() ? 20 : is_one_of_many(GetParam()) ? 2 : 8;
  const std::int64_t by = stride(enumeration.steps(), affordable);
  std::int64_t pairs = 0;
  for (std::int64_t first = 1; first <= enumeration.steps(); first += by) {
    bool reached = true;
    for (std::int64_t second = 1 + first % by; reached; second += by) {
      const std::string wrong = enumeration.kill_at(first, second, &reached);
      ASSERT_EQ(wrong, "") << "killed at step " << first << ", then at step " << second;
      pairs += reached ? 1 : 0;
    }
  }
  std::printf("%s: %ld pairs, 0 wrong\n", GetParam().name.c_str(), static_cast<long>(pairs));
}

TEST(ARunWithNothingToDo, HasNoStepAtWhichItCouldDie) {
  EXPECT_EQ(Enumeration{nothing_to_do()}.steps(), 0);
}

INSTANTIATE_TEST_SUITE_P(AfterAFault, Crash, testing::ValuesIn(scenarios_after_a_fault()),
                         [](const auto& scenario) { return scenario.param.name; });

INSTANTIATE_TEST_SUITE_P(Scenarios, Crash, testing::ValuesIn(scenarios()),
                         [](const auto& scenario) { return scenario.param.name; });

}  // namespace
}  // namespace libsync::crash
