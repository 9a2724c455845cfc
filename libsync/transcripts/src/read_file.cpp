// SPDX-License-Identifier: MIT
#include "read_file.hpp"

#include "hash.hpp"
#include "transcript_builder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace libsync::transcripts {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

constexpr std::size_t k_checked = 4096;

// A hash of `size` bytes at `offset`; nothing when they are not all there.
std::optional<std::uint64_t> hash_at(int descriptor, std::int64_t offset, std::size_t size) {
  std::array<char, k_checked> bytes;
  std::size_t done = 0;
  while (done < size) {
    const auto count = ::pread(descriptor, bytes.data() + done, size - done, offset + static_cast<std::int64_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    done += static_cast<std::size_t>(count);
  }
  return hash_of({bytes.data(), size});
}

// Stands for the first `size` bytes of the file: its beginning, and what comes before `size`.
std::optional<std::uint64_t> checksum(int descriptor, std::int64_t size) {
  const auto part = static_cast<std::size_t>(std::min<std::int64_t>(size, k_checked));
  const auto beginning = hash_at(descriptor, 0, part);
  const auto ending = hash_at(descriptor, size - static_cast<std::int64_t>(part), part);
  if (!beginning || !ending) return std::nullopt;
  return mix(*beginning, *ending);
}

bool only_grew(const store::SourceState& known, const struct stat& now, int descriptor) {
  return known.device == now.st_dev && known.inode == now.st_ino && known.size < now.st_size &&
         checksum(descriptor, known.read_to) == known.checksum;
}

// "/home/me/x/1116c677.jsonl" -> "1116c677"
std::string_view stem_of(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return path.substr(0, path.rfind('.'));
}

Problem unreadable(const FoundFile& file, int error) {
  if (error == ENOENT) return {file.path, ProblemKind::vanished, 1, 0, ""};
  return {file.path, ProblemKind::unreadable, 1, 0, std::generic_category().message(error)};
}

}  // namespace

ReadOutcome read_file(const FoundFile& file, const store::SourceState* known, LineReader& reader,
                      const std::function<void(std::int64_t)>& on_bytes) {
  ReadOutcome outcome;
  // Without O_NONBLOCK a FIFO that took the file's place would hold the import up.
  const Descriptor descriptor{::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  struct stat status {};
  if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0) {
    outcome.problems.push_back(unreadable(file, errno));
    return outcome;
  }
  if (!S_ISREG(status.st_mode)) {
    outcome.problems.push_back({file.path, ProblemKind::not_a_file, 1, 0, ""});
    return outcome;
  }

  TranscriptBuilder builder;
  Transcript& transcript = builder.transcript();
  std::int64_t read_to = 0;
  if (known != nullptr && builder.resume(known->points)) {
    if (only_grew(*known, status, descriptor.get())) {
      read_to = known->read_to;
    } else {
      transcript.lines = 0;
      transcript.last_project = 0;
    }
  }
  transcript.agent = file.agent;

  ProblemCounter problems;
  FileScan scan{agent_of(file.agent), stem_of(file.path), transcript, problems};
  reader.open(descriptor.get(), read_to);
  std::int64_t reported = 0;
  LineReader::Line line;
  while (reader.next(line)) {
    scan.add(line);
    builder.relieve();
    if (line.terminated) read_to = line.end;
    if (reader.bytes_read() != reported) {
      on_bytes(reader.bytes_read() - reported);
      reported = reader.bytes_read();
    }
  }
  if (reader.error() != 0) outcome.problems.push_back(unreadable(file, reader.error()));
  for (const auto& [kind, entry] : problems.counts()) {
    outcome.problems.push_back({file.path, kind, entry.count, entry.first_line, ""});
  }
  outcome.bytes_read = reader.bytes_read();

  const auto sum = checksum(descriptor.get(), read_to);
  store::SourceState& state = outcome.state.emplace();
  state.source_path = !builder.has_points() || transcript.not_a_session ? "" : file.session_key;
  state.file = file.path;
  state.device = status.st_dev;
  state.inode = status.st_ino;
  // A file that could not be read to its end, or changed under the reader, is to look changed next time.
  state.size = reader.error() == 0 && sum ? status.st_size : -1;
  state.modified_ns = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  state.read_to = sum ? read_to : 0;
  state.checksum = sum.value_or(0);
  state.points = builder.finish();
  return outcome;
}

}  // namespace libsync::transcripts
