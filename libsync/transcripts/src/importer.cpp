// SPDX-License-Identifier: MIT
#include "discovery.hpp"
#include "packed/packed_format.hpp"
#include "read/parallel_reader.hpp"
#include "same_folders.hpp"
#include "session_writer.hpp"
#include "sorted_paths.hpp"

#include <libsync/transcripts/importer.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <span>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace libsync::transcripts {
namespace {

using store::SessionStore;
using store::SourceState;

constexpr std::size_t k_jobs_at_once = 5000;  // each takes more than what is kept of its file

constexpr std::string_view k_rules_version = "4";  // raised when the same files are to give other sessions

// What the sessions are computed with.
std::map<std::string, std::string> settings_of(const SessionRules& rules) {
  return {{"idle_timeout_ms", std::to_string(rules.idle_timeout.count())},
          {"attended_window_ms", std::to_string(rules.attended_window.count())},
          {"rules_version", std::string{k_rules_version}}};
}

// Whether what counted as a session is told to be none now, or a part of another one.
bool leaves_its_session(const SourceState& before, const SourceState& now) {
  if (before.source_path.empty() || before.source_path == now.source_path) return false;
  if (!now.source_path.empty()) return true;
  const auto transcript = PackedTranscript::open(now.points);
  return transcript && transcript->head().not_a_session;
}

bool same_version(const FoundFile& file, const SourceState& state) {
  return file.device == state.device && file.inode == state.inode && file.size == state.size &&
         file.modified_ns == state.modified_ns && file.changed_ns == state.changed_ns;
}

// What reading left in the allocator's hands would otherwise come on top of what writing takes.
void give_back_memory() {
#if defined(__GLIBC__)
  ::malloc_trim(0);
#endif
}

class Import {
 public:
  Import(const ImportOptions& options, SessionStore& store)
      : options_(options), rules_{options.idle_timeout, options.attended_window}, store_(store) {}

  Result<ImportReport, ImportError> run() {
    auto found = discover(options_.roots);
    if (found.has_error()) return found.error();
    files_ = std::move(found->files);
    files_.shrink_to_fit();
    report_.files = static_cast<std::int64_t>(files_.size());
    report_.problems = std::move(found->problems);
    report_.notes = std::move(found->notes);
    find_changes();
    if (changed_.empty() && !settings_changed_) {
      count_sessions();
    } else {
      states_ = std::vector<SourceState>{};
      states_ = store_.sources(SessionStore::Points::load);
      if (read_all_) make_all_stale();
      read_changed();
      auto note = note_on_same_folders(options_.roots, files_, states_, new_files_);
      if (!note.empty()) report_.advice.push_back(std::move(note));
      attach_legacy_rows();
      count_sessions();
      forget_files();
      give_back_memory();
      write();
    }
    std::stable_sort(report_.problems.begin(), report_.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.file < b.file; });
    auto& problems = report_.problems;
    problems.erase(std::unique(problems.begin(), problems.end()), problems.end());  // of folders that were walked twice
    return std::move(report_);
  }

 private:
  void find_changes() {
    states_ = store_.sources(SessionStore::Points::leave_out);
    const auto settings = store_.importer_settings();
    settings_missing_ = settings.empty();
    settings_changed_ = !settings_missing_ && settings != settings_of(rules_);
    // What an older version kept of a message lacks something.
    const auto version = settings.find("rules_version");
    read_all_ = settings_changed_ && (version == settings.end() || version->second != k_rules_version);
    for (const auto& file : files_) {
      const auto* state = find_state(file.path);
      if (read_all_ || state == nullptr || !same_version(file, *state)) changed_.push_back(&file);
    }
  }

  // Also what cannot be read now, and is there again some day.
  void make_all_stale() {
    for (auto& state : states_) {
      make_stale(state);
      read_files_.add(known_files_.emplace_back(state.file));
    }
  }

  void read_changed() {
    // The largest first, so that no thread is left alone with it at the end.
    std::ranges::sort(changed_, std::ranges::greater{}, &FoundFile::size);
    std::int64_t total = 0;
    for (const auto* file : changed_) total += bytes_to_read(*file);
    std::int64_t done = 0;
    for (std::span rest{changed_}; !rest.empty();) {
      const auto slice = rest.first(std::min(rest.size(), k_jobs_at_once));
      const std::int64_t before = done;
      for (const auto* file : slice) done += bytes_to_read(*file);
      read(slice, [&](std::int64_t bytes) {
        if (options_.progress) options_.progress(std::min(before + bytes, total), total);
      });
      rest = rest.subspan(slice.size());
    }
    if (options_.progress) options_.progress(total, total);

    states_.reserve(states_.size() + new_states_.size());
    for (; !new_states_.empty(); new_states_.pop_front()) states_.push_back(std::move(new_states_.front()));
    std::sort(states_.begin(), states_.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
    read_files_.sort();
    new_files_.sort();
  }

  [[nodiscard]] std::int64_t bytes_to_read(const FoundFile& file) {
    const auto* known = find_state(file.path);
    return known != nullptr && known->size < file.size ? file.size - known->size : file.size;
  }

  void read(std::span<const FoundFile* const> files, const std::function<void(std::int64_t)>& progress) {
    std::deque<ParallelReader::Job> jobs;
    for (const auto* file : files) jobs.push_back({file, find_state(file->path), {}, sessions_in(*file)});
    ParallelReader reader{jobs, options_.threads};
    reader.wait(progress);

    // Each gives its memory back as its outcome is taken.
    for (; !jobs.empty(); jobs.pop_front()) {
      auto& job = jobs.front();
      auto& problems = job.outcome.problems;
      report_.problems.insert(report_.problems.end(), problems.begin(), problems.end());
      report_.bytes_read += job.outcome.bytes_read;
      if (job.outcome.state) {
        ++report_.files_read;
        keep(job.file->path, std::move(*job.outcome.state), false);
      }
      for (auto& state : job.outcome.sessions) {
        const auto& name = known_files_.emplace_back(state.file);
        keep(name, std::move(state), true);
      }
    }
  }

  // `file` must outlive this.
  void keep(std::string_view file, SourceState read, bool is_in_database) {
    read_files_.add(file);
    if (auto* state = find_state(file)) {
      // By the same rules it is the file that changed, which may have lost the line that told whose it is.
      const bool may_leave = is_in_database || is_stale(*state);
      if (may_leave && leaves_its_session(*state, read)) left_.insert(std::move(state->source_path));
      *state = std::move(read);
    } else {
      new_files_.add(file);
      new_states_.push_back(std::move(read));
    }
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

  // What is written is made of the states alone.
  void forget_files() {
    SortedPaths read;
    for (const auto& state : states_) {
      if (read_files_.contains(state.file)) read.add(state.file);
    }
    read.sort();
    read_files_ = std::move(read);
    new_files_ = SortedPaths{};
    known_files_.clear();
    changed_ = std::vector<const FoundFile*>{};
    files_ = std::vector<FoundFile>{};
  }

  void write() {
    std::map<std::string, std::string> settings;
    if (settings_changed_ || settings_missing_) settings = settings_of(rules_);
    auto written = write_sessions({states_, read_files_, settings_changed_, left_}, rules_, settings, store_);
    report_.sessions_updated = written.sessions;
    report_.project_time = std::move(written.project_time);
  }

  void count_sessions() {
    std::vector<std::string_view> keys;
    const auto count = [&](const SourceState& state) {
      if (!state.source_path.empty()) keys.push_back(state.source_path);
    };
    for (const auto& file : files_) {
      if (const auto* state = find_state(file.path)) count(*state);
      std::ranges::for_each(sessions_in(file), count);
    }
    std::ranges::sort(keys);
    report_.sessions = std::unique(keys.begin(), keys.end()) - keys.begin();
  }

  // The states of those that were ever read in the database.
  std::span<const SourceState> sessions_in(const FoundFile& database) {
    if (agent_of(database.agent).as_database() == nullptr) return {};
    std::string name = session_files_of(database.path);
    const auto first = std::ranges::lower_bound(states_, name, {}, &SourceState::file);
    ++name.back();
    return {first, std::ranges::lower_bound(first, states_.end(), name, {}, &SourceState::file)};
  }

  SourceState* find_state(std::string_view file) {
    const auto found =
        std::lower_bound(states_.begin(), states_.end(), file,
                         [](const SourceState& state, std::string_view wanted) { return state.file < wanted; });
    return found != states_.end() && found->file == file ? &*found : nullptr;
  }

  const ImportOptions& options_;
  SessionRules rules_;
  SessionStore& store_;
  ImportReport report_;
  std::vector<FoundFile> files_;     // by path
  std::vector<SourceState> states_;  // by file
  std::deque<SourceState> new_states_;
  std::vector<const FoundFile*> changed_;
  std::deque<std::string> known_files_;  // that read_files_ and new_files_ borrow
  SortedPaths read_files_;               // in files_ and known_files_, and in states_ when these are forgotten
  SortedPaths new_files_;                // of these, those that were never seen before
  std::set<std::string> left_;           // sessions that a file was a part of and is not any more
  bool settings_changed_ = false;
  bool settings_missing_ = false;
  bool read_all_ = false;
};

}  // namespace

Result<ImportReport, ImportError> import_transcripts(const ImportOptions& options, SessionStore& store) {
  return Import{options, store}.run();
}

}  // namespace libsync::transcripts
