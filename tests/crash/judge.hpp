// SPDX-License-Identifier: MIT
//
// Runs in this process, and what must be true at the end of them.
#pragma once

#include "scenario.hpp"

#include <libsync/store/tracking_store.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace libsync::crash {

// The store with the journal that the world wants.
[[nodiscard]] std::unique_ptr<store::TrackingStore> open_store(const World& world, const std::filesystem::path& file,
                                                               const std::string& vfs = "");

// One run of the real loop; it imports nothing.
[[nodiscard]] loop::SyncReport run_once(World& world, store::TrackingStore& store, clockify::Api& api);
// The same, by a client of its own.
[[nodiscard]] loop::SyncReport run_once(World& world, store::TrackingStore& store);

// How a run ended.
struct Outcome {
  std::optional<Failure> failure;
  std::int64_t requests;
};

// What the scenario does first: a sync, or days are taken back.
[[nodiscard]] Outcome run_first(World& world, store::TrackingStore& store, clockify::Api& api);

// Every entry once, every day filled from end to end. What is wrong, in words; empty when everything is right.
[[nodiscard]] std::string judge(const World& world, std::size_t entries);

// What is still on its way to Clockify takes effect now, or never.
void let_late_requests_arrive(World& world);

// Lets runs without any fault come to an end on the store at `file`, each in-doubt entry given its quarantine, then one
// more, and judges the store and the world. As judge().
[[nodiscard]] std::string come_to_an_end(World& world, const std::filesystem::path& file, std::size_t entries);

// The same on whatever `open` opens for each run.
using OpenStore = std::function<std::unique_ptr<store::TrackingStore>()>;
[[nodiscard]] std::string come_to_an_end(World& world, const OpenStore& open, std::size_t entries);

}  // namespace libsync::crash
