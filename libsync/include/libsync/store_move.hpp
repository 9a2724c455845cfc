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

// `to`: the address of a server, or a file that is not there yet. All is written, read again and compared; only then
// the old store is marked, which is refused from then on. Whoever is interrupted may begin again. The kinds of failure
// are `usage`, where there are days already, and `store`.
[[nodiscard]] Result<StoreMove, Failure> move_store(const Settings& settings, const std::string& to, bool dry_run);

}  // namespace libsync
