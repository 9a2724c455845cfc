// SPDX-License-Identifier: MIT
//
// The store on a server, and the machine that this one is there. A build without libpq has none.
#pragma once

#include <libsync/settings.hpp>
#include <libsync/store/tracking_store.hpp>

#include <memory>

namespace libsync {

enum class Access {
  run,   // of this machine alone, see lock_store()
  look,  // changes nothing
  move,  // as a run, also of a store that was moved elsewhere
};

// Throws store::StoreError.
[[nodiscard]] std::unique_ptr<store::TrackingStore> open_server_store(const StoreServer& server, Access access);

}  // namespace libsync
