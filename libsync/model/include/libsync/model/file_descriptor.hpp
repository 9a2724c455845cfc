// SPDX-License-Identifier: MIT
//
// An open file that closes itself.
#pragma once

#include <utility>

namespace libsync {

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) noexcept : number_(number) {}  // takes it over; negative for none
  FileDescriptor(FileDescriptor&& other) noexcept : number_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor() { close(); }

  // Negative when it is none, or closed.
  [[nodiscard]] int get() const noexcept { return number_; }
  [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }

  [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }
  void close() noexcept;

 private:
  int number_;
};

}  // namespace libsync
