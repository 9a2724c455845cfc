// SPDX-License-Identifier: MIT
//
// Projects by what people call them. Pure.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/model/failure.hpp>
#include <libsync/model/result.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace libsync {

// "Acme / Website", or "Website" without a client.
[[nodiscard]] std::string full_name(const clockify::Project& project);

// Those with `part` in their full name or id, whatever the case, in the order they have; archived ones are not offered.
[[nodiscard]] std::vector<clockify::Project> projects_with(std::string_view part,
                                                           std::span<const clockify::Project> projects);

// The one project with this id, name or full name, whatever the case. A failure of kind `usage` names the nearest ones
// where there is none, all of them where there are several, and says when it is archived.
[[nodiscard]] Result<clockify::Project, Failure> find_project(std::string_view words,
                                                              std::span<const clockify::Project> projects);

}  // namespace libsync
