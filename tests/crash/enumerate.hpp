// SPDX-License-Identifier: MIT
//
// Runs of the real loop in processes of their own that die by SIGKILL at a step of our choice.
#pragma once

#include "fast_dir.hpp"
#include "scenario.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace libsync::crash {

// What a run left behind: the files of the store, and everything outside of the process.
struct State {
  std::map<std::string, std::string> files;  // content by name
  World world;
  bool fresh = true;  // nothing was run yet

  // The same number for states that no later run can tell apart: the bytes on the disk and what the world was asked are
  // the same.
  [[nodiscard]] std::size_t identity() const;

  // The same for states that differ at most in how far SQLite has got with a transaction that is not committed. That it
  // is rolled back is shown for each of them where single kills are tried; here one with a journal or a
  // log and one without stand for all.
  [[nodiscard]] std::size_t settled_identity() const;
};

// One scenario, ready to be started over and over.
class Enumeration {
 public:
  explicit Enumeration(const Scenario& scenario);

  // How many steps the run of the scenario has when nothing kills it.
  [[nodiscard]] std::int64_t steps() const { return steps_; }

  [[nodiscard]] const State& start() const { return start_; }

  // What a run that begins with `state` leaves when it is killed at that step; nothing when it ends before.
  [[nodiscard]] std::optional<State> kill(const State& state, std::int64_t step);

  // Lets the runs after `state` go on to the end. What is wrong then, in words; empty when everything is right. States
  // of one `identity` are tried once.
  [[nodiscard]] const std::string& wrong_after(const State& state, std::size_t identity);

  // States that were tried.
  [[nodiscard]] std::size_t states() const { return wrong_after_.size(); }

 private:
  [[nodiscard]] std::filesystem::path file() const;
  [[nodiscard]] std::string come_to_an_end(World& world);
  [[nodiscard]] std::string look_at_the_end(World& world) const;

  const Scenario& scenario_;
  support::FastDir folder_;
  std::filesystem::path here_;  // where the store lies that runs work on
  State start_;
  std::int64_t steps_ = 0;
  std::map<std::size_t, std::string> wrong_after_;   // by the identity of the state
  std::map<std::size_t, std::string> wrong_at_end_;  // the same, of states after a run that ended well
};

}  // namespace libsync::crash
