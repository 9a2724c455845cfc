// SPDX-License-Identifier: MIT
#include "sqlite/snapshot.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace libsync::transcripts {
namespace {

constexpr std::string_view k_magic{"SQLite format 3\0", 16};
constexpr std::size_t k_write_version = 18;
constexpr std::size_t k_read_version = 19;
constexpr char k_uses_log = 2;
constexpr std::size_t k_change_counter = 24;

// The system may give two changes that are closer than this the same time; file systems without fractions of seconds,
// those of one second.
constexpr std::chrono::milliseconds k_settled{25};
constexpr std::chrono::seconds k_settled_at_last{2};
constexpr int k_most_waits = 4;

using Kind = DatabaseError::Kind;

FileDescriptor open_file(const std::string& path) {
  return FileDescriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
}

[[noreturn]] void fail(int error) {
  const Kind kind = error == ENOENT ? Kind::gone : Kind::broken;
  throw DatabaseError{kind, std::generic_category().message(error)};
}

// As many bytes as there are.
std::size_t read_bytes(int descriptor, std::uint64_t offset, char* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const auto count = ::pread(descriptor, to + done, size - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(errno);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

LogIndex::ReadAt reader_of(const FileDescriptor& log) {
  return [&log](std::uint64_t offset, char* to, std::size_t size) {
    return log.is_open() && read_bytes(log.get(), offset, to, size) == size;
  };
}

using std::chrono::nanoseconds;

nanoseconds since_1970(const timespec& time) {
  return std::chrono::seconds{time.tv_sec} + nanoseconds{time.tv_nsec};
}

// When the bytes of the file were changed last, and when anything of it was.
std::pair<nanoseconds, nanoseconds> times_of(const struct stat& status) {
  return {since_1970(status.st_mtim), since_1970(status.st_ctim)};
}

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool same_version(const struct stat& a, const struct stat& b) {
  return same_file(a, b) && a.st_size == b.st_size && times_of(a) == times_of(b);
}

// Whether a change from now on would be seen by the times of the file.
bool is_settled(const struct stat& status) {
  const auto [bytes, anything] = times_of(status);
  const bool has_fractions = (bytes + anything) % std::chrono::seconds{1} != nanoseconds{0};
  const nanoseconds wanted = has_fractions ? nanoseconds{k_settled} : nanoseconds{k_settled_at_last};
  return std::chrono::system_clock::now().time_since_epoch() - std::max(bytes, anything) > wanted;
}

// A rollback journal that is being used, or was when its writer died.
bool has_journal(const std::string& file) {
  const auto journal = open_file(file + "-journal");
  char first = 0;
  return journal.is_open() && read_bytes(journal.get(), 0, &first, 1) == 1 && first != 0;
}

std::string real_path(const std::string& file) {
  const std::unique_ptr<char, decltype(&std::free)> real{::realpath(file.c_str(), nullptr), &std::free};
  return real ? std::string{real.get()} : file;
}

}  // namespace

std::string log_of(const std::string& file) {
  return real_path(file) + "-wal";
}

Snapshot::Snapshot(const std::string& file) : file_(real_path(file)), database_(open_file(file_)) {
  if (!database_.is_open() || ::fstat(database_.get(), &status_) != 0) fail(errno);
  if (!S_ISREG(status_.st_mode)) throw DatabaseError{Kind::broken, "it is no regular file"};
  was_settled_ = is_settled(status_);
  read_header();
  if (!uses_log_) {
    if (has_journal(file_)) throw DatabaseError{Kind::busy, "its agent is writing to it, or was stopped while it did"};
    return;
  }
  log_ = open_file(file_ + "-wal");
  if (!log_.is_open() && errno != ENOENT) {
    throw DatabaseError{Kind::broken, "its write-ahead log: " + std::generic_category().message(errno)};
  }
  index_ = LogIndex::read(reader_of(log_));
  if (!index_) settle();
  if (index_ && index_->too_long()) throw DatabaseError{Kind::broken, "its write-ahead log is too long"};
  if (index_ && index_->pages() == 0) return;  // nothing of it counts yet, not even its size of pages
  if (index_ && index_->page_size() != page_size_)
    throw DatabaseError{Kind::broken, "its write-ahead log is another's"};
}

// Without a log only the times of the database tell whether something was written to it.
void Snapshot::settle() {
  for (int i = 0; i < k_most_waits && !was_settled_; ++i) {
    std::this_thread::sleep_for(k_settled);
    if (::fstat(database_.get(), &status_) != 0) fail(errno);
    was_settled_ = is_settled(status_);
  }
}

void Snapshot::read_header() {
  const std::size_t count = read_bytes(database_.get(), 0, header_.data(), header_.size());
  if (count < header_.size() || std::string_view{header_.data(), k_magic.size()} != k_magic) {
    throw DatabaseError{Kind::broken, count == 0 ? "it is empty" : "it is no SQLite database, or an encrypted one"};
  }
  const auto byte = [this](std::size_t at) { return static_cast<unsigned char>(header_[at]); };
  page_size_ = static_cast<std::uint32_t>(byte(16) << 8U | byte(17));
  if (page_size_ == 1) page_size_ = 65'536;
  if (page_size_ < 512 || (page_size_ & (page_size_ - 1)) != 0) throw DatabaseError{Kind::broken, "it is damaged"};
  uses_log_ = header_[k_read_version] == k_uses_log;
}

// A database without a log counts its transactions; one with a log does not.
bool Snapshot::header_still_holds() const {
  Header now{};
  if (read_bytes(database_.get(), 0, now.data(), now.size()) != now.size()) return false;
  if (now[k_read_version] != header_[k_read_version]) return false;
  return uses_log_ || std::equal(&now[k_change_counter], &now[k_change_counter + 4], &header_[k_change_counter]);
}

// Whether the log that lies there now is the one that was read, and has nothing new in it. Whatever of it is written
// into the database meanwhile was read from the log.
bool Snapshot::log_is_newest() const {
  struct stat ours {};
  struct stat there {};
  if (::stat((file_ + "-wal").c_str(), &there) != 0 || ::fstat(log_.get(), &ours) != 0) return false;
  return same_file(ours, there) && index_->is_newest(reader_of(log_));
}

bool Snapshot::still_holds() const {
  struct stat now {};
  if (::stat(file_.c_str(), &now) != 0 || !same_file(now, status_) || !header_still_holds()) return false;
  const bool is_unchanged = same_version(now, status_);
  if (!uses_log_) return is_unchanged && !has_journal(file_);
  const bool is_surely_unchanged = is_unchanged && was_settled_;
  if (index_) return index_->still_holds(reader_of(log_)) && (is_surely_unchanged || log_is_newest());
  // What is written into a database comes from a log that is there as long as that takes.
  const FileDescriptor log = open_file(file_ + "-wal");
  return is_surely_unchanged && !LogIndex::read(reader_of(log));
}

std::uint64_t Snapshot::size() const {
  if (index_ && index_->pages() != 0) return std::uint64_t{index_->pages()} * page_size_;
  return static_cast<std::uint64_t>(status_.st_size);
}

// What one page has of it.
std::size_t Snapshot::read_part(std::uint64_t offset, char* to, std::size_t size) {
  const auto page = static_cast<std::uint32_t>(offset / page_size_ + 1);
  const std::uint64_t inside = offset % page_size_;
  const auto logged = index_ ? index_->find(page) : std::nullopt;
  const std::size_t wanted = std::min<std::size_t>(size, page_size_ - inside);
  return logged ? read_bytes(log_.get(), *logged + inside, to, wanted)
                : read_bytes(database_.get(), offset, to, wanted);
}

bool Snapshot::read(std::uint64_t offset, char* to, std::size_t size) {
  const std::uint64_t end = std::min(offset + size, this->size());
  std::size_t done = 0;
  while (offset + done < end) {
    const std::size_t count = read_part(offset + done, to + done, static_cast<std::size_t>(end - offset) - done);
    if (count == 0) break;
    done += count;
  }
  bytes_read_ += static_cast<std::int64_t>(done);
  std::memset(to + done, 0, size - done);
  // SQLite is not to look for the log itself.
  for (const std::size_t at : {k_write_version, k_read_version}) {
    if (at >= offset && at < offset + done) to[at - offset] = 1;
  }
  return done == size;
}

}  // namespace libsync::transcripts
