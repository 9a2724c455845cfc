// SPDX-License-Identifier: MIT
#include "server_store.hpp"

#include <libsync/store/store_error.hpp>

namespace libsync {

std::unique_ptr<store::TrackingStore> open_server_store(const StoreServer& /*server*/, Access /*access*/) {
  throw store::StoreError{store::StoreErrorKind::io,
                          "cannot use a store on a server: this program was built without libpq",
                          {Step::keep_store_in_file}};
}

}  // namespace libsync
