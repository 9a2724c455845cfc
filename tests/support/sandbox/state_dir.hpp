// SPDX-License-Identifier: MIT
//
// The folder a sandbox lives in:
//   state.json   the entries and what was served, rewritten after every request
//   ca.pem       the certificate authority to trust
//   sandbox.env  where it listens and what the ids are, as lines for a shell
//   lock         locked by the running sandbox, holds its process id
#pragma once

#include "timesheet.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace libsync::support {

struct SandboxState {
  ClockifyService service;
  Served served;
  std::uint16_t port = 0;  // where it listened last
};

class StateDir {
 public:
  // Makes the folder if need be. Throws std::runtime_error with a sentence for people when it cannot.
  explicit StateDir(std::filesystem::path path);
  StateDir(const StateDir&) = delete;
  StateDir& operator=(const StateDir&) = delete;
  ~StateDir();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // Nothing when there is no state yet; throws when there is one that cannot be read.
  [[nodiscard]] std::optional<SandboxState> load() const;
  // Replaces the state as a whole: a reader sees the old or the new one.
  void save(const std::string& saved_service, const Served& served, std::uint16_t port) const;

  // False when another sandbox has the lock.
  [[nodiscard]] bool lock();
  // The process id of the sandbox that has the lock; nothing when none runs.
  [[nodiscard]] std::optional<int> owner() const;
  // Waits until no sandbox has the lock.
  void wait_until_free() const;
  // Writes this process into the lock: to be called by the one that stays.
  void note_owner() const;

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace libsync::support
