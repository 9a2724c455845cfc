// SPDX-License-Identifier: MIT
#include "read/line_reader.hpp"

#include "packed/hash.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace libsync::transcripts {
namespace {

constexpr std::size_t k_kept_string = 4096;

// How long the text may become by what is kept at each depth. Less for what is deeper, so that there is always room for
// what an outer object says behind it.
constexpr std::array<std::size_t, 4> k_kept = {std::size_t{1} << 20U, std::size_t{1} << 20U, std::size_t{3} << 18U,
                                               std::size_t{1} << 19U};

}  // namespace

void Condenser::keep(char c) {
  if (hidden_ != 0) return;
  text_.push_back(c);
  if (text_.size() > k_kept[static_cast<std::size_t>(depth_)]) keep_less();
}

// Forgets what is inside the innermost object. Without its outermost level a record is none.
void Condenser::keep_less() {
  if (depth_ > 1) {
    text_.resize(opened_[static_cast<std::size_t>(depth_)] + 1);
    hidden_ = depth_;
  } else {
    if (depth_ == 1) text_.resize(opened_[1]);
    gave_up_ = true;
  }
}

// The next place at which something may change while bytes are dropped.
std::size_t Condenser::next_special(std::string_view piece, std::size_t from) const {
  const auto is_special = [this](char c) {
    return c == '"' || (in_string_ ? c == '\\' : c == '{' || c == '[' || c == '}' || c == ']');
  };
  while (from < piece.size() && !is_special(piece[from])) ++from;
  return from;
}

void Condenser::feed(std::string_view piece) {
  for (std::size_t i = 0; i < piece.size() && !gave_up_; ++i) {
    const bool dropping = hidden_ != 0 || (in_string_ && string_length_ == std::string::npos);
    if (dropping && !escaped_) i = next_special(piece, i);
    if (i == piece.size()) break;
    const char c = piece[i];
    if (in_string_) {
      take_in_string(c);
    } else if (text_.empty() && (c != '{' || mark_ != 0)) {
      take_before_record(c);
    } else {
      take(c);
    }
  }
}

void Condenser::take_in_string(char c) {
  const bool closes = c == '"' && !escaped_;
  // Cut between characters, never between a backslash and what it escapes.
  const bool cut = string_length_ >= k_kept_string && !escaped_ && !closes;
  if (cut) {
    string_length_ = std::string::npos;
  } else if (string_length_ != std::string::npos) {
    ++string_length_;
  }
  if (closes || string_length_ != std::string::npos) keep(c);
  escaped_ = c == '\\' && !escaped_;
  in_string_ = !closes;
}

// What a crash or an editor leaves before a record is skipped; anything else is not a record.
void Condenser::take_before_record(char c) {
  if (c == k_byte_order_mark[mark_]) {
    mark_ = (mark_ + 1) % k_byte_order_mark.size();
  } else {
    gave_up_ = mark_ != 0 || !is_padding(c);
  }
}

void Condenser::take(char c) {
  if (c == '{' || c == '[') {
    keep(c);
    ++depth_;
    if (hidden_ != 0) return;
    if (c == '[' || depth_ > k_kept_depth) {
      hidden_ = depth_;  // no agent reads anything there
    } else {
      opened_[static_cast<std::size_t>(depth_)] = text_.size() - 1;
    }
  } else if ((c == '}' || c == ']') && depth_ > 0) {
    if (hidden_ == depth_) hidden_ = 0;
    --depth_;
    keep(c);
  } else if (is_padding(c) && (depth_ == 0 || (c != '\0' && is_padding(text_.back())))) {
    return;  // of many blanks one is enough
  } else {
    keep(c);
    if (c == '"') {
      in_string_ = true;
      string_length_ = 0;
    }
  }
}

namespace {

ssize_t read_some(int descriptor, char* to, std::size_t size, std::int64_t offset) {
  ssize_t count = 0;
  do {
    count = ::pread(descriptor, to, size, offset);
  } while (count < 0 && errno == EINTR);
  return count;
}

// As much of it as there is.
std::size_t read_all(int descriptor, char* to, std::size_t size, std::int64_t offset) {
  std::size_t done = 0;
  while (done < size) {
    const auto count = read_some(descriptor, to + done, size - done, offset + static_cast<std::int64_t>(done));
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

}  // namespace

void LineReader::open(int descriptor, std::int64_t offset) {
  descriptor_ = descriptor;
  offset_ = offset;
  const auto before = static_cast<std::size_t>(std::min<std::int64_t>(offset, k_checked));
  beginning_.resize(before);
  beginning_.resize(read_all(descriptor, beginning_.data(), before, 0));
  begin_ = end_ = read_all(descriptor, buffer_.get(), before, offset - static_cast<std::int64_t>(before));
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
      read_some(descriptor_, buffer_.get() + end_, k_read_size, offset_ + static_cast<std::int64_t>(end_ - begin_));
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
