// SPDX-License-Identifier: MIT
#include "read/line_reader.hpp"

#include "json/text_hash.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace libsync::transcripts {
namespace {

// As much of it as there is.
std::size_t read_all(ByteSource& source, char* to, std::size_t size, std::int64_t offset) {
  std::size_t done = 0;
  while (done < size) {
    const auto count = source.read(to + done, size - done, offset + static_cast<std::int64_t>(done));
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

}  // namespace

void LineReader::open(ByteSource& source, std::int64_t offset) {
  source_ = &source;
  offset_ = offset;
  const auto before = static_cast<std::size_t>(std::min<std::int64_t>(offset, k_checked));
  beginning_.resize(before);
  beginning_.resize(read_all(source, beginning_.data(), before, 0));
  begin_ = end_ = read_all(source, buffer_.get(), before, offset - static_cast<std::int64_t>(before));
  before_long_.clear();
  unfinished_ = 0;
  error_ = 0;
  at_end_ = false;
  bytes_read_ = 0;
}

bool LineReader::fill() {
  if (begin_ > k_checked) {
    const std::size_t forgotten = begin_ - k_checked;
    std::memmove(buffer_.get(), buffer_.get() + forgotten, end_ - forgotten);
    end_ -= forgotten;
    begin_ = k_checked;
  }
  const auto count =
      source_->read(buffer_.get() + end_, k_read_size, offset_ + static_cast<std::int64_t>(end_ - begin_));
  if (count < 0) error_ = errno;
  if (count <= 0) {
    at_end_ = true;
    return false;
  }
  if (beginning_.size() < k_checked) {
    beginning_.append(buffer_.get() + end_, std::min(static_cast<std::size_t>(count), k_checked - beginning_.size()));
  }
  end_ += static_cast<std::size_t>(count);
  bytes_read_ += count;
  return true;
}

bool LineReader::next(Line& line) {
  std::size_t searched = 0;  // bytes after begin_ that hold no line feed
  while (true) {
    const char* const start = buffer_.get() + begin_;
    const std::size_t size = end_ - begin_;
    if (const void* found = std::memchr(start + searched, '\n', size - searched)) {
      const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - start);
      if (length >= k_longest_line) return next_long(line);
      begin_ += length + 1;
      offset_ += static_cast<std::int64_t>(length + 1);
      line = {{start, length}, offset_, true, false};
      return true;
    }
    searched = size;
    if (size >= k_longest_line) return next_long(line);
    if (at_end_ || !fill()) {
      if (error_ != 0 || begin_ == end_) return false;
      line = {
          {buffer_.get() + begin_, end_ - begin_}, offset_ + static_cast<std::int64_t>(end_ - begin_), false, false};
      offset_ = line.end;
      unfinished_ = end_ - begin_;
      begin_ = end_;
      return true;
    }
  }
}

std::uint64_t LineReader::checksum() const {
  const std::int64_t whole_to = offset_ - static_cast<std::int64_t>(unfinished_);
  const auto part = static_cast<std::size_t>(std::min<std::int64_t>(whole_to, k_checked));
  std::string_view before = before_long_;
  if (before.empty() && part > 0) before = {buffer_.get(), begin_ - unfinished_};
  before.remove_prefix(before.size() - std::min(before.size(), part));
  return mix(hash_of(std::string_view{beginning_}.substr(0, part)), hash_of(before));
}

// Moves what it keeps only now and then, so that each byte is copied twice at most.
void LineReader::keep_tail(std::string_view piece) {
  if (piece.size() > k_tail) piece.remove_prefix(piece.size() - k_tail);
  if (tail_.size() + piece.size() > 2 * k_tail) tail_.erase(0, tail_.size() + piece.size() - k_tail);
  tail_ += piece;
}

bool LineReader::next_long(Line& line) {
  condenser_.clear();
  tail_.clear();
  const std::size_t before = std::min(begin_, k_checked);
  before_long_.assign(buffer_.get() + begin_ - before, before);
  const std::int64_t line_start = offset_;
  while (true) {
    const char* const start = buffer_.get() + begin_;
    const std::size_t size = end_ - begin_;
    const void* const found = std::memchr(start, '\n', size);
    const std::size_t length =
        found != nullptr ? static_cast<std::size_t>(static_cast<const char*>(found) - start) : size;
    condenser_.feed({start, length});
    keep_tail({start, length});
    const std::size_t taken = length + (found != nullptr ? 1 : 0);
    begin_ += taken;
    offset_ += static_cast<std::int64_t>(taken);
    if (found != nullptr || at_end_ || !fill()) {
      if (found != nullptr) {
        before_long_.clear();
      } else {
        unfinished_ = static_cast<std::size_t>(offset_ - line_start);
      }
      if (error_ != 0) return false;
      line = {condenser_.text(), offset_, found != nullptr, condenser_.gave_up(), tail_};
      return true;
    }
  }
}

}  // namespace libsync::transcripts
