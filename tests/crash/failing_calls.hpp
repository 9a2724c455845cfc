// SPDX-License-Identifier: MIT
//
// A disk of which one call fails, or every call from one on.
#pragma once

#include "system_calls.hpp"
#include "witnessed_vfs.hpp"

#include <cstdint>
#include <string>

namespace libsync::crash {

// How it fails.
enum class Trouble {
  input_output,  // EIO, whatever the call
  full,          // ENOSPC, whatever would need room
  short_write,   // a part of it is written, then ENOSPC
  interrupted,   // EINTR, and only part of it is written; not of SQLite's calls, which repeat those by themselves
  denied,        // EACCES where a file is opened or made
};

// Counts the calls that can fail in this way, from 1. Both for SQLite's calls and for those the store makes itself.
class FailingCalls final : public Witness, public SystemCallHook {
 public:
  enum class Until { once, for_good };

  FailingCalls(Trouble trouble, std::int64_t call, Until until) : trouble_(trouble), call_(call), until_(until) {}

  // How many calls of that kind there were.
  [[nodiscard]] std::int64_t passed() const { return passed_; }

  int open(const std::string& name, bool creates) override;
  int read(const std::string& name) override;
  int write(const std::string& name, std::string_view bytes, std::size_t offset, std::size_t& written) override;
  int truncate(const std::string& name, std::size_t size) override;
  int sync(const std::string& name, bool folder) override;
  int remove(const std::string& name, bool sync_folder) override;

  int before(SystemCall call) override;
  std::size_t portion(std::size_t bytes) override;

 private:
  // Is it this one?
  [[nodiscard]] bool strikes();
  [[nodiscard]] bool is(Trouble trouble) const { return trouble_ == trouble; }

  Trouble trouble_;
  std::int64_t call_;
  Until until_;
  std::int64_t passed_ = 0;
};

}  // namespace libsync::crash
