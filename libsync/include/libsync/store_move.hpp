// SPDX-License-Identifier: MIT
//
// Moving the tracking store from its file to a server, and back.
#pragma once

#include <libsync/model/failure.hpp>
#include <libsync/model/result.hpp>
#include <libsync/settings.hpp>

#include <cstdint>
#include <string>

namespace libsync {

struct StoreMove {
  std::string from;
  std::string to;
  std::size_t sessions = 0;
  std::size_t days = 0;  // with a plan
  std::size_t rows = 0;  // of all that was compared
};

// `to`: the address of a server, or a file, which may be the one that a store was moved away from. No run may be under
// way. The old store is marked, and refused from then on; then all is written, read again and compared. Whoever is
// interrupted goes on with the same `to`. The kinds of failure are `usage`, where there are other days already, and
// `store`.
[[nodiscard]] Result<StoreMove, Failure> move_store(const Settings& settings, const std::string& to, bool dry_run);

}  // namespace libsync
