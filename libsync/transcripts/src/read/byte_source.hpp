// SPDX-License-Identifier: MIT
//
// Where the bytes of a transcript come from: a file as it is, or one that is unpacked on the way.
#pragma once

#include "json/splitter.hpp"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace libsync::transcripts {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Up to `size` bytes from `offset` of the text on; 0 at its end, -1 with errno when it cannot be read. A compressed
  // text is read from front to back: each call goes on where the one before it ended.
  [[nodiscard]] virtual ssize_t read(char* to, std::size_t size, std::int64_t offset) = 0;
};

// The bytes of an open file, which stays the caller's.
class PlainSource final : public ByteSource {
 public:
  explicit PlainSource(int descriptor) : descriptor_(descriptor) {}
  [[nodiscard]] ssize_t read(char* to, std::size_t size, std::int64_t offset) override;

 private:
  int descriptor_;
};

// The text that a zstd file holds. Needs no more memory than its window, which may be 32 MiB; agents use 2 MiB. Broken
// data, and data that ends in the middle, is EBADMSG.
class ZstdSource final : public ByteSource {
 public:
  explicit ZstdSource(int descriptor);
  ~ZstdSource() override;
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;
  [[nodiscard]] ssize_t read(char* to, std::size_t size, std::int64_t offset) override;

 private:
  struct Stream;

  PlainSource file_;
  std::unique_ptr<Stream> stream_;
  std::string packed_;            // read from the file
  std::size_t used_ = 0;          // of these bytes
  std::int64_t file_offset_ = 0;  // behind them
  bool inside_frame_ = false;     // more has to come
};

// The lines that a splitter makes of another source, which is read from front to back. Borrows what it is given.
class SplitSource final : public ByteSource {
 public:
  SplitSource(ByteSource& source, const RecordArrays& records) : source_(source), splitter_(records) {}
  [[nodiscard]] ssize_t read(char* to, std::size_t size, std::int64_t offset) override;

 private:
  ByteSource& source_;
  Splitter splitter_;
  std::string lines_;
  std::size_t used_ = 0;            // of these bytes
  std::int64_t source_offset_ = 0;  // behind them
  bool at_end_ = false;
};

// "it is UTF-16": what a file that begins like this is instead of lines of JSON in UTF-8. Empty when it may be those.
[[nodiscard]] std::string_view other_format(std::string_view beginning);

// "1.5.4", as it runs.
[[nodiscard]] std::string zstd_version();

}  // namespace libsync::transcripts
