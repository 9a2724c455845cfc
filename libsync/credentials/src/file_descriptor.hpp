// SPDX-License-Identifier: MIT
//
// An open file that closes itself.
#pragma once

#include <unistd.h>

#include <utility>

namespace libsync::credentials {

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&&) = delete;
  ~FileDescriptor() { close(); }

  // -1 when it is none, or closed.
  [[nodiscard]] int get() const noexcept { return number_; }

  void close() noexcept {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

}  // namespace libsync::credentials
