// SPDX-License-Identifier: MIT
#include "session_writer.hpp"

#include "copies/attribution.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <utility>

namespace libsync::transcripts {
namespace {

using store::SourceState;

// Sessions go into the store in batches of about this many.
constexpr std::size_t k_batch = 500;

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

class SessionWriter {
 public:
  SessionWriter(const KnownFiles& known, const SessionRules& rules, store::SessionStore& store)
      : known_(known), rules_(rules), store_(store) {}

  WrittenSessions run(const std::map<std::string, std::string>& settings) {
    sort_by_session();
    Groups groups{sessions_.size()};
    const Attribution attribution = attribute(groups);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> to_write;  // groups and their sessions
    for (std::uint32_t i = 0; i < sessions_.size(); ++i) {
      if (affected_[i]) to_write.emplace_back(groups.of(i), i);
    }
    std::ranges::sort(to_write);
    for (auto next = to_write.begin(); next != to_write.end();) {
      for (const auto group = next->first; next != to_write.end() && next->first == group; ++next) {
        add(next->second, attribution);
      }
      if (batch_.sessions.size() >= k_batch && known_.left.empty()) flush();
    }
    batch_.settings = settings;
    flush();
    return std::move(written_);
  }

 private:
  // Sessions by key, each with its files. States of files without a session are written as they are.
  void sort_by_session() {
    std::map<std::string_view, std::vector<SourceState*>> by_key;
    for (auto& state : known_.states) {
      if (!state.source_path.empty()) {
        by_key[state.source_path].push_back(&state);
      } else if (known_.changed.contains(state.file)) {
        batch_.sources.push_back(taking_points_of(state));
      }
    }
    std::ranges::copy_if(known_.left, std::back_inserter(batch_.gone),
                         [&](const auto& key) { return !by_key.contains(key); });
    for (auto& [key, states] : by_key) {
      SessionFiles files{key, {}};
      bool is_changed = known_.all_sessions || !known_.left.empty();
      for (const auto* state : states) {
        if (auto packed = PackedTranscript::open(state->points)) files.files.push_back(*packed);
        is_changed = is_changed || known_.changed.contains(state->file);
      }
      sessions_.push_back(std::move(files));
      states_.push_back(std::move(states));
      affected_.push_back(is_changed);
    }
  }

  // Whatever shares a message with a changed session may gain or lose it, and time beside it, which may be beside a
  // message that a third one shares, and so on.
  Attribution attribute(Groups& groups) {
    while (true) {
      Attribution attribution{sessions_, affected_, rules_.idle_timeout};
      for (const auto& [a, b] : attribution.shared()) groups.join(a, b);
      if (!spread(groups, affected_)) return attribution;
    }
  }

  void add(std::uint32_t number, const Attribution& attribution) {
    if (auto session = assemble(sessions_[number], number, attribution, rules_)) {
      ++written_.sessions;
      for (const auto& interval : session->active) written_.project_time[interval.project] += interval.span.duration();
      batch_.sessions.push_back(std::move(*session));
    }
    for (auto* state : states_[number]) {
      // Nothing looks at the points of this session any more, which may be many.
      if (known_.changed.contains(state->file)) batch_.sources.push_back(taking_points_of(*state));
    }
  }

  void flush() {
    if (batch_.sources.empty() && batch_.sessions.empty() && batch_.settings.empty() && batch_.gone.empty()) return;
    store_.apply(batch_);
    batch_ = {};
  }

  const KnownFiles& known_;
  const SessionRules& rules_;
  store::SessionStore& store_;
  std::vector<SessionFiles> sessions_;             // by key; the three are of equal length
  std::vector<std::vector<SourceState*>> states_;  // of the files of each
  std::vector<bool> affected_;                     // to be computed anew
  store::ImportBatch batch_;
  WrittenSessions written_;
};

}  // namespace

WrittenSessions write_sessions(const KnownFiles& known, const SessionRules& rules,
                               const std::map<std::string, std::string>& settings, store::SessionStore& store) {
  return SessionWriter{known, rules, store}.run(settings);
}

}  // namespace libsync::transcripts
