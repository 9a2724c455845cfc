// SPDX-License-Identifier: MIT
//
// Row 64: memory runs out at some allocation of a run. Nothing is promised to that run but that it harms nothing: the
// next one goes on as after a kill.
#include "row.hpp"
#include "scarce_memory.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>

namespace libsync::faults {
namespace {

constexpr std::int64_t k_plenty = 1'000'000;

// One run with so many allocations. How many it made, or nothing when that was not enough.
std::optional<std::int64_t> run_with(Workday& day, std::int64_t allocations) {
  bool done = false;
  memory::leave(allocations);
  try {
    done = !day.run().failure;
  } catch (const std::bad_alloc&) {
    done = false;
  }
  const std::int64_t left = memory::restore();
  return done ? std::optional{allocations - left} : std::nullopt;
}

std::int64_t allocations_of_a_run() {
  Workday day;
  return run_with(day, k_plenty).value();
}

class OutOfMemory : public testing::TestWithParam<int> {};

constexpr int k_parts = 4;

// Every allocation, or every so-manieth: a step that shares no divisor with what an entry takes.
std::int64_t step() {
  const char* value = std::getenv("LIBSYNC_EXHAUSTIVE");
  return value != nullptr && std::string{value} == "1" ? 1 : 11;
}

TEST_P(OutOfMemory, Row64_EndsExact) {
  const std::int64_t all = allocations_of_a_run();
  int ended = 0;
  for (std::int64_t enough = GetParam() * step(); enough < all; enough += k_parts * step()) {
    SCOPED_TRACE(enough);
    Workday day;
    ended += run_with(day, enough) ? 0 : 1;
    come_to_the_end(day, {.waits = std::nullopt});
    if (HasFailure()) return;
  }
  EXPECT_GT(ended, 0);
  std::printf("%d runs ended for want of memory, of %ld allocations\n", ended, static_cast<long>(all));
}

INSTANTIATE_TEST_SUITE_P(Parts, OutOfMemory, testing::Range(0, k_parts), testing::PrintToStringParamName());

}  // namespace
}  // namespace libsync::faults
