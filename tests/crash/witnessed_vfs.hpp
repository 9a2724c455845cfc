// SPDX-License-Identifier: MIT
//
// A SQLite VFS over the system's that tells a witness what is about to happen to the files of a store, and lets the
// witness make it fail.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace libsync::crash {

// Every answer is a SQLite result code; anything but SQLITE_OK (0) is what the call ends with, and it has no effect.
// `name` is the file's name without its folder; empty for a temporary file, which nothing survives anyway.
class Witness {
 public:
  virtual ~Witness() = default;

  virtual int open(const std::string& /*name*/, bool /*creates*/) { return 0; }
  virtual int read(const std::string& /*name*/) { return 0; }
  // `written`: how many of the bytes are written, also if the call fails.
  virtual int write(const std::string& /*name*/, std::string_view /*bytes*/, std::size_t /*offset*/,
                    std::size_t& /*written*/) {
    return 0;
  }
  virtual int truncate(const std::string& /*name*/, std::size_t /*size*/) { return 0; }
  // `folder`: the system's VFS syncs the folder with the first sync of a journal it has made.
  virtual int sync(const std::string& /*name*/, bool /*folder*/) { return 0; }
  virtual int remove(const std::string& /*name*/, bool /*sync_folder*/) { return 0; }
};

// Registered under `name()` as long as it lives.
class WitnessedVfs {
 public:
  explicit WitnessedVfs(Witness& witness);
  ~WitnessedVfs();
  WitnessedVfs(const WitnessedVfs&) = delete;
  WitnessedVfs& operator=(const WitnessedVfs&) = delete;

  [[nodiscard]] const std::string& name() const;

 private:
  struct Vfs;
  std::unique_ptr<Vfs> vfs_;
};

}  // namespace libsync::crash
