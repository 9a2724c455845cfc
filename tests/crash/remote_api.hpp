// SPDX-License-Identifier: MIT
//
// A Clockify that outlives its client: the parent process owns the server, a child that may be killed talks to it over
// a socket pair. What was sent before the kill takes effect; its answer is lost.
#pragma once

#include "in_memory_api.hpp"

#include <libsync/clockify/api.hpp>

namespace libsync::crash {

// The child's end. Each request passes one step before it is sent and one before its answer is taken.
class RemoteApi final : public clockify::Api {
 public:
  // Account and server are those of `served`, which the parent serves.
  RemoteApi(int socket, clockify::BootTime now, const clockify::Api& served)
      : socket_(socket), now_(now), account_(served.account()), base_url_(served.base_url()) {}

  std::vector<Result<clockify::Entry, clockify::ApiError>> create_entries(
      std::span<const clockify::NewEntry> entries, const clockify::BeforeSend& before_send) override;
  Result<clockify::Deletion, clockify::ApiError> delete_entry(const WorkspaceId& workspace,
                                                              const EntryId& entry) override;
  Result<std::optional<clockify::Entry>, clockify::ApiError> find_entry(const WorkspaceId& workspace,
                                                                        const EntryId& entry) override;
  Result<clockify::Listing, clockify::ApiError> list_entries(const WorkspaceId& workspace, const UserId& user,
                                                             const Interval& window) override;
  Result<clockify::User, clockify::ApiError> current_user() override;
  Result<std::vector<clockify::Workspace>, clockify::ApiError> list_workspaces() override;
  Result<std::vector<clockify::Project>, clockify::ApiError> list_projects(const WorkspaceId& workspace) override;
  Result<std::vector<clockify::Task>, clockify::ApiError> list_tasks(const WorkspaceId& workspace,
                                                                     const ProjectId& project) override;

  const std::string& account() const override { return account_; }
  const std::string& base_url() const override { return base_url_; }
  clockify::Traffic traffic() const override { return traffic_; }

 private:
  std::string ask(const std::string& question);

  int socket_;
  clockify::BootTime now_;
  std::string account_;
  std::string base_url_;
  clockify::Traffic traffic_;
};

// The parent's end: answers until the child closes its end or dies. `asked` becomes a number that depends on itself and
// on every question, in order.
void serve(int socket, clockify::Api& api, std::size_t& asked);

}  // namespace libsync::crash
