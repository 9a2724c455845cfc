// SPDX-License-Identifier: MIT
#include "sqlite/log_index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

namespace libsync::transcripts {
namespace {

constexpr std::uint32_t k_magic = 0x377F0682;  // the last bit tells the order of bytes in the checksums
constexpr std::uint32_t k_version = 3'007'000;

std::uint32_t big_endian(const char* bytes) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap32(value);
  return value;
}

std::uint32_t in_order(const char* bytes, bool big) {
  const std::uint32_t value = big_endian(bytes);
  return big ? value : __builtin_bswap32(value);
}

// Bytes in multiples of 8, from the checksum of what comes before them on.
std::array<std::uint32_t, 2> checksum(std::span<const char> bytes, bool big, std::array<std::uint32_t, 2> sum) {
  for (std::size_t i = 0; i < bytes.size(); i += 8) {
    sum[0] += in_order(&bytes[i], big) + sum[1];
    sum[1] += in_order(&bytes[i + 4], big) + sum[0];
  }
  return sum;
}

bool is_page_size(std::uint32_t size) {
  return std::has_single_bit(size) && size >= 512 && size <= 65'536;
}

}  // namespace

std::optional<LogIndex> LogIndex::read(const ReadAt& log) {
  LogIndex result;
  Header& header = result.header_;
  if (!log(0, header.data(), header.size())) return std::nullopt;
  const std::uint32_t magic = big_endian(&header[0]);
  result.big_endian_ = (magic & 1U) != 0;
  result.page_size_ = big_endian(&header[8]);
  if ((magic & ~1U) != k_magic || big_endian(&header[4]) != k_version || !is_page_size(result.page_size_)) {
    return std::nullopt;
  }
  result.checksum_ = checksum(std::span{header}.first(24), result.big_endian_, {});
  if (result.checksum_ != Checksum{big_endian(&header[24]), big_endian(&header[28])}) return std::nullopt;
  result.scan(log, false);
  return result;
}

void LogIndex::scan(const ReadAt& log, bool only_one) {
  std::vector<char> frame(k_frame_header + page_size_);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
  std::size_t kept = 0;  // of them, what was committed
  Checksum sum = checksum_;
  for (std::uint32_t number = committed_; log(offset_of(number), frame.data(), frame.size()); ++number) {
    // A frame of an earlier use of the log, or one that is being written.
    const std::uint32_t page = big_endian(&frame[0]);
    if (page == 0 || std::memcmp(&frame[8], &header_[16], 8) != 0) break;
    sum = checksum(std::span{frame}.first(8), big_endian_, sum);
    sum = checksum(std::span{frame}.subspan(k_frame_header), big_endian_, sum);
    if (sum != Checksum{big_endian(&frame[16]), big_endian(&frame[20])}) break;
    if (number == k_most_frames) {
      too_long_ = true;
      break;
    }
    found.emplace_back(page, number);
    const std::uint32_t pages = big_endian(&frame[4]);  // of the database, in the last frame of a transaction
    if (pages == 0) continue;
    pages_ = pages;
    committed_ = number + 1;
    checksum_ = sum;
    kept = found.size();
    if (only_one) break;
  }
  found.resize(kept);
  std::sort(found.begin(), found.end());
  index_.clear();
  for (const auto& entry : found) {
    if (index_.empty() || index_.back().first != entry.first) index_.push_back(entry);
    index_.back() = entry;
  }
}

std::optional<std::uint64_t> LogIndex::find(std::uint32_t number) const {
  const auto found = std::lower_bound(index_.begin(), index_.end(), std::pair{number, std::uint32_t{0}});
  if (found == index_.end() || found->first != number) return std::nullopt;
  return offset_of(found->second) + k_frame_header;
}

bool LogIndex::still_holds(const ReadAt& log) const {
  Header now{};
  return log(0, now.data(), now.size()) && now == header_;
}

bool LogIndex::is_newest(const ReadAt& log) const {
  LogIndex ahead;
  ahead.header_ = header_;
  ahead.big_endian_ = big_endian_;
  ahead.page_size_ = page_size_;
  ahead.committed_ = committed_;
  ahead.checksum_ = checksum_;
  ahead.scan(log, true);
  return ahead.committed_ == committed_;
}

}  // namespace libsync::transcripts
