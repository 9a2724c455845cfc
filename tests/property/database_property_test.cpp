// SPDX-License-Identifier: MIT
//
// What must hold for sessions in databases, whatever the agents write to them.
// RC_PARAMS="max_success=100000" runs more cases than the usual hundred.
#include "agent_database.hpp"
#include "assemble.hpp"
#include "fast_dir.hpp"
#include "opencode_story.hpp"
#include "packed/packed_format.hpp"
#include "partition.hpp"
#include "read/read_database.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

namespace libsync::transcripts {
namespace {

namespace opencode = support::opencode;
using support::AgentDatabase;
using testing::any_story;
using testing::Copies;
using testing::k_eight;
using testing::Story;
using testing::tell;

constexpr SessionRules k_rules{std::chrono::minutes{15}, std::chrono::minutes{30}};

// --- what is known of them ------------------------------------------------------------------------------------------

// A database and what an importer remembers of it. There are two, which all stories are told to in turn: to make one
// takes longer than a story.
class Remembered {
 public:
  Remembered() : place_(places().at(used_++ % 2)) {
    place_.agent.run(
        "DROP TABLE IF EXISTS session_v2; DROP TABLE IF EXISTS session_message; DELETE FROM part;"
        "DELETE FROM message; DELETE FROM session; PRAGMA wal_checkpoint(RESTART)");
  }

  // Is done when somebody looks.
  void run(const std::string& sql) { to_do_ += sql + ";"; }

  void read() {
    place_.agent.run("BEGIN;" + std::exchange(to_do_, "") + "COMMIT");
    const FoundFile file{.path = place_.folder / "opencode.db", .session_key = "", .agent = AgentKind::opencode};
    std::vector<store::SourceState> known;
    for (const auto& [name, state] : states_) known.push_back(state);
    auto outcome = read_database(file, known, false, [](std::int64_t) {});
    RC_ASSERT(outcome.problems.empty());
    for (auto& state : outcome.sessions) {
      state.inode = 0;
      const std::string name = state.file;
      states_[name.substr(name.rfind('/'))] = std::move(state);
    }
  }

  [[nodiscard]] std::map<std::string, Session> sessions() const {
    std::map<std::string, SessionFiles> by_key;
    for (const auto& [name, state] : states_) {
      if (state.source_path.empty()) continue;
      auto& files = by_key.try_emplace(state.source_path, SessionFiles{state.source_path, {}}).first->second;
      files.files.push_back(PackedTranscript::open(state.points).value());
    }
    std::vector<SessionFiles> all;
    for (auto& [key, files] : by_key) all.push_back(std::move(files));
    const Attribution attribution{all, std::vector<bool>(all.size(), true), k_rules.idle_timeout};
    std::map<std::string, Session> result;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      if (auto session = assemble(all[i], i, attribution, k_rules)) result[session->source_path] = *session;
    }
    return result;
  }

 private:
  struct Place {
    support::FastDir folder;
    AgentDatabase agent{folder / "opencode.db"};
    Place() { agent.run(opencode::k_schema_1); }
  };
  static std::array<Place, 2>& places() {
    static std::array<Place, 2> two;
    return two;
  }
  static inline std::size_t used_ = 0;

  Place& place_;
  std::string to_do_;
  std::map<std::string, store::SourceState> states_;
};

milliseconds total(const std::map<std::string, Session>& sessions) {
  milliseconds sum{0};
  for (const auto& [key, session] : sessions) sum += session.active_time();
  return sum;
}

// When some session was active, in stretches that do not touch.
std::vector<InstantInterval> moments_of(const std::map<std::string, Session>& sessions) {
  std::vector<InstantInterval> all;
  for (const auto& [key, session] : sessions) {
    for (const auto& active : session.active) all.push_back(active.span);
  }
  std::ranges::sort(all, {}, &InstantInterval::start);
  std::vector<InstantInterval> joined;
  for (const auto& each : all) {
    if (joined.empty() || joined.back().end < each.start) {
      joined.push_back(each);
    } else {
      joined.back().end = std::max(joined.back().end, each.end);
    }
  }
  return joined;
}

// --- properties -----------------------------------------------------------------------------------------------------

RC_GTEST_PROP(Databases, AreTheSameHoweverManyImportsTheyTook, ()) {
  Remembered at_once;
  Remembered in_steps;
  for (const auto& sql : tell(*any_story(false))) {
    at_once.run(sql);
    in_steps.run(sql);
    if (*rc::gen::weightedElement<bool>({{6, false}, {1, true}})) in_steps.read();
  }
  at_once.read();
  in_steps.read();
  RC_ASSERT(in_steps.sessions() == at_once.sessions());
}

RC_GTEST_PROP(Databases, HaveTheTimeOfTheirStoryWhateverWasCopied, ()) {
  const Story story = *any_story(false);
  Remembered with;
  Remembered without;
  for (const auto& sql : tell(story)) with.run(sql);
  for (const auto& sql : tell(story, Copies::left_out)) without.run(sql);
  with.read();
  without.read();
  RC_ASSERT(total(with.sessions()) == total(without.sessions()));
}

// What is read at some moments of a story whose rows go as well.
template <class Look>
void look_on(Copies copies, const Look& look) {
  Remembered database;
  for (const auto& sql : tell(*any_story(true), copies)) {
    database.run(sql);
    if (*rc::gen::weightedElement<bool>({{1, false}, {4, true}})) continue;
    database.read();
    look(database.sessions());
  }
}

RC_GTEST_PROP(Databases, NeverLoseTimeToRowsThatGo, ()) {
  milliseconds before{0};
  look_on(Copies::left_out, [&](const auto& sessions) {
    RC_ASSERT(total(sessions) >= before);
    before = total(sessions);
  });
}

// A copy of what went may count beside it until it is known for one; then its time is less, but no moment is lost.
RC_GTEST_PROP(Databases, NeverLoseAMomentToRowsThatGo, ()) {
  std::vector<InstantInterval> before;
  look_on(Copies::made, [&](const auto& sessions) {
    auto now = moments_of(sessions);
    for (const auto& was : before) {
      RC_ASSERT(
          std::ranges::any_of(now, [&](const auto& each) { return each.start <= was.start && was.end <= each.end; }));
    }
    before = std::move(now);
  });
}

RC_GTEST_PROP(Databases, ShareOutTheirTimeOverAnyPartition, ()) {
  Remembered database;
  for (const auto& sql : tell(*any_story(false))) database.run(sql);
  database.read();
  for (const auto& [key, session] : database.sessions()) {
    testing::require_that_parts_sum(session, k_eight, seconds{40'000});
  }
}

}  // namespace
}  // namespace libsync::transcripts
