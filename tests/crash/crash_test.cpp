// SPDX-License-Identifier: MIT
//
// Every step of every scenario, and kills in a row: the run is killed there for real, resumed, and run once more.
#include "enumerate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace libsync::crash {
namespace {

// The long enumeration, for the figures of docs/testing.md: every point of every scenario; two kills in a row at all
// steps of those with up to 700, three of those with up to 200; a sample of the others and of those after a fault.
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
  const std::int64_t affordable = exhaustive() ? enumeration.steps() : is_one_of_many(GetParam()) ? 8 : 120;
  std::int64_t points = 0;
  for (std::int64_t step = 1; step <= enumeration.steps(); step += stride(enumeration.steps(), affordable)) {
    const auto left = enumeration.kill(enumeration.start(), step);
    ASSERT_TRUE(left) << "not killed at step " << step << " of " << enumeration.steps();
    ASSERT_EQ(enumeration.wrong_after(*left, left->identity()), "")
        << "killed at step " << step << " of " << enumeration.steps();
    ++points;
  }
  std::printf("%s: %ld points of %ld, which leave %zu states, 0 wrong\n", GetParam().name.c_str(),
              static_cast<long>(points), static_cast<long>(enumeration.steps()), enumeration.states());
}

// Runs that are killed one after the other. States that were met already are not killed again: what follows is known.
TEST_P(Crash, InTheRecoveryFromACrashLosesAndDoublesNothing) {
  Enumeration enumeration{GetParam()};
  const bool many = is_one_of_many(GetParam());
  constexpr std::int64_t k_small = 700;
  const std::int64_t affordable = !exhaustive()                    ? (many ? 2 : 8)
                                  : many                           ? 20
                                  : enumeration.steps() <= k_small ? k_small
                                                                   : 60;
  const std::int64_t by = stride(enumeration.steps(), affordable);
  const int in_a_row = exhaustive() && by == 1 && enumeration.steps() <= 200 ? 3 : 2;
  std::vector<State> reached{enumeration.start()};
  std::set<std::size_t> seen;
  std::int64_t kills = 0;
  for (int kill = 1; kill <= in_a_row; ++kill) {
    std::vector<State> next;
    for (const State& state : reached) {
      for (std::int64_t step = 1 + kills % by;; step += by) {
        auto left = enumeration.kill(state, step);
        if (!left) break;
        ++kills;
        const std::size_t identity = left->settled_identity();
        if (!seen.insert(identity).second) continue;
        ASSERT_EQ(enumeration.wrong_after(*left, identity), "")
            << "after " << kill << " kills, the last at step " << step;
        if (kill < in_a_row) next.push_back(std::move(*left));
      }
    }
    reached = std::move(next);
  }
  std::printf("%s: %ld kills, up to %d in a row and every %ld. step, which leave %zu states, 0 wrong\n",
              GetParam().name.c_str(), static_cast<long>(kills), in_a_row, static_cast<long>(by), seen.size());
}

TEST(ARunWithNothingToDo, WritesNothing) {
  Enumeration enumeration{nothing_to_do()};
  EXPECT_EQ(enumeration.steps(), 0);
}

INSTANTIATE_TEST_SUITE_P(AfterAFault, Crash, testing::ValuesIn(scenarios_after_a_fault()),
                         [](const auto& scenario) { return scenario.param.name; });

INSTANTIATE_TEST_SUITE_P(Scenarios, Crash, testing::ValuesIn(scenarios()),
                         [](const auto& scenario) { return scenario.param.name; });

}  // namespace
}  // namespace libsync::crash
