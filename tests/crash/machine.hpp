// SPDX-License-Identifier: MIT
//
// The computer that a run is on, up to the moment the power goes. The run stays in this process: from the cut on no
// call of it has any effect on the disk or on Clockify, so whatever it still does never happened.
#pragma once

#include "disk.hpp"
#include "system_calls.hpp"
#include "witnessed_vfs.hpp"

#include <libsync/clockify/api.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace libsync::crash {

// A disk that says it has synced, and has not. With one of these the tests must fail.
enum class Lie {
  none,
  journal,          // the content of the rollback journal
  journal_unlink,   // its removal: what `synchronous` FULL is to EXTRA
  database,         // the pages
  write_ahead_log,  // what `synchronous` NORMAL is to FULL
};

class Machine final : public Witness, public SystemCallHook {
 public:
  // Runs on the files of `folder`, all of them synced.
  explicit Machine(std::filesystem::path folder, Lie lie = Lie::none);

  // Cuts the power when the run reaches this point, from 1. What survives depends on the seed.
  void cut_power_at(std::int64_t point, std::uint64_t seed);
  // A point is a sync that is about to take effect, a request about to be sent, an answer about to be taken, and the
  // end of the run.
  void reach_point();
  [[nodiscard]] std::int64_t points() const { return points_; }
  [[nodiscard]] bool is_off() const { return is_off_; }

  // After a cut, and when the run has let go of everything: the folder holds what survived.
  void restart() const;

  // What happened, in order.
  struct Event {
    enum class What { change, sync, before_send, send } what;
    std::string name;                   // of the file
    std::vector<std::string> unsynced;  // at a send: the files that a power cut could still change
  };
  [[nodiscard]] const std::vector<Event>& log() const { return log_; }
  void note(Event::What what, const std::string& name = "");

  int open(const std::string& name, bool creates) override;
  int read(const std::string& name) override;
  int write(const std::string& name, std::string_view bytes, std::size_t offset, std::size_t& written) override;
  int truncate(const std::string& name, std::size_t size) override;
  int sync(const std::string& name, bool folder) override;
  int remove(const std::string& name, bool sync_folder) override;

  int before(SystemCall call) override;
  void created(const std::filesystem::path& file) override;
  void wrote(const std::filesystem::path& file, std::string_view bytes, std::size_t offset) override;
  void truncated(const std::filesystem::path& file, std::size_t size) override;
  void synced(const std::filesystem::path& path) override;
  void linked(const std::filesystem::path& from, const std::filesystem::path& to) override;
  void unlinked(const std::filesystem::path& file) override;

 private:
  [[nodiscard]] bool lies_about(const std::string& name) const;

  std::filesystem::path folder_;
  Lie lie_;
  Disk disk_;
  std::int64_t points_ = 0;
  std::int64_t cut_at_ = 0;
  std::uint64_t seed_ = 0;
  bool is_off_ = false;
  Disk::Files survivors_;
  std::vector<Event> log_;
};

// Clockify as seen from the machine: out of reach once the power is off.
class ApiOnMachine final : public clockify::Api {
 public:
  ApiOnMachine(clockify::Api& api, Machine& machine) : api_(api), machine_(machine) {}

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

  const std::string& account() const override { return api_.account(); }
  const std::string& base_url() const override { return api_.base_url(); }
  clockify::Traffic traffic() const override { return api_.traffic(); }

 private:
  template <class Request>
  auto ask(const Request& request) -> decltype(request());

  clockify::Api& api_;
  Machine& machine_;
};

}  // namespace libsync::crash
