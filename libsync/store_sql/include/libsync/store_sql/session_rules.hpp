// SPDX-License-Identifier: MIT
//
// What every engine does with sessions in the same way.
#pragma once

#include <libsync/model/session.hpp>
#include <libsync/model/time.hpp>

#include <string>

namespace libsync::store {

// broken_rule unless its intervals are sorted, disjoint and inside it. `store`: Database::name.
void require_sound(const std::string& store, const Session& session);

// The active time of a session of the older tool before `point`: its duration shared out evenly, whole milliseconds,
// rounded down. Differences of it sum exactly over any partition.
[[nodiscard]] milliseconds active_before(UtcTime point, const Interval& whole, seconds active);

}  // namespace libsync::store
