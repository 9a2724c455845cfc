// SPDX-License-Identifier: MIT
#include "machine.hpp"

#include "temp_dir.hpp"

#include <sqlite3.h>

#include <cerrno>

namespace libsync::crash {
namespace {

namespace fs = std::filesystem;
using clockify::ApiError;
using clockify::Proceed;

// Shared memory of a write-ahead log is no file to speak of: SQLite rebuilds it.
bool is_shared_memory(const std::string& name) {
  return name.ends_with("-shm");
}

Disk::Files files_of(const fs::path& folder) {
  Disk::Files files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!is_shared_memory(name)) files.emplace(name, support::read_file(entry.path()));
  }
  return files;
}

}  // namespace

Machine::Machine(fs::path folder, Lie lie) : folder_(std::move(folder)), lie_(lie), disk_(files_of(folder_)) {}

void Machine::cut_power_at(std::int64_t point, std::uint64_t seed) {
  cut_at_ = point;
  seed_ = seed;
}

void Machine::reach_point() {
  if (is_off_ || ++points_ != cut_at_) return;
  is_off_ = true;
  survivors_ = disk_.after_power_cut(seed_);
}

void Machine::restart() const {
  for (const auto& entry : fs::directory_iterator(folder_)) fs::remove(entry.path());
  for (const auto& [name, content] : survivors_) support::write_file(folder_ / name, content);
}

void Machine::note(Event::What what, const std::string& name) {
  log_.push_back({what, name, what == Event::What::send ? disk_.unsynced() : std::vector<std::string>{}});
}

bool Machine::lies_about(const std::string& name) const {
  switch (lie_) {
    case Lie::journal:
      return name.ends_with("-journal");
    case Lie::write_ahead_log:
      return name.ends_with("-wal");
    case Lie::database:
      return name.ends_with(".db");
    case Lie::journal_unlink:
    case Lie::none:
      return false;
  }
  return false;
}

// --- what SQLite does -----------------------------------------------------------------------------------------------

int Machine::open(const std::string& name, bool creates) {
  if (is_off_) return SQLITE_IOERR;
  if (creates) disk_.create(name);
  return SQLITE_OK;
}

int Machine::read(const std::string&) {
  return is_off_ ? SQLITE_IOERR_READ : SQLITE_OK;
}

int Machine::write(const std::string& name, std::string_view bytes, std::size_t offset, std::size_t& written) {
  if (is_off_) {
    written = 0;
    return SQLITE_IOERR_WRITE;
  }
  if (name.empty()) return SQLITE_OK;
  disk_.write(name, bytes, offset);
  note(Event::What::change, name);
  return SQLITE_OK;
}

int Machine::truncate(const std::string& name, std::size_t size) {
  if (is_off_) return SQLITE_IOERR_TRUNCATE;
  if (name.empty()) return SQLITE_OK;
  disk_.truncate(name, size);
  note(Event::What::change, name);
  return SQLITE_OK;
}

int Machine::sync(const std::string& name, bool folder) {
  reach_point();
  if (is_off_) return SQLITE_IOERR_FSYNC;
  if (name.empty() || lies_about(name)) return SQLITE_OK;
  disk_.sync(name);
  if (folder) disk_.sync_folder();
  note(Event::What::sync, name);
  return SQLITE_OK;
}

int Machine::remove(const std::string& name, bool sync_folder) {
  if (is_off_) return SQLITE_IOERR_DELETE;
  disk_.unlink(name);
  note(Event::What::change, name);
  if (!sync_folder) return SQLITE_OK;
  reach_point();
  if (is_off_) return SQLITE_IOERR_DELETE;
  if (lie_ == Lie::journal_unlink) return SQLITE_OK;
  disk_.sync_folder();
  note(Event::What::sync, name);
  return SQLITE_OK;
}

// --- what the store does by itself ----------------------------------------------------------------------------------

int Machine::before(SystemCall call) {
  if (call == SystemCall::sync) reach_point();
  return is_off_ ? EIO : 0;
}

void Machine::created(const fs::path& file) {
  disk_.create(file.filename().string());
}

void Machine::wrote(const fs::path& file, std::string_view bytes, std::size_t offset) {
  disk_.write(file.filename().string(), bytes, offset);
}

void Machine::truncated(const fs::path& file, std::size_t size) {
  disk_.truncate(file.filename().string(), size);
}

void Machine::synced(const fs::path& path) {
  if (path == folder_) {
    disk_.sync_folder();
  } else {
    disk_.sync(path.filename().string());
  }
}

void Machine::linked(const fs::path& from, const fs::path& to) {
  disk_.link(from.filename().string(), to.filename().string());
}

void Machine::unlinked(const fs::path& file) {
  disk_.unlink(file.filename().string());
}

// --- what it sends --------------------------------------------------------------------------------------------------

namespace {

ApiError out_of_reach(clockify::Delivery delivery) {
  return {clockify::ErrorKind::offline, delivery, "reach Clockify", "the power is off", 0, 0, "", {}};
}

}  // namespace

template <class Request>
auto ApiOnMachine::ask(const Request& request) -> decltype(request()) {
  machine_.reach_point();
  if (machine_.is_off()) return out_of_reach(clockify::Delivery::not_sent);
  auto answer = request();
  machine_.reach_point();
  if (machine_.is_off()) return out_of_reach(clockify::Delivery::unknown);
  return answer;
}

std::vector<Result<clockify::Entry, ApiError>> ApiOnMachine::create_entries(std::span<const clockify::NewEntry> entries,
                                                                            const clockify::BeforeSend& before_send) {
  std::optional<Proceed> decision;
  const auto send = [&] {
    if (!decision) {
      machine_.note(Machine::Event::What::before_send);
      decision = before_send();
    }
    if (decision == Proceed::abort) return Proceed::abort;
    machine_.reach_point();
    if (machine_.is_off()) return Proceed::abort;
    machine_.note(Machine::Event::What::send);
    return Proceed::send;
  };
  std::vector<Result<clockify::Entry, ApiError>> answers;
  for (const auto& entry : entries) answers.push_back(ask([&] { return api_.create_entry(entry, send); }));
  return answers;
}

Result<clockify::Deletion, ApiError> ApiOnMachine::delete_entry(const WorkspaceId& workspace, const EntryId& entry) {
  return ask([&] {
    machine_.note(Machine::Event::What::send);
    return api_.delete_entry(workspace, entry);
  });
}

Result<std::optional<clockify::Entry>, ApiError> ApiOnMachine::find_entry(const WorkspaceId& workspace,
                                                                          const EntryId& entry) {
  return ask([&] { return api_.find_entry(workspace, entry); });
}

Result<clockify::Listing, ApiError> ApiOnMachine::list_entries(const WorkspaceId& workspace, const UserId& user,
                                                               const Interval& window) {
  return ask([&] { return api_.list_entries(workspace, user, window); });
}

Result<clockify::User, ApiError> ApiOnMachine::current_user() {
  return ask([&] { return api_.current_user(); });
}

Result<std::vector<clockify::Workspace>, ApiError> ApiOnMachine::list_workspaces() {
  return ask([&] { return api_.list_workspaces(); });
}

Result<std::vector<clockify::Project>, ApiError> ApiOnMachine::list_projects(const WorkspaceId& workspace) {
  return ask([&] { return api_.list_projects(workspace); });
}

Result<std::vector<clockify::Task>, ApiError> ApiOnMachine::list_tasks(const WorkspaceId& workspace,
                                                                       const ProjectId& project) {
  return ask([&] { return api_.list_tasks(workspace, project); });
}

}  // namespace libsync::crash
