// SPDX-License-Identifier: MIT
//
// The tracking store cannot be used. Thrown, not returned: nobody on the way up could do anything but stop. Absent rows
// are not errors, they are empty optionals.
#pragma once

#include <libsync/model/hint.hpp>

#include <stdexcept>
#include <string>

namespace libsync::store {

enum class StoreErrorKind {
  busy,            // another process holds the store or the run lock; try again later
  full,            // no room on the device
  read_only,       // no permission to write, or a read-only file system
  missing_folder,  // the folder of the store does not exist or cannot be entered
  corrupt,         // damaged, or not a database
  foreign,         // a database of another program
  too_new,         // written by a newer version of this program
  io,              // the device failed
  broken_rule,     // a change that the store's own rules forbid: a bug, nothing was written
};

class StoreError : public std::runtime_error {
 public:
  // `message`: one sentence naming the file, `cannot <act> <object>: <cause>`. `hint`: what to do next.
  StoreError(StoreErrorKind kind, const std::string& message, Hint hint)
      : std::runtime_error(message), kind_(kind), hint_(std::move(hint)) {}

  [[nodiscard]] StoreErrorKind kind() const noexcept { return kind_; }
  [[nodiscard]] const Hint& hint() const noexcept { return hint_; }

 private:
  StoreErrorKind kind_;
  Hint hint_;
};

}  // namespace libsync::store
