// SPDX-License-Identifier: MIT
//
// A file that is nobody else's: what is written to it stands in memory, block by block; the rest is that of a file on
// disk, if it has one beneath it, as that was at one moment. The file on disk is only read, and not locked. One thread.
#pragma once

#include <libsync/model/file_descriptor.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace libsync::store {

// What a file on disk is known by; another one whenever somebody writes it.
struct FileStamp {
  bool present = false;
  std::uint64_t inode = 0;
  std::int64_t size = 0;  // bytes
  std::int64_t modified_s = 0;
  std::int64_t modified_ns = 0;  // behind that
  std::int64_t changed_s = 0;
  std::int64_t changed_ns = 0;

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Not present when it cannot be told.
[[nodiscard]] FileStamp stamp_of(int descriptor);
[[nodiscard]] FileStamp stamp_of(const char* path);

class PrivateFile {
 public:
  PrivateFile() = default;

  // Over what has that stamp. Blocks are read when somebody asks for them.
  PrivateFile(FileDescriptor beneath, const FileStamp& stamp);

  // Reads the whole file beneath, which is not needed any more. False, with errno, when it cannot be read.
  [[nodiscard]] bool take_all();

  // All return what SQLite calls the outcome: SQLITE_OK; SQLITE_IOERR_SHORT_READ for what lies behind the end, which is
  // zeros; SQLITE_BUSY when the file beneath was changed meanwhile; SQLITE_FULL for no memory.
  int read(std::uint64_t offset, std::span<char> to) const;
  int write(std::uint64_t offset, std::span<const char> from);
  void truncate(std::uint64_t size);

  [[nodiscard]] std::uint64_t size() const { return size_; }  // bytes

 private:
  static constexpr std::uint64_t k_block = 65'536;

  struct Beneath {
    FileDescriptor file;
    FileStamp stamp;
    std::uint64_t size;  // of it that still counts
  };

  int read_beneath(std::uint64_t offset, std::span<char> to) const;
  int own(std::uint64_t block);

  std::optional<Beneath> beneath_;
  std::map<std::uint64_t, std::vector<char>> blocks_;  // each whole, by number
  std::uint64_t size_ = 0;
};

}  // namespace libsync::store
