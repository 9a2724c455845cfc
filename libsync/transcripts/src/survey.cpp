// SPDX-License-Identifier: MIT
#include "agents/agent.hpp"
#include "discovery.hpp"
#include "json/json_cursor.hpp"
#include "read/byte_source.hpp"
#include "read/read_file.hpp"
#include "read/unknown_format.hpp"

#include <libsync/transcripts/survey.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>

namespace libsync::transcripts {
namespace {

using std::chrono::days;
using store::SourceState;

constexpr days k_usual_period{30};

// What keeps every import from reading the file; nothing when one can.
std::optional<Problem> obstacle(const FoundFile& file) {
  errno = 0;
  std::ifstream stream{file.path, std::ios::binary};
  if (!stream) {
    if (errno == ENOENT) return std::nullopt;
    return Problem{file.path, ProblemKind::unreadable, 1, 0, std::generic_category().message(errno)};
  }
  std::array<char, 8> beginning{};
  stream.read(beginning.data(), beginning.size());
  const auto format = is_compressed(file.path)
                          ? std::string_view{}
                          : other_format({beginning.data(), static_cast<std::size_t>(stream.gcount())});
  if (format.empty()) return std::nullopt;
  return Problem{file.path, ProblemKind::not_text, 1, 0, std::string{format}};
}

// Whether the last import read all that there is now.
bool is_imported(const FoundFile& file, const SourceState& state) {
  return file.device == state.device && file.inode == state.inode && file.size == state.size &&
         file.modified_ns == state.modified_ns && file.changed_ns == state.changed_ns;
}

// An import gave up in the midst of it, and nothing changed since.
bool is_broken(const FoundFile& file, const SourceState& state) {
  return state.size < 0 && !is_stale(state) && file.inode == state.inode && file.modified_ns == state.modified_ns;
}

// Of a file that has content an import takes something, unless it is no text.
bool was_taken(const FoundFile& file, const SourceState& state) {
  return file.size == 0 || state.read_to > 0 || !state.source_path.empty();
}

UtcTime time_of(std::int64_t nanoseconds) {
  return std::chrono::floor<seconds>(
      std::chrono::sys_time<std::chrono::nanoseconds>{std::chrono::nanoseconds{nanoseconds}});
}

// How long the agents keep what lies below each folder.
using Kept = std::map<std::string, std::optional<days>>;

std::optional<days> kept_for(const std::string& file, const Kept& kept) {
  std::size_t longest = 0;
  std::optional<days> time;
  for (const auto& [folder, period] : kept) {
    if (!file.starts_with(folder) || folder.size() < longest) continue;
    longest = folder.size();
    time = period;
  }
  return time;
}

void look_at(const FoundFile& file, const SourceState* state, const Kept& kept, Survey& found) {
  if (state != nullptr && is_imported(file, *state) && was_taken(file, *state)) return;
  if (auto problem = obstacle(file)) {
    found.skipped.push_back(std::move(*problem));
    return;
  }
  if (state != nullptr && is_broken(file, *state)) {
    found.skipped.push_back({file.path, ProblemKind::unreadable, 1, 0, "its data is damaged"});
    return;
  }
  if (state != nullptr && is_imported(file, *state)) {
    if (state->read_to == k_not_understood) found.skipped.push_back(unknown_format(file));
    return;
  }
  WaitingFile waiting{file.path, time_of(file.modified_ns), std::nullopt};
  if (const auto time = kept_for(file.path, kept)) waiting.kept_until = waiting.modified + *time;
  found.waiting.push_back(std::move(waiting));
}

}  // namespace

std::optional<days> kept_for(const Root& root) {
  if (root.agent != AgentKind::claude_code) return std::nullopt;
  std::ifstream file{root.folder.parent_path() / "settings.json", std::ios::binary};
  std::ostringstream text;
  if (file) text << file.rdbuf();
  const std::string json = text.str();
  JsonCursor cursor{json};
  if (!cursor.enter_object()) return k_usual_period;
  std::optional<std::int64_t> configured;
  while (cursor.next_member()) {
    if (cursor.key() == "cleanupPeriodDays") {
      configured = cursor.integer();
    } else {
      cursor.skip();
    }
  }
  if (!configured || *configured < 0) return k_usual_period;
  constexpr std::int64_t k_for_ever = 36'500;
  return days{std::min(*configured, k_for_ever)};
}

Result<Survey, ImportError> survey(const std::vector<Root>& roots, store::SessionStore& store) {
  auto discovered = discover(roots);
  if (discovered.has_error()) return discovered.error();
  std::map<std::string, SourceState> states;
  for (auto& state : store.sources(store::SessionStore::Points::leave_out))
    states.emplace(state.file, std::move(state));

  Survey found;
  found.files = static_cast<std::int64_t>(discovered->files.size());
  for (auto& problem : discovered->problems) {
    const bool is_read_elsewhere = problem.kind == ProblemKind::same_file || problem.kind == ProblemKind::vanished;
    if (!is_read_elsewhere) found.skipped.push_back(std::move(problem));
  }
  Kept kept;
  for (const auto& root : roots) {
    std::error_code unknown;
    if (!std::filesystem::exists(root.folder, unknown)) continue;
    const auto time = kept[root.folder.string()] = kept_for(root);
    if (time && (!found.kept || *time < *found.kept)) found.kept = time;
  }
  for (const auto& file : discovered->files) {
    const auto state = states.find(file.path);
    if (state != states.end()) ++found.known;
    look_at(file, state == states.end() ? nullptr : &state->second, kept, found);
  }
  std::ranges::sort(found.skipped, {}, &Problem::file);
  return found;
}

std::vector<LibraryVersion> library_versions() {
  return {{"zstd", zstd_version()}};
}

}  // namespace libsync::transcripts
