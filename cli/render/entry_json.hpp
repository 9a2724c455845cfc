// SPDX-License-Identifier: MIT
//
// Parts of the JSON contract that `report` and `explain` share. Pure.
#pragma once

#include <libsync/report/daybook.hpp>

#include <boost/json.hpp>

#include <vector>

namespace cli {

// `start`, `end` and `seconds` are absent of an entry of the older tool.
[[nodiscard]] boost::json::object entry_object(const libsync::report::DayEntry& entry,
                                               const libsync::workday::ProjectNames& names);

[[nodiscard]] boost::json::object interval_object(const libsync::Interval& interval);
[[nodiscard]] boost::json::array interval_array(const std::vector<libsync::Interval>& intervals);

}  // namespace cli
