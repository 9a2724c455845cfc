// SPDX-License-Identifier: MIT
//
// The calls by which the store makes, writes, syncs and locks files without SQLite: the new store, the backup before a
// migration, the lock. The linker sends them here (--wrap, see CMakeLists.txt), where a hook hears of them and can make
// them fail.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace libsync::crash {

enum class SystemCall { open, make_temporary, write, truncate, sync, lock, link, unlink };

class SystemCallHook {
 public:
  virtual ~SystemCallHook() = default;

  // Asked before each call. An errno makes it fail with that and have no effect; 0 lets it happen.
  virtual int before(SystemCall call) = 0;
  // How many of `bytes` a write takes.
  virtual std::size_t portion(std::size_t bytes) { return bytes; }

  // Told after a call that has changed something.
  virtual void created(const std::filesystem::path& /*file*/) {}
  virtual void wrote(const std::filesystem::path& /*file*/, std::string_view /*bytes*/, std::size_t /*offset*/) {}
  virtual void truncated(const std::filesystem::path& /*file*/, std::size_t /*size*/) {}
  virtual void synced(const std::filesystem::path& /*file or folder*/) {}
  virtual void linked(const std::filesystem::path& /*from*/, const std::filesystem::path& /*to*/) {}
  virtual void unlinked(const std::filesystem::path& /*file*/) {}
};

// In force as long as it lives; one at a time.
class HookedSystemCalls {
 public:
  explicit HookedSystemCalls(SystemCallHook& hook);
  ~HookedSystemCalls();
  HookedSystemCalls(const HookedSystemCalls&) = delete;
  HookedSystemCalls& operator=(const HookedSystemCalls&) = delete;
};

}  // namespace libsync::crash
