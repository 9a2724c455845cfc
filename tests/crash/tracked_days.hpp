// SPDX-License-Identifier: MIT
//
// What the scenarios are made of.
#pragma once

#include "scenario.hpp"

#include <libsync/store/tracking_store.hpp>

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>

namespace libsync::crash {

constexpr std::initializer_list<const char*> k_three{"/work/api", "/work/web", "/work/infra"};

// A session of each project on a Monday (0) to Friday (4) of the first weeks of February 2026.
void track(store::TrackingStore& store, int day, std::initializer_list<const char*> projects);

// A store with the first `count` of these days.
std::unique_ptr<store::TrackingStore> days(const std::filesystem::path& file, int count,
                                           std::initializer_list<const char*> projects);

// From now on the store has a rollback journal, in every run.
void keep_rollback_journal(World& world, const std::filesystem::path& file);

// The first run meets the fault at that POST.
void fail_first_run(World& world, store::TrackingStore& store, std::int64_t post, support::Fault fault);

// Somebody's meeting from 12:00 to 13:00 on the first days, so that one of three projects gets two pieces on each.
void meet_at_noon(World& world, int count);

Scenario scenario(std::string name, std::size_t entries,
                  std::function<void(World&, const std::filesystem::path&)> prepare);

// Days are taken back, and a later sync posts them again.
std::vector<Scenario> scenarios_of_taking_back();

}  // namespace libsync::crash
