// SPDX-License-Identifier: MIT
//
// One schedule: a random sequence of runs, deaths, faults and deeds of people, then peace, then the question whether
// everything is as promised. The seed decides all of it.
#pragma once

#include "process.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace libsync::schedules {

class Mirror;

struct Broken {
  std::uint64_t seed;
  std::string promise;             // which one, in words
  std::vector<std::string> story;  // what happened until then
};

// What happened in schedules that kept every promise, to see that they are worth their time.
struct Tally {
  std::int64_t schedules = 0;
  std::int64_t runs = 0;
  std::int64_t withdrawals = 0;
  std::int64_t deletes = 0;
  std::int64_t kills = 0;
  std::int64_t posts = 0;
  std::int64_t days_synced = 0;
  std::int64_t simulated_days = 0;

  Tally& operator+=(const Tally& other);
};

// Nothing when every promise was kept. `mirror`: a real store, which is emptied and has to answer as the one in memory.
[[nodiscard]] std::optional<Broken> run_schedule(std::uint64_t seed, Tally& tally, Weakness weakness = Weakness::none,
                                                 Mirror* mirror = nullptr);

}  // namespace libsync::schedules
