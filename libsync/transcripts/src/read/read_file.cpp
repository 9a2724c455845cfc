// SPDX-License-Identifier: MIT
#include "read/read_file.hpp"

#include "packed/transcript_builder.hpp"
#include "read/file_times.hpp"
#include "read/small_file.hpp"

#include <libsync/model/file_descriptor.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
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

constexpr std::size_t k_small_file = 64 * 1024;  // bytes that are read of a file beside a transcript

// At most `most` bytes of a file; nothing of one that cannot be read, or is none.
std::string beginning_of(const std::string& path, std::size_t most) {
  const FileDescriptor descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat status {};
  if (!descriptor.is_open() || ::fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)) return "";
  std::string text(most, '\0');
  const auto count = PlainSource{descriptor.get()}.read(text.data(), text.size(), 0);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return text;
}

// The text of the first member of that name, wherever it stands; cut to what a version may look like.
std::string version_in(std::string_view text, std::string_view member) {
  constexpr std::size_t k_longest = 40;
  if (member.empty()) return "";
  const std::string name = '"' + std::string{member} + '"';
  const auto at = text.find(name);
  if (at == std::string_view::npos) return "";
  text.remove_prefix(at + name.size());
  const auto quote = text.find_first_not_of(": \t");
  if (quote == std::string_view::npos || text[quote] != '"') return "";
  text.remove_prefix(quote + 1);
  const auto version = text.substr(0, text.find('"'));
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-'; };
  const bool is_one = version.size() <= k_longest && std::all_of(version.begin(), version.end(), is_part);
  return is_one ? std::string{version} : "";
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

}  // namespace

Problem unknown_format(const FoundFile& file) {
  const Agent& agent = agent_of(file.agent);
  const std::string expected = "expected were " + std::string{agent.expected()};
  const auto version = version_in(beginning_of(file.path, k_small_file), agent.version_member());
  const std::string by = version.empty() ? "" : ", written by version " + version;
  return {file.path, ProblemKind::unknown_format, 1, 0, expected + by};
}

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
  const Agent& agent = agent_of(file.agent);
  Lines lines{file, agent.records(file.path), descriptor.get()};
  std::int64_t read_to = open_reader(reader, lines, known, status, builder);
  transcript.agent = file.agent;
  transcript.label = file.label;

  ProblemCounter problems;
  const Background background = agent.background(file.path, read_small_file);
  FileScan scan{agent, background, transcript, problems};
  std::int64_t reported = 0;
  LineReader::Line line;
  const auto format = format_of(file, descriptor.get());
  if (!format.empty()) outcome.problems.push_back({file.path, ProblemKind::not_text, 1, 0, std::string{format}});
  while (format.empty() && reader.next(line)) {
    scan.add(line);
    builder.relieve();
    if (line.terminated) read_to = line.end;
    if (reader.bytes_read() != reported) {
      on_bytes(reader.bytes_read() - reported);
      reported = reader.bytes_read();
    }
  }
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

  store::SourceState& state = outcome.state.emplace();
  state.source_path = !builder.has_points() || transcript.not_a_session ? "" : key_of(file, background, known);
  if (is_homeless(file, state, transcript)) outcome.problems.push_back({file.path, ProblemKind::no_folder, 1, 0, ""});
  state.file = file.path;
  state.device = status.st_dev;
  // What was read of a file that was written anew meanwhile is of no version of it: it is to look like another file.
  state.inode = was_rewritten(status, descriptor.get()) ? 0 : status.st_ino;
  // A file that could not be read to its end is to look changed next time. One that was added to does.
  state.size = reader.error() == 0 ? status.st_size : -1;
  state.modified_ns = modified_ns(status);
  state.changed_ns = with_label(changed_ns(status), file.label);
  state.read_to = read_to;
  state.checksum = reader.checksum();
  state.points = builder.finish();
  return outcome;
}

}  // namespace libsync::transcripts
