// SPDX-License-Identifier: MIT
//
// Runs of the real loop on a machine whose power goes.
#pragma once

#include "fast_dir.hpp"
#include "machine.hpp"
#include "scenario.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace libsync::crash {

enum class Journal {
  rollback,         // DELETE + EXTRA
  write_ahead_log,  // WAL + EXTRA; the log that is there has pages which the database has not
  fitting,          // from DELETE to WAL and back
};

// One scenario, ready to be started over and over.
class PowerCuts {
 public:
  PowerCuts(const Scenario& scenario, Journal journal, Lie lie = Lie::none);

  // How many points (Machine::reach_point) the run has when nothing happens to it.
  [[nodiscard]] std::int64_t points() const { return points_; }

  // Cuts the power of the run at `point`, every third time that of the run after it as well, and lets the next ones
  // come to an end. What is wrong then, in words; empty when everything is right. A seed gives the same every time.
  [[nodiscard]] std::string cut(std::int64_t point, std::uint64_t seed);

  // One run on a machine of the caller's, over a fresh copy of the files.
  void run_undisturbed(const std::function<void(const Machine&, const World&)>& look);

 private:
  [[nodiscard]] std::filesystem::path fresh_copy() const;
  [[nodiscard]] std::string what_a_migration_left(const std::filesystem::path& file) const;

  const Scenario scenario_;
  Lie lie_;
  support::FastDir folder_;
  World world_;
  std::int64_t points_ = 0;
};

}  // namespace libsync::crash
