// SPDX-License-Identifier: MIT
//
// The store that the settings name.
#pragma once

#include <libsync/settings.hpp>
#include <libsync/store/sqlite_store.hpp>
#include <libsync/store/tracking_store.hpp>

#include <memory>

namespace libsync {

// Both throw store::StoreError.
[[nodiscard]] store::RunLock lock_store(const Settings& settings);
[[nodiscard]] std::unique_ptr<store::TrackingStore> open_store(const Settings& settings);

}  // namespace libsync
