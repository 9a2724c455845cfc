// SPDX-License-Identifier: MIT
#include "assemble.hpp"
#include "copies.hpp"
#include "parallel_reader.hpp"
#include "walk.hpp"

#include <libsync/transcripts/importer.hpp>

#include <algorithm>
#include <numeric>
#include <set>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace libsync::transcripts {
namespace {

using store::SessionStore;
using store::SourceState;

// Beside the files, the store's source states have one that is no file: what the sessions were computed with.
constexpr std::string_view k_settings_row = "importer settings";
constexpr std::uint64_t k_rules_version = 2;  // raised when the same points are to give other sessions

// Sessions go into the store in batches of about this many.
constexpr std::size_t k_batch = 500;

SourceState settings_row(milliseconds idle_timeout) {
  SourceState row;
  row.file = k_settings_row;
  row.size = idle_timeout.count();
  row.inode = k_rules_version;
  return row;
}

bool same_version(const FoundFile& file, const SourceState& state) {
  return file.device == state.device && file.inode == state.inode && file.size == state.size &&
         file.modified_ns == state.modified_ns;
}

// What reading left in the allocator's hands would otherwise come on top of what writing takes.
void give_back_memory() {
#if defined(__GLIBC__)
  ::malloc_trim(0);
#endif
}

class Import {
 public:
  Import(const ImportOptions& options, SessionStore& store) : options_(options), store_(store) {}

  Result<ImportReport, ImportError> run() {
    if (auto error = find_files()) return std::move(*error);
    find_changes();
    if (!changed_.empty() || settings_changed_) {
      states_ = store_.sources(SessionStore::Points::load);
      read_changed();
      give_back_memory();
      attach_legacy_rows();
      write_sessions();
    }
    count_sessions();
    std::stable_sort(report_.problems.begin(), report_.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.file < b.file; });
    auto& problems = report_.problems;
    problems.erase(std::unique(problems.begin(), problems.end()), problems.end());  // of folders that were walked twice
    return std::move(report_);
  }

 private:
  std::optional<ImportError> find_files() {
    Walk walk;
    for (const auto& root : options_.roots) {
      std::string cause;
      const auto folder = root.folder.string();
      const std::size_t before = walk.files().size();
      switch (walk.add(root, cause)) {
        case Walk::Outcome::walked:
          if (root.origin == Root::Origin::named && walk.files().size() == before) note_empty(root);
          break;
        case Walk::Outcome::walked_before:
          break;
        case Walk::Outcome::missing:
          if (root.origin == Root::Origin::named) {
            return ImportError{"cannot read the transcripts in " + folder + ": there is no such folder",
                               {Step::check_transcripts_folder}};
          }
          report_.notes.push_back("there are no transcripts of " + agent_name(root.agent) + " in " + folder +
                                  ": there is no such folder");
          break;
        case Walk::Outcome::unreadable:
          if (root.origin == Root::Origin::named) {
            return ImportError{"cannot read the transcripts in " + folder + ": " + cause, {Step::check_permissions}};
          }
          report_.problems.push_back({folder, ProblemKind::unreadable, 1, 0, cause});
          break;
      }
    }
    files_ = std::move(walk.files());
    report_.problems.insert(report_.problems.end(), walk.problems().begin(), walk.problems().end());

    // A file that is reached under several names (hard links, links, roots inside roots) is read once, by its own.
    std::stable_partition(files_.begin(), files_.end(), [](const FoundFile& file) { return !file.by_link; });
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> seen;
    std::erase_if(files_, [&](const FoundFile& file) {
      const auto [first, is_new] = seen.try_emplace({file.device, file.inode}, file.path);
      if (!is_new && first->second != file.path) {
        report_.problems.push_back({file.path, ProblemKind::same_file, 1, 0, first->second});
      }
      return !is_new;
    });
    std::sort(files_.begin(), files_.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    report_.files = static_cast<std::int64_t>(files_.size());
    return std::nullopt;
  }

  // The wrong level of the right tree is easily named.
  void note_empty(const Root& root) {
    std::error_code unknown;
    const auto inner = root.folder / "projects";
    const std::string advice = std::filesystem::is_directory(inner, unknown)
                                   ? "did you mean " + inner.string() + "?"
                                   : "they would be " + (root.folder / agent_of(root.agent).layout()).string();
    report_.notes.push_back("there are no transcripts of " + agent_name(root.agent) + " in " + root.folder.string() +
                            ": " + advice);
  }

  void find_changes() {
    states_ = store_.sources(SessionStore::Points::leave_out);
    const auto* settings = find_state(k_settings_row);
    const SourceState wanted = settings_row(options_.idle_timeout);
    settings_changed_ = settings != nullptr && (settings->size != wanted.size || settings->inode != wanted.inode);
    settings_missing_ = settings == nullptr;
    for (const auto& file : files_) {
      const auto* state = find_state(file.path);
      if (state == nullptr || !same_version(file, *state)) changed_.push_back(&file);
    }
  }

  void read_changed() {
    std::vector<ParallelReader::Job> jobs;
    std::int64_t total = 0;
    for (const auto* file : changed_) {
      const auto* known = find_state(file->path);
      jobs.push_back({file, known, {}});
      total += known != nullptr && known->size < file->size ? file->size - known->size : file->size;
    }
    // The largest first, so that no thread is left alone with it at the end.
    std::sort(jobs.begin(), jobs.end(), [](const auto& a, const auto& b) { return a.file->size > b.file->size; });

    ParallelReader reader{jobs, options_.threads};
    reader.wait([&](std::int64_t done) {
      if (options_.progress) options_.progress(std::min(done, total), total);
    });
    if (options_.progress) options_.progress(total, total);

    for (auto& job : jobs) {
      auto& problems = job.outcome.problems;
      report_.problems.insert(report_.problems.end(), problems.begin(), problems.end());
      report_.bytes_read += job.outcome.bytes_read;
      if (!job.outcome.state) continue;
      ++report_.files_read;
      read_files_.insert(job.file->path);
      if (auto* state = find_state(job.file->path)) {
        *state = std::move(*job.outcome.state);
      } else {
        new_states_.push_back(std::move(*job.outcome.state));
      }
    }
    states_.insert(states_.end(), std::make_move_iterator(new_states_.begin()),
                   std::make_move_iterator(new_states_.end()));
    new_states_.clear();
    std::sort(states_.begin(), states_.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
  }

  // Rows of the older tool whose transcripts are here now: what the file no longer holds of them goes into its state.
  void attach_legacy_rows() {
    std::map<std::string, SourceState*> by_key;
    for (auto& state : states_) {
      if (!state.source_path.empty() && read_files_.contains(state.file)) by_key.try_emplace(state.source_path, &state);
    }
    for (const auto& [session, duration] : store_.legacy_sessions()) {
      const auto found = by_key.find(session.source_path);
      if (found == by_key.end()) continue;
      const auto transcript = PackedTranscript::open(found->second->points);
      if (!transcript) continue;
      TranscriptHead head = transcript->head();
      head.legacy = LegacyRow{session.project, floor_seconds(session.start), floor_seconds(session.end), duration,
                              session.tokens};
      found->second->points = repack(head, *transcript);
    }
  }

  void write_sessions();
  void count_sessions() {
    std::set<std::string_view> keys;
    for (const auto& file : files_) {
      const auto* state = find_state(file.path);
      if (state != nullptr && !state->source_path.empty()) keys.insert(state->source_path);
    }
    report_.sessions = static_cast<std::int64_t>(keys.size());
  }

  SourceState* find_state(std::string_view file) {
    const auto found =
        std::lower_bound(states_.begin(), states_.end(), file,
                         [](const SourceState& state, std::string_view wanted) { return state.file < wanted; });
    return found != states_.end() && found->file == file ? &*found : nullptr;
  }

  const ImportOptions& options_;
  SessionStore& store_;
  ImportReport report_;
  std::vector<FoundFile> files_;     // by path
  std::vector<SourceState> states_;  // by file
  std::vector<SourceState> new_states_;
  std::vector<const FoundFile*> changed_;
  std::set<std::string_view> read_files_;  // paths in files_
  bool settings_changed_ = false;
  bool settings_missing_ = false;
};

// A copy that takes the points away from the original.
SourceState taking_points_of(SourceState& state) {
  std::string points = std::move(state.points);
  state.points.clear();
  SourceState taken = state;
  taken.points = std::move(points);
  return taken;
}

// Sets of sessions that share messages: they change together, so they go into the store together.
class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), std::uint32_t{0}); }

  std::uint32_t of(std::uint32_t session) {
    while (parent_[session] != session) session = parent_[session] = parent_[parent_[session]];
    return session;
  }
  void join(std::uint32_t a, std::uint32_t b) { parent_[std::max(of(a), of(b))] = std::min(of(a), of(b)); }

 private:
  std::vector<std::uint32_t> parent_;
};

// Makes a group all affected if one of it is. False when nothing changed.
bool spread(Groups& groups, std::vector<bool>& affected) {
  std::vector<bool> groups_affected(affected.size());
  for (std::uint32_t i = 0; i < affected.size(); ++i) {
    if (affected[i]) groups_affected[groups.of(i)] = true;
  }
  bool grew = false;
  for (std::uint32_t i = 0; i < affected.size(); ++i) {
    if (affected[i] || !groups_affected[groups.of(i)]) continue;
    affected[i] = true;
    grew = true;
  }
  return grew;
}

void Import::write_sessions() {
  // Sessions by key, each with its files. States of files without a session are written as they are.
  std::vector<SessionFiles> sessions;
  std::vector<std::vector<SourceState*>> members;
  std::map<std::string_view, std::vector<SourceState*>> by_key;
  store::ImportBatch batch;
  for (auto& state : states_) {
    if (!state.source_path.empty()) {
      by_key[state.source_path].push_back(&state);
    } else if (read_files_.contains(state.file)) {
      batch.sources.push_back(taking_points_of(state));
    }
  }
  std::vector<bool> changed;
  for (auto& [key, states] : by_key) {
    SessionFiles files{std::string{key}, {}};
    bool is_changed = settings_changed_;
    for (const auto* state : states) {
      if (auto packed = PackedTranscript::open(state->points)) files.files.push_back(std::move(*packed));
      is_changed = is_changed || read_files_.contains(state->file);
    }
    sessions.push_back(std::move(files));
    members.push_back(std::move(states));
    changed.push_back(is_changed);
  }

  // Whatever shares a message with a changed session may gain or lose it, and time beside it, which may be beside a
  // message that a third one shares, and so on.
  std::vector<bool> affected = std::move(changed);
  Groups groups{sessions.size()};
  std::optional<Copies> copies;
  for (bool grew = true; grew;) {
    copies.emplace(sessions, affected, options_.idle_timeout);
    for (const auto& [a, b] : copies->shared()) groups.join(a, b);
    grew = spread(groups, affected);
  }
  std::map<std::uint32_t, std::vector<std::uint32_t>> to_write;
  for (std::uint32_t i = 0; i < sessions.size(); ++i) {
    if (affected[i]) to_write[groups.of(i)].push_back(i);
  }

  const auto flush = [&] {
    if (batch.sources.empty() && batch.sessions.empty()) return;
    store_.apply(batch);
    batch = {};
  };
  for (const auto& [first, together] : to_write) {
    for (const auto number : together) {
      if (auto session = assemble(sessions[number], number, *copies, options_.idle_timeout)) {
        ++report_.sessions_updated;
        for (const auto& interval : session->active) report_.project_time[interval.project] += interval.span.duration();
        batch.sessions.push_back(std::move(*session));
      }
      for (auto* state : members[number]) {
        // Nothing looks at the points of this session any more, which may be many.
        if (read_files_.contains(state->file)) batch.sources.push_back(taking_points_of(*state));
      }
    }
    if (batch.sessions.size() >= k_batch) flush();
  }
  // Last, so that a change of the settings that is cut off is made again.
  if (settings_changed_ || settings_missing_) batch.sources.push_back(settings_row(options_.idle_timeout));
  flush();
}

}  // namespace

std::string describe(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::unreadable:
      return "cannot be read";
    case ProblemKind::vanished:
      return "vanished while it was looked for";
    case ProblemKind::not_a_file:
      return "is no regular file";
    case ProblemKind::same_file:
      return "is the same file as another one";
    case ProblemKind::bad_line:
      return "a line that is no record";
    case ProblemKind::torn_line:
      return "a line with broken or several records";
    case ProblemKind::bad_time:
      return "a message without a possible time";
    case ProblemKind::unfinished_line:
      return "a last line that is not finished yet";
  }
  return "";
}

Result<ImportReport, ImportError> import_transcripts(const ImportOptions& options, SessionStore& store) {
  return Import{options, store}.run();
}

}  // namespace libsync::transcripts
