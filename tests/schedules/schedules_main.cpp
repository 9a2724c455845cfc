// SPDX-License-Identifier: MIT
//
// Plays schedules and stops at the first broken promise.
//
//   schedules --schedules 25000 --first 1     seeds 1 to 25000
//   schedules --seed 4711                     one seed, told in full
#include "schedule.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace libsync::schedules;

struct Arguments {
  std::uint64_t first = 1;
  std::uint64_t schedules = 1000;
  std::optional<std::uint64_t> seed;
  int failures = 1;  // how many to tell before giving up
};

std::optional<Arguments> parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    if (i + 1 == argc) return std::nullopt;
    const std::uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
    if (name == "--first") {
      arguments.first = value;
    } else if (name == "--schedules") {
      arguments.schedules = value;
    } else if (name == "--seed") {
      arguments.seed = value;
    } else if (name == "--failures") {
      arguments.failures = static_cast<int>(value);
    } else {
      return std::nullopt;
    }
  }
  if (arguments.seed) {
    arguments.first = *arguments.seed;
    arguments.schedules = 1;
  }
  return arguments;
}

void tell(const Broken& broken) {
  fmt::print("seed {} breaks a promise: {}\n", broken.seed, broken.promise);
  for (const auto& line : broken.story) fmt::print("  {}\n", line);
  fmt::print("again: schedules --seed {}\n\n", broken.seed);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const auto arguments = parse(argc, argv);
  if (!arguments) {
    std::fputs("usage: schedules [--first N] [--schedules N] [--failures N] | --seed N\n", stderr);
    return 64;
  }
  const auto begin = std::chrono::steady_clock::now();
  Tally tally;
  int failures = 0;
  for (std::uint64_t seed = arguments->first; seed < arguments->first + arguments->schedules; ++seed) {
    if (const auto broken = run_schedule(seed, tally)) {
      tell(*broken);
      if (++failures == arguments->failures) return 1;
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  fmt::print(
      "{} schedules, {} runs and {} that take back ({} killed), {} POSTs, {} DELETEs, {} days synced, {} days "
      "simulated, in {:.1f} s\n",
      tally.schedules, tally.runs, tally.withdrawals, tally.kills, tally.posts, tally.deletes, tally.days_synced,
      tally.simulated_days, took.count());
  return failures == 0 ? 0 : 1;
}
