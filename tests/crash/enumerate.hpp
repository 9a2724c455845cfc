// SPDX-License-Identifier: MIT
//
// Runs of the real loop in processes of their own that die by SIGKILL at a step of our choice.
#pragma once

#include "fast_dir.hpp"
#include "scenario.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace libsync::crash {

struct Ended {
  bool killed = false;     // by our SIGKILL; otherwise the run came to its end
  std::int64_t steps = 0;  // that it passed; 0 when it was killed
  int exit_code = 0;       // 0 clean, 75 the run stopped for now, 1 anything else
  std::int64_t requests = 0;
};

// One run over the store at `file` and the world, killed at step `kill_at` (0: never). `first`: what the scenario does
// first; later runs are syncs.
Ended run_child(World& world, const std::filesystem::path& file, std::int64_t kill_at, bool first = false);

// One scenario, ready to be started over and over.
class Enumeration {
 public:
  explicit Enumeration(const Scenario& scenario);

  // How many steps the run of the scenario has when nothing kills it.
  [[nodiscard]] std::int64_t steps() const { return steps_; }

  // Kills the run at step `first`; with `second` above 0 the run after it at that step; then lets it go on to the end.
  // What is wrong then, in words; empty when everything is right. `second_reached` says whether the second kill
  // happened (the recovery may have fewer steps).
  [[nodiscard]] std::string kill_at(std::int64_t first, std::int64_t second = 0, bool* second_reached = nullptr);

 private:
  const Scenario& scenario_;
  support::FastDir folder_;
  std::filesystem::path template_;  // folder with the prepared store
  World world_;
  std::int64_t steps_ = 0;
};

}  // namespace libsync::crash
