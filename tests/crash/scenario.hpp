// SPDX-License-Identifier: MIT
//
// A scenario is what stands before the run that is killed: a store file, a Clockify with its faults, a clock, rules.
// The enumeration kills that run at every step, lets it be resumed, and looks at what came out.
#pragma once

#include "in_memory_api.hpp"
#include "manual_clock.hpp"

#include <libsync/loop/sync_loop.hpp>
#include <libsync/loop/withdrawal_loop.hpp>
#include <libsync/store/sqlite_store.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace libsync::crash {

// Everything outside the process that is killed. Copies are independent.
class World {
 public:
  World();
  World(const World& other);
  World& operator=(const World&) = delete;

  support::ManualClock clock;
  support::InMemoryClockify clockify{clock};
  loop::SyncRules rules;
  loop::RunOptions options;
  store::Journal journal = store::Journal::fitting;
  std::optional<loop::Withdrawing> takes_back{};  // what the run that is killed is to do; nothing: a sync
  std::size_t asked = 0;                          // all requests until now, as one number; see serve()
  unsigned runs = 0;                              // processes that worked on it
};

struct Scenario {
  std::string name;
  // Makes the store at `file` and changes the world. Runs in the enumerating process.
  std::function<void(World&, const std::filesystem::path& file)> prepare;
  // What must stand in Clockify at the end.
  std::size_t entries;
};

const std::vector<Scenario>& scenarios();

// Two days on which an earlier run met a fault: each fault at each entry, with a rollback journal and a write-ahead
// log.
const std::vector<Scenario>& scenarios_after_a_fault();

// A store on which everything is done.
const Scenario& nothing_to_do();

inline void PrintTo(const Scenario& scenario, std::ostream* out) {
  *out << scenario.name;
}

}  // namespace libsync::crash
