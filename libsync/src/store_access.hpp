// SPDX-License-Identifier: MIT
//
// The store that the settings name, in a file or on a server.
#pragma once

#include <libsync/settings.hpp>
#include <libsync/store/sqlite_store.hpp>
#include <libsync/store/store_error.hpp>
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

// The same without a copy of it, for who can begin again: another process that writes to the store ends it with
// StoreError{busy}.
[[nodiscard]] std::unique_ptr<store::TrackingStore> glance_at_store(const Settings& settings);

// What `read` makes of the store. It is called once more when another process wrote meanwhile, so it keeps to itself
// what it sees, and asks and waits for nobody.
template <class Read>
auto read_store(const Settings& settings, const Read& read) {
  if (!settings.server) {
    try {
      return read(*glance_at_store(settings));
    } catch (const store::StoreError&) {  // whatever it is: if it is true, a copy shows it as well
    }
  }
  return read(*look_at_store(settings));
}

}  // namespace libsync
