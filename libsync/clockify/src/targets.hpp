// SPDX-License-Identifier: MIT
//
// The targets of the requests. Pure. Nothing that comes from a user or a server goes into a target except through a
// type that cannot hold anything harmful.
#pragma once

#include <libsync/model/base_url.hpp>
#include <libsync/model/ids.hpp>
#include <libsync/model/time.hpp>

#include <cstddef>
#include <string>

namespace libsync::clockify {

[[nodiscard]] std::string user_target(const BaseUrl& base);
[[nodiscard]] std::string new_entry_target(const BaseUrl& base, const WorkspaceId& workspace);
[[nodiscard]] std::string workspaces_target(const BaseUrl& base);
[[nodiscard]] std::string entry_target(const BaseUrl& base, const WorkspaceId& workspace, const EntryId& entry);
// `window` goes onto the wire as it stands; pages count from 1.
[[nodiscard]] std::string entries_target(const BaseUrl& base, const WorkspaceId& workspace, const UserId& user,
                                         const Interval& window, int page, std::size_t page_size);
[[nodiscard]] std::string projects_target(const BaseUrl& base, const WorkspaceId& workspace, int page,
                                          std::size_t page_size);
[[nodiscard]] std::string tasks_target(const BaseUrl& base, const WorkspaceId& workspace, const ProjectId& project,
                                       int page, std::size_t page_size);

}  // namespace libsync::clockify
