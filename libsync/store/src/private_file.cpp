// SPDX-License-Identifier: MIT
#include "private_file.hpp"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

namespace libsync::store {
namespace {

FileStamp stamp_of(const struct stat& status) {
  return {true,
          status.st_ino,
          status.st_size,
          status.st_mtim.tv_sec,
          status.st_mtim.tv_nsec,
          status.st_ctim.tv_sec,
          status.st_ctim.tv_nsec};
}

// As many bytes as there are; less than nothing, with errno, when they cannot be read.
ssize_t read_bytes(int descriptor, std::uint64_t offset, std::span<char> to) {
  std::size_t done = 0;
  while (done < to.size()) {
    const ssize_t got = ::pread(descriptor, to.data() + done, to.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return got;
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return static_cast<ssize_t>(done);
}

}  // namespace

FileStamp stamp_of(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? stamp_of(status) : FileStamp{};
}

FileStamp stamp_of(const char* path) {
  struct stat status {};
  return ::stat(path, &status) == 0 ? stamp_of(status) : FileStamp{};
}

PrivateFile::PrivateFile(FileDescriptor beneath, const FileStamp& stamp)
    : beneath_{Beneath{std::move(beneath), stamp, static_cast<std::uint64_t>(stamp.size)}}, size_(beneath_->size) {}

bool PrivateFile::take_all() {
  for (std::uint64_t at = 0; at < size_; at += k_block) {
    std::vector<char> block(k_block);
    const ssize_t got = read_bytes(beneath_->file.get(), at, block);
    if (got < 0) return false;
    blocks_[at / k_block] = std::move(block);
    if (static_cast<std::uint64_t>(got) < k_block) size_ = at + static_cast<std::uint64_t>(got);
  }
  beneath_.reset();
  return true;
}

int PrivateFile::read(std::uint64_t offset, std::span<char> to) const {
  const std::uint64_t end = std::clamp(offset + to.size(), offset, std::max(offset, size_));
  for (std::uint64_t at = offset; at < end;) {
    const std::uint64_t inside = at % k_block;
    const auto part = to.subspan(at - offset, std::min(k_block - inside, end - at));
    if (const auto own = blocks_.find(at / k_block); own != blocks_.end()) {
      std::copy_n(own->second.begin() + static_cast<std::ptrdiff_t>(inside), part.size(), part.begin());
    } else if (const int outcome = read_beneath(at, part); outcome != SQLITE_OK) {
      return outcome;
    }
    at += part.size();
  }
  std::ranges::fill(to.subspan(end - offset), '\0');
  return end == offset + to.size() ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

// The stamp is looked at afterwards: the system changes the times of a file before its bytes.
int PrivateFile::read_beneath(std::uint64_t offset, std::span<char> to) const {
  std::size_t count = 0;
  if (beneath_ && offset < beneath_->size) {
    count = std::min<std::size_t>(to.size(), beneath_->size - offset);
    const ssize_t got = read_bytes(beneath_->file.get(), offset, to.first(count));
    if (got < 0) return SQLITE_IOERR_READ;
    if (static_cast<std::size_t>(got) < count || stamp_of(beneath_->file.get()) != beneath_->stamp) return SQLITE_BUSY;
  }
  std::ranges::fill(to.subspan(count), '\0');
  return SQLITE_OK;
}

int PrivateFile::own(std::uint64_t block) {
  if (blocks_.contains(block)) return SQLITE_OK;
  std::vector<char> content(k_block);
  const int outcome = read_beneath(block * k_block, content);
  if (outcome == SQLITE_OK) blocks_.emplace(block, std::move(content));
  return outcome;
}

int PrivateFile::write(std::uint64_t offset, std::span<const char> from) {
  try {
    for (std::uint64_t at = offset; at < offset + from.size();) {
      const std::uint64_t inside = at % k_block;
      const auto part = from.subspan(at - offset, std::min(k_block - inside, offset + from.size() - at));
      if (const int outcome = own(at / k_block); outcome != SQLITE_OK) return outcome;
      std::ranges::copy(part, blocks_.at(at / k_block).begin() + static_cast<std::ptrdiff_t>(inside));
      at += part.size();
      size_ = std::max(size_, at);
    }
  } catch (const std::bad_alloc&) {
    return SQLITE_FULL;
  }
  return SQLITE_OK;
}

void PrivateFile::truncate(std::uint64_t size) {
  if (size >= size_) return;
  size_ = size;
  blocks_.erase(blocks_.lower_bound((size + k_block - 1) / k_block), blocks_.end());
  if (const auto last = blocks_.find(size / k_block); last != blocks_.end()) {
    std::fill(last->second.begin() + static_cast<std::ptrdiff_t>(size % k_block), last->second.end(), '\0');
  }
  if (beneath_) beneath_->size = std::min(beneath_->size, size);
}

}  // namespace libsync::store
