// SPDX-License-Identifier: MIT
//
// A plan is law for what stands in Clockify, or may stand there, and for nothing else: when the mapping was mended
// since, the rows of a begun plan that were not sent, or were refused, keep their place and go where the mapping says
// now. Pure.
#pragma once

#include "planning.hpp"

#include <libsync/model/result.hpp>

#include <set>
#include <string>
#include <vector>

namespace libsync::loop {

struct Readdressed {
  std::size_t row;            // its index in the plan
  store::PlannedEntry entry;  // what it is to be from now on; the interval is the one it had
};

// A row that has no new address.
struct NoAddress {
  std::size_t row;
  std::string why;  // "its folders now belong to several projects"
};

// The planned rows whose entry would be another by now, in their order. `draft` says which folder of a project lends it
// its settings.
[[nodiscard]] Result<std::vector<Readdressed>, NoAddress> readdress(const store::DayPlan& plan, const Draft& draft,
                                                                    const SyncRules& rules);

}  // namespace libsync::loop
