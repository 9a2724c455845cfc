// SPDX-License-Identifier: MIT
//
// What must hold for sessions in databases, whatever the agents write to them.
// RC_PARAMS="max_success=100000" runs more cases than the usual hundred.
#include "agent_database.hpp"
#include "assemble.hpp"
#include "fast_dir.hpp"
#include "goose_story.hpp"
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

using support::AgentDatabase;
using testing::any_story;
using testing::Copies;
using testing::k_eight;
using testing::Story;

constexpr SessionRules k_rules{std::chrono::minutes{15}, std::chrono::minutes{30}};

// --- what is known of them ------------------------------------------------------------------------------------------

// Whose database it is.
struct Program {
  AgentKind kind;
  std::string file;
  std::string schema;
  std::string start_over;  // SQL that leaves nothing but the schema
  std::vector<std::string> (*tell)(const Story&, Copies);
};

const Program& any_program() {
  static const std::array<Program, 2> all{
      {{AgentKind::opencode, "opencode.db", support::opencode::k_schema_1,
        "DROP TABLE IF EXISTS session_v2; DROP TABLE IF EXISTS session_message; DELETE FROM part;"
        "DELETE FROM message; DELETE FROM session;",
        testing::tell_as_opencode},
       {AgentKind::goose, "sessions.db", "",
        "DROP TABLE IF EXISTS schema_version; DROP TABLE IF EXISTS messages; DROP TABLE IF EXISTS sessions;" +
            (support::goose::k_schema_before + support::goose::upgrade(1, 14)),
        testing::tell_as_goose}}};
  return all.at(*rc::gen::inRange<std::size_t>(0, all.size()));
}

// A database and what an importer remembers of it. There are two of each program, which all stories are told to in
// turn: to make one takes longer than a story.
class Remembered {
 public:
  explicit Remembered(const Program& program) : program_(program), place_(place_of(program, used_++ % 2)) {
    place_.agent.run("BEGIN;" + program.start_over + "COMMIT; PRAGMA wal_checkpoint(RESTART)");
  }

  // Is done when somebody looks.
  void run(const std::string& sql) { to_do_ += sql + ";"; }

  void read() {
    place_.agent.run("BEGIN;" + std::exchange(to_do_, "") + "COMMIT");
    const FoundFile file{.path = place_.folder / program_.file, .session_key = "", .agent = program_.kind};
    std::vector<store::SourceState> known;
    for (const auto& [name, state] : states_) known.push_back(state);
    auto outcome = read_database(file, known, [](std::int64_t) {});
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
    explicit Place(const Program& program) : agent{folder / program.file} { agent.run(program.schema); }
    support::FastDir folder;
    AgentDatabase agent;
  };
  static Place& place_of(const Program& program, std::size_t number) {
    static std::map<std::pair<AgentKind, std::size_t>, Place> all;
    return all.try_emplace({program.kind, number}, program).first->second;
  }
  static inline std::size_t used_ = 0;

  const Program& program_;
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
  const Program& program = any_program();
  Remembered at_once{program};
  Remembered in_steps{program};
  for (const auto& sql : program.tell(*any_story(false), Copies::made)) {
    at_once.run(sql);
    in_steps.run(sql);
    if (*rc::gen::weightedElement<bool>({{6, false}, {1, true}})) in_steps.read();
  }
  at_once.read();
  in_steps.read();
  RC_ASSERT(in_steps.sessions() == at_once.sessions());
}

RC_GTEST_PROP(Databases, HaveTheTimeOfTheirStoryWhateverWasCopied, ()) {
  const Program& program = any_program();
  const Story story = *any_story(false);
  Remembered with{program};
  Remembered without{program};
  for (const auto& sql : program.tell(story, Copies::made)) with.run(sql);
  for (const auto& sql : program.tell(story, Copies::left_out)) without.run(sql);
  with.read();
  without.read();
  RC_ASSERT(total(with.sessions()) == total(without.sessions()));
}

// What is read at some moments of a story whose rows go as well.
template <class Look>
void look_on(Copies copies, const Look& look) {
  const Program& program = any_program();
  Remembered database{program};
  for (const auto& sql : program.tell(*any_story(true), copies)) {
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
  const Program& program = any_program();
  Remembered database{program};
  for (const auto& sql : program.tell(*any_story(false), Copies::made)) database.run(sql);
  database.read();
  for (const auto& [key, session] : database.sessions()) {
    testing::require_that_parts_sum(session, k_eight, seconds{40'000});
  }
}

}  // namespace
}  // namespace libsync::transcripts
