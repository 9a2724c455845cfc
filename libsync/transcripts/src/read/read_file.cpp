// SPDX-License-Identifier: MIT
#include "read/read_file.hpp"

#include "packed/transcript_builder.hpp"

#include <libsync/model/file_descriptor.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace libsync::transcripts {
namespace {

// Opens the file behind what is known of it. False if it did more than grow.
bool open_behind(LineReader& reader, const store::SourceState& known, const struct stat& now, int descriptor) {
  if (known.device != now.st_dev || known.inode != now.st_ino || known.size >= now.st_size) return false;
  reader.open(descriptor, known.read_to);
  return reader.checksum() == known.checksum;
}

std::int64_t modified_ns(const struct stat& status) {
  return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

// Whether the file was written since `before` in another way than by adding to it, as far as its size tells.
bool was_rewritten(const struct stat& before, int descriptor) {
  struct stat now {};
  if (::fstat(descriptor, &now) != 0) return true;
  return now.st_size < before.st_size || (now.st_size == before.st_size && modified_ns(now) != modified_ns(before));
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
  const FileDescriptor descriptor{::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
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
  reader.open(descriptor.get(), 0);
  if (known != nullptr && builder.resume(known->points)) {
    if (open_behind(reader, *known, status, descriptor.get())) {
      read_to = known->read_to;
    } else {
      reader.open(descriptor.get(), 0);
      transcript.lines = 0;
      transcript.last_project = 0;
      transcript.has_origin = false;
    }
  }
  transcript.agent = file.agent;

  ProblemCounter problems;
  FileScan scan{agent_of(file.agent), stem_of(file.path), transcript, problems};
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

  store::SourceState& state = outcome.state.emplace();
  state.source_path = !builder.has_points() || transcript.not_a_session ? "" : file.session_key;
  state.file = file.path;
  state.device = status.st_dev;
  // What was read of a file that was written anew meanwhile is of no version of it: it is to look like another file.
  state.inode = was_rewritten(status, descriptor.get()) ? 0 : status.st_ino;
  // A file that could not be read to its end is to look changed next time. One that was added to does.
  state.size = reader.error() == 0 ? status.st_size : -1;
  state.modified_ns = modified_ns(status);
  state.read_to = read_to;
  state.checksum = reader.checksum();
  state.points = builder.finish();
  return outcome;
}

}  // namespace libsync::transcripts
