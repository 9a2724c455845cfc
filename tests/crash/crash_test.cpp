// SPDX-License-Identifier: MIT
//
// Every step of every scenario, and pairs of steps: the run is killed there for real, resumed, and run once more.
#include "enumerate.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace libsync::crash {
namespace {

// The long enumeration, for the figures of docs/testing.md: every point of every scenario, every pair of those with up
// to 200 steps.
bool exhaustive() {
  const char* value = std::getenv("LIBSYNC_CRASH_EXHAUSTIVE");
  return value != nullptr && std::string{value} == "1";
}

class Crash : public testing::TestWithParam<Scenario> {};

// In a large scenario the days are alike: steps that share no divisor with anything of a day's length still meet every
// kind of step many times.
std::int64_t stride(std::int64_t steps, std::int64_t affordable) {
  return steps <= affordable ? 1 : steps / affordable | 1;
}

TEST_P(Crash, AtEveryStepLosesAndDoublesNothing) {
  Enumeration enumeration{GetParam()};
  ASSERT_GT(enumeration.steps(), 0);
  std::int64_t points = 0;
  const std::int64_t by = exhaustive() ? 1 : stride(enumeration.steps(), 120);
  for (std::int64_t step = 1; step <= enumeration.steps(); step += by) {
    const std::string wrong = enumeration.kill_at(step);
    ASSERT_EQ(wrong, "") << "killed at step " << step << " of " << enumeration.steps();
    ++points;
  }
  std::printf("%s: %ld points of %ld, 0 wrong\n", GetParam().name.c_str(), static_cast<long>(points),
              static_cast<long>(enumeration.steps()));
}

TEST_P(Crash, InTheRecoveryFromACrashLosesAndDoublesNothing) {
  Enumeration enumeration{GetParam()};
  const std::int64_t few = enumeration.steps() <= 200 ? enumeration.steps() : 40;
  const std::int64_t by = stride(enumeration.steps(), exhaustive() ? few : 8);
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

INSTANTIATE_TEST_SUITE_P(Scenarios, Crash, testing::ValuesIn(scenarios()),
                         [](const auto& scenario) { return scenario.param.name; });

}  // namespace
}  // namespace libsync::crash
