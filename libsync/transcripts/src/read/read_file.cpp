// SPDX-License-Identifier: MIT
#include "read/read_file.hpp"

#include "packed/transcript_builder.hpp"
#include "read/file_times.hpp"
#include "read/small_file.hpp"
#include "read/unknown_format.hpp"

#include <libsync/model/file_descriptor.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <vector>

namespace libsync::transcripts {
namespace {

// Opens the file behind what is known of it. False if it did more than grow.
bool open_behind(LineReader& reader, const store::SourceState& known, const struct stat& now, ByteSource& source) {
  if (known.read_to < 0 || known.device != now.st_dev || known.inode != now.st_ino || known.size >= now.st_size)
    return false;
  reader.open(source, known.read_to);
  return reader.checksum() == known.checksum;
}

// Whether the file was written since `before` in another way than by adding to it, as far as its size tells.
bool was_rewritten(const struct stat& before, int descriptor) {
  struct stat now {};
  if (::fstat(descriptor, &now) != 0) return true;
  const bool same_times = modified_ns(now) == modified_ns(before) && changed_ns(now) == changed_ns(before);
  return now.st_size < before.st_size || (now.st_size == before.st_size && !same_times);
}

Problem unreadable(const FoundFile& file, int error) {
  if (error == ENOENT) return {file.path, ProblemKind::vanished, 1, 0, ""};
  const std::string cause =
      error == EBADMSG ? "its compressed data is damaged" : std::generic_category().message(error);
  return {file.path, ProblemKind::unreadable, 1, 0, cause};
}

// The lines of a file, whatever has to be done to its bytes.
class Lines {
 public:
  // `records` as Agent has it.
  Lines(const FoundFile& file, const RecordArrays* records, int descriptor) {
    if (is_compressed(file.path)) {
      sources_.push_back(std::make_unique<ZstdSource>(descriptor));
    } else {
      sources_.push_back(std::make_unique<PlainSource>(descriptor));
    }
    if (records != nullptr) sources_.push_back(std::make_unique<SplitSource>(*sources_.back(), *records));
    grow_ = records == nullptr && !is_compressed(file.path);
  }

  [[nodiscard]] ByteSource& source() { return *sources_.back(); }

  // Whether they are the bytes of the file, so that reading can go on where it stopped.
  [[nodiscard]] bool grow() const { return grow_; }

 private:
  std::vector<std::unique_ptr<ByteSource>> sources_;  // each reads the one before it
  bool grow_ = false;
};

// What the file is instead of a transcript; empty when it may be one.
std::string_view format_of(const FoundFile& file, int descriptor) {
  if (is_compressed(file.path)) return {};
  std::array<char, 8> beginning{};
  const auto count = PlainSource{descriptor}.read(beginning.data(), beginning.size(), 0);
  return other_format({beginning.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))});
}

// Opens the file where what is known of it ends, or at its start. Returns the place.
std::int64_t open_reader(LineReader& reader, Lines& lines, const store::SourceState* known, const struct stat& status,
                         TranscriptBuilder& builder) {
  reader.open(lines.source(), 0);
  if (known == nullptr || !builder.resume(known->points)) return 0;
  if (lines.grow() && !builder.is_older()) {
    if (open_behind(reader, *known, status, lines.source())) return known->read_to;
    reader.open(lines.source(), 0);
  }
  builder.transcript().start_over();
  return 0;
}

// A file whose session is told beside it stays with the one that it was first known for: what is stored of that one
// would count twice otherwise.
std::string key_of(const FoundFile& file, const Background& background, const store::SourceState* known) {
  const bool may_change = agent_of(file.agent).records(file.path) != nullptr;
  if (may_change && known != nullptr && !known->source_path.empty()) return known->source_path;
  return background.part_of.empty() ? file.session_key : background.part_of;
}

// Of an agent that tells the folder beside its files, or not at all.
bool is_homeless(const FoundFile& file, const store::SourceState& state, const Transcript& transcript) {
  return agent_of(file.agent).records(file.path) != nullptr && !state.source_path.empty() &&
         transcript.projects.empty();
}

// Gives the lines to the scan. Returns the end of the last one that is terminated, `read_to` without any.
std::int64_t scan_lines(LineReader& reader, FileScan& scan, TranscriptBuilder& builder, std::int64_t read_to,
                        const std::function<void(std::int64_t)>& on_bytes) {
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
  return read_to;
}

// What tells a later import whether the file changed; `status` is from before it was read.
store::SourceState state_of(const FoundFile& file, const struct stat& status, int descriptor,
                            const LineReader& reader) {
  store::SourceState state;
  state.file = file.path;
  state.device = status.st_dev;
  // What was read of a file that was written anew meanwhile is of no version of it: it is to look like another file.
  state.inode = was_rewritten(status, descriptor) ? 0 : status.st_ino;
  // A file that could not be read to its end is to look changed next time. One that was added to does.
  state.size = reader.error() == 0 ? status.st_size : -1;
  state.modified_ns = modified_ns(status);
  state.changed_ns = with_label(changed_ns(status), file.label);
  state.checksum = reader.checksum();
  return state;
}

}  // namespace

ReadOutcome read_file(const FoundFile& file, const store::SourceState* known, LineReader& reader,
                      const std::function<void(std::int64_t)>& on_bytes) {
  ReadOutcome outcome;
  const auto report = [&](ProblemKind kind, std::string_view cause = "") {
    outcome.problems.push_back({file.path, kind, 1, 0, std::string{cause}});
  };
  // Without O_NONBLOCK a FIFO that took the file's place would hold the import up.
  const FileDescriptor descriptor{::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  struct stat status {};
  if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0) {
    outcome.problems.push_back(unreadable(file, errno));
    return outcome;
  }
  if (!S_ISREG(status.st_mode)) {
    report(ProblemKind::not_a_file);
    return outcome;
  }

  TranscriptBuilder builder;
  Transcript& transcript = builder.transcript();
  const Agent& agent = agent_of(file.agent);
  Lines lines{file, agent.records(file.path), descriptor.get()};
  std::int64_t read_to = open_reader(reader, lines, known, status, builder);
  transcript.agent = file.agent;
  transcript.label = file.label;

  ProblemCounter problems;
  const Background background = agent.background(file.path, read_small_file);
  FileScan scan{agent, background, transcript, problems};
  const auto format = format_of(file, descriptor.get());
  if (!format.empty()) report(ProblemKind::not_text, format);
  if (format.empty()) read_to = scan_lines(reader, scan, builder, read_to, on_bytes);
  if (transcript.projects.empty()) scan.points().set_folder(background.folder);
  const bool has_meaning = builder.has_points() || transcript.not_a_session || problems.has(ProblemKind::untimed_line);
  if (scan.points().found_unknown() && !has_meaning && reader.error() == 0) {
    outcome.problems.push_back(unknown_format(file));
    read_to = k_not_understood;
  }
  if (reader.error() != 0) outcome.problems.push_back(unreadable(file, reader.error()));
  for (const auto& [kind, entry] : problems.counts()) {
    outcome.problems.push_back({file.path, kind, entry.count, entry.first_line, ""});
  }
  outcome.bytes_read = reader.bytes_read();

  store::SourceState& state = outcome.state.emplace(state_of(file, status, descriptor.get(), reader));
  state.read_to = read_to;
  state.source_path = !builder.has_points() || transcript.not_a_session ? "" : key_of(file, background, known);
  if (is_homeless(file, state, transcript)) report(ProblemKind::no_folder);
  state.points = builder.finish();
  return outcome;
}

}  // namespace libsync::transcripts
