// SPDX-License-Identifier: MIT
//
// The store that the settings name, in a file or on a server.
#pragma once

#include <libsync/settings.hpp>
#include <libsync/store/sqlite_store.hpp>
#include <libsync/store/tracking_store.hpp>

#include <memory>

namespace libsync {

// All throw store::StoreError.

// One run of this machine at a time. That it is the only one of its timesheet, a store on a server sees to by itself.
[[nodiscard]] store::RunLock lock_store(const Settings& settings);
[[nodiscard]] std::unique_ptr<store::TrackingStore> open_store(const Settings& settings);

// The same for who moves it: also one that was marked as moved.
[[nodiscard]] std::unique_ptr<store::TrackingStore> open_store_to_move(const Settings& settings);

// For who changes nothing: what is imported into it is gone with it.
[[nodiscard]] std::unique_ptr<store::TrackingStore> look_at_store(const Settings& settings);

}  // namespace libsync
