// SPDX-License-Identifier: MIT
//
// Which pages of a SQLite database stand in its write-ahead log (WAL): those of committed transactions. Pure; the bytes
// are anybody's. https://www.sqlite.org/fileformat2.html#walformat
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace libsync::transcripts {

class LogIndex {
 public:
  // Frames, uncommitted ones included, that a log may have: 4 bytes of memory each, 8 while it is read.
  static constexpr std::uint32_t k_most_frames = 4'000'000;

  // Fills `to`; false when not all of the bytes are there.
  using ReadAt = std::function<bool(std::uint64_t offset, char* to, std::size_t size)>;

  // Nothing when there is no log with a sound header: then none of it counts.
  [[nodiscard]] static std::optional<LogIndex> read(const ReadAt& log);

  [[nodiscard]] std::uint32_t page_size() const { return page_size_; }  // bytes

  // How long the database is after the last commit, in pages; 0 when nothing was committed.
  [[nodiscard]] std::uint32_t pages() const { return pages_; }

  // Where in the log the page stands that is the `number`th of the database, counted from 1. Nothing when the database
  // has it.
  [[nodiscard]] std::optional<std::uint64_t> find(std::uint32_t number) const;

  // There are more frames than k_most_frames, so what was committed last may be unknown.
  [[nodiscard]] bool too_long() const { return too_long_; }

  // Whether the log was not begun anew, which overwrites the pages that find() found.
  [[nodiscard]] bool still_holds(const ReadAt& log) const;

  // Whether nothing was committed since, as far as this log tells.
  [[nodiscard]] bool is_newest(const ReadAt& log) const;

 private:
  static constexpr std::size_t k_header = 32;
  static constexpr std::size_t k_frame_header = 24;
  using Header = std::array<char, k_header>;
  using Checksum = std::array<std::uint32_t, 2>;

  LogIndex() = default;
  // Takes frames up to the last commit, from behind `committed_` on. Stops behind the first commit if `only_one`.
  void scan(const ReadAt& log, bool only_one);
  [[nodiscard]] std::uint64_t offset_of(std::uint32_t frame) const {
    return k_header + std::uint64_t{frame} * (k_frame_header + page_size_);
  }

  Header header_{};
  bool big_endian_ = false;  // of the checksums
  std::uint32_t page_size_ = 0;
  std::uint32_t pages_ = 0;
  std::uint32_t committed_ = 0;  // frames, up to the last commit
  bool too_long_ = false;
  Checksum checksum_{};                                         // up to there
  std::vector<std::pair<std::uint32_t, std::uint32_t>> index_;  // page and its last frame, by page
};

}  // namespace libsync::transcripts
