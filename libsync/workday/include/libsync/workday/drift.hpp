// SPDX-License-Identifier: MIT
//
// How what was planned of a day differs from what would be planned by now: reported, never acted upon. Pure.
#pragma once

#include <libsync/workday/draft.hpp>
#include <libsync/workday/project_names.hpp>

#include <string>
#include <vector>

namespace libsync::workday {

// Sentences without a full stop, in local time: "14:48-17:00 stays with Website as first planned; your config now says
// API". Empty when there is no difference. `draft` is made with the gaps of the plan taken.
[[nodiscard]] std::vector<std::string> describe_drift(const store::DayPlan& plan, const Draft& draft,
                                                      const SyncRules& rules, const ProjectNames& names);

}  // namespace libsync::workday
