// SPDX-License-Identifier: MIT
//
// The lines of a file through a buffer of fixed size. A line that does not fit is condensed on the way: what is left is
// the same JSON object with long texts cut and everything far inside left out.
#pragma once

#include "read/byte_source.hpp"
#include "read/condenser.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace libsync::transcripts {

// Owned buffers are shared from file to file by calling open() again.
class LineReader {
 public:
  // Small enough that what is read is still in the processor's nearest cache when it is looked at: with 256 KiB the
  // import takes a fifth longer.
  static constexpr std::size_t k_read_size = std::size_t{16} << 10U;
  static constexpr std::size_t k_longest_line = std::size_t{4} << 20U;
  static constexpr std::size_t k_tail = std::size_t{256} << 10U;
  static constexpr std::size_t k_checked = 4096;

  LineReader() : buffer_(std::make_unique_for_overwrite<char[]>(k_checked + k_longest_line + k_read_size)) {}

  // Starts at `offset`, which is 0 for a compressed text. Borrows the source.
  void open(ByteSource& source, std::int64_t offset);

  // Stands for the file up to the end of its last whole line so far, or to where it was opened: for its beginning and
  // for what comes before that place. Of the bytes as they were read, whatever became of the file meanwhile.
  [[nodiscard]] std::uint64_t checksum() const;

  struct Line {
    std::string_view text;    // without the line feed; valid until the next call
    std::int64_t end = 0;     // offset behind the line and its line feed
    bool terminated = false;  // by a line feed; only the last line of a file can be without
    bool lost = false;        // too long, and `text` is what could be condensed of its beginning
    std::string_view tail{};  // of a line that was too long, the last bytes as they are: k_tail or more
  };

  // False at the end of the file, and when it cannot be read any further.
  [[nodiscard]] bool next(Line& line);

  // errno of the read that failed; 0 if none did.
  [[nodiscard]] int error() const { return error_; }

  // Bytes taken from the file so far.
  [[nodiscard]] std::int64_t bytes_read() const { return bytes_read_; }

 private:
  bool fill();
  bool next_long(Line& line);
  void keep_tail(std::string_view piece);

  std::unique_ptr<char[]> buffer_;  // as long as the longest line so far needed, as far as memory is concerned
  std::size_t begin_ = 0;           // of the bytes not handed out; k_checked before it stay, if there were as many
  std::size_t end_ = 0;             // of the bytes read
  ByteSource* source_ = nullptr;
  int error_ = 0;
  bool at_end_ = false;
  std::int64_t offset_ = 0;  // in the file, of begin_
  std::int64_t bytes_read_ = 0;
  Condenser condenser_;
  std::string tail_;
  std::string beginning_;       // of the file, k_checked bytes or all that were read
  std::string before_long_;     // what stands before a line that was too long and has no line feed
  std::size_t unfinished_ = 0;  // bytes of a last line without a line feed that was handed out
};

}  // namespace libsync::transcripts
