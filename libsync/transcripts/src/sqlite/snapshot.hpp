// SPDX-License-Identifier: MIT
//
// A SQLite database as it was at one moment, read beside the program that writes to it: no lock is taken, nothing is
// made or changed, and a folder that cannot be written to will do.
//
// Nobody is hindered, and so nobody waits: that the moment has not passed is found out afterwards, by still_holds().
#pragma once

#include "sqlite/log_index.hpp"

#include <libsync/model/file_descriptor.hpp>

#include <sys/stat.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace libsync::transcripts {

// Why a database cannot be read, in words: "it is damaged".
class DatabaseError : public std::runtime_error {
 public:
  enum class Kind {
    gone,     // there is no such file
    broken,   // it will not be better next time
    busy,     // it is being written to in a way that leaves no moment to read it at
    foreign,  // it is sound, but lacks the tables that were looked for
  };
  DatabaseError(Kind kind, const std::string& cause) : std::runtime_error(cause), kind_(kind) {}
  [[nodiscard]] Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

// Of the database that `file` leads to, the path of its write-ahead log, which lies beside the file itself and not
// beside a link to it.
[[nodiscard]] std::string log_of(const std::string& file);

// One thread.
class Snapshot {
 public:
  // What was committed up to now, what stands in the write-ahead log included. Waits for a moment when the database was
  // written to just now. Throws DatabaseError.
  explicit Snapshot(const std::string& file);

  // Whether all that was read so far is of that moment. Once false, it stays so.
  [[nodiscard]] bool still_holds() const;

  [[nodiscard]] std::uint64_t size() const;  // bytes

  // False when not all of the bytes are there; what is missing is filled with zeros. Throws DatabaseError.
  bool read(std::uint64_t offset, char* to, std::size_t size);

  [[nodiscard]] std::int64_t bytes_read() const { return bytes_read_; }

 private:
  static constexpr std::size_t k_header = 100;
  using Header = std::array<char, k_header>;

  void settle();
  void read_header();
  [[nodiscard]] bool header_still_holds() const;
  [[nodiscard]] bool log_is_newest() const;
  std::size_t read_part(std::uint64_t offset, char* to, std::size_t size);

  std::string file_;
  FileDescriptor database_{-1};
  FileDescriptor log_{-1};
  struct stat status_ {};  // of the database, before anything was read
  Header header_{};        // likewise
  bool was_settled_ = false;
  bool uses_log_ = false;
  std::uint32_t page_size_ = 0;
  std::optional<LogIndex> index_;
  std::int64_t bytes_read_ = 0;
};

}  // namespace libsync::transcripts
