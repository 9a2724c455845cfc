// SPDX-License-Identifier: MIT
#include "read/byte_source.hpp"

#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

namespace libsync::transcripts {
namespace {

constexpr int k_largest_window = 25;  // as a power of two
constexpr std::size_t k_packed_at_a_time = std::size_t{64} << 10U;
constexpr std::size_t k_split_at_a_time = std::size_t{16} << 10U;

}  // namespace

ssize_t PlainSource::read(char* to, std::size_t size, std::int64_t offset) {
  ssize_t count = 0;
  do {
    count = ::pread(descriptor_, to, size, offset);
  } while (count < 0 && errno == EINTR);
  return count;
}

struct ZstdSource::Stream {
  ZSTD_DStream* const stream = ZSTD_createDStream();

  Stream() {
    if (stream == nullptr) throw std::bad_alloc{};
    ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, k_largest_window);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { ZSTD_freeDStream(stream); }
};

ZstdSource::ZstdSource(int descriptor) : file_(descriptor), stream_(std::make_unique<Stream>()) {}

ZstdSource::~ZstdSource() = default;

ssize_t ZstdSource::read(char* to, std::size_t size, std::int64_t /*offset*/) {
  ZSTD_outBuffer out{to, size, 0};
  while (out.pos == 0) {
    if (used_ == packed_.size()) {
      packed_.resize(k_packed_at_a_time);
      const auto count = file_.read(packed_.data(), packed_.size(), file_offset_);
      packed_.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
      used_ = 0;
      if (count < 0) return -1;
      if (count == 0) {
        if (!inside_frame_) return 0;
        errno = EBADMSG;
        return -1;
      }
      file_offset_ += count;
    }
    ZSTD_inBuffer in{packed_.data(), packed_.size(), used_};
    const std::size_t left = ZSTD_decompressStream(stream_->stream, &out, &in);
    used_ = in.pos;
    if (ZSTD_isError(left) != 0) {
      errno = EBADMSG;
      return -1;
    }
    inside_frame_ = left != 0;
  }
  return static_cast<ssize_t>(out.pos);
}

ssize_t SplitSource::read(char* to, std::size_t size, std::int64_t /*offset*/) {
  while (used_ == lines_.size()) {
    if (at_end_) return 0;
    lines_.clear();
    used_ = 0;
    std::array<char, k_split_at_a_time> piece;
    const auto count = source_.read(piece.data(), piece.size(), source_offset_);
    if (count < 0) return -1;
    source_offset_ += count;
    if (count > 0) {
      splitter_.feed({piece.data(), static_cast<std::size_t>(count)}, lines_);
    } else {
      splitter_.finish(lines_);
      at_end_ = true;
    }
  }
  const std::size_t count = std::min(size, lines_.size() - used_);
  std::memcpy(to, lines_.data() + used_, count);
  used_ += count;
  return static_cast<ssize_t>(count);
}

std::string_view other_format(std::string_view beginning) {
  using namespace std::string_view_literals;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> k_formats = {{
      {"\xFF\xFE"sv, "it is UTF-16"},
      {"\xFE\xFF"sv, "it is UTF-16"},
      {"{\0\"\0"sv, "it is UTF-16"},
      {"\0{\0\""sv, "it is UTF-16"},
      {"\x1F\x8B"sv, "it is compressed by gzip"},
      {"\x28\xB5\x2F\xFD"sv, "it is compressed by zstd"},
      {"\xFD\x37zXZ"sv, "it is compressed by xz"},
  }};
  for (const auto& [magic, name] : k_formats) {
    if (beginning.starts_with(magic)) return name;
  }
  return {};
}

std::string zstd_version() {
  return ZSTD_versionString();
}

}  // namespace libsync::transcripts
