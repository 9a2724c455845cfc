// SPDX-License-Identifier: MIT
//
// What must hold for sessions in databases, whatever the agents write to them, and whenever they are looked at.
// RC_PARAMS="max_success=100000" runs more cases than the usual hundred.
#include "agent_database.hpp"
#include "assemble.hpp"
#include "fast_dir.hpp"
#include "packed/packed_format.hpp"
#include "read/read_database.hpp"
#include "sqlite/database.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <ostream>

namespace libsync::transcripts {
namespace {

namespace opencode = support::opencode;
using support::AgentDatabase;

constexpr Instant k_eight = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + std::chrono::hours{8};
constexpr SessionRules k_rules{std::chrono::minutes{15}, std::chrono::minutes{30}};

std::int64_t ms(int seconds_after_eight) {
  return (k_eight + seconds{seconds_after_eight}).time_since_epoch().count();
}

// --- databases made up ----------------------------------------------------------------------------------------------

// What happens to OpenCode, one after the other.
struct Event {
  enum class Kind { session, child, question, answer, tool, done, fork, new_version, forgotten } kind;
  int session;  // of those that are there then
  int time;     // seconds
};
using Story = std::vector<Event>;

[[maybe_unused]] std::ostream& operator<<(std::ostream& out, const Event& event) {
  return out << "{kind " << static_cast<int>(event.kind) << ", session " << event.session << ", " << event.time
             << " s}";
}

rc::Gen<Story> any_story(bool with_loss) {
  return rc::gen::exec([with_loss] {
    using Kind = Event::Kind;
    Story story{{Kind::session, 0, 0}};
    int time = 0;
    for (int i = *rc::gen::inRange(2, 16); i > 0; --i) {
      time += *rc::gen::element(0, 60, 300, 840, 960, 3000);
      const auto kind = *rc::gen::weightedElement<Kind>({{2, Kind::session},
                                                         {2, Kind::child},
                                                         {5, Kind::question},
                                                         {8, Kind::answer},
                                                         {4, Kind::tool},
                                                         {6, Kind::done},
                                                         {2, Kind::fork},
                                                         {1, Kind::new_version},
                                                         {with_loss ? 3 : 0, Kind::forgotten}});
      story.push_back({kind, *rc::gen::inRange(0, 8), time});
    }
    return story;
  });
}

// Tells the story in transactions. Without copies, forks are not made and the second version never comes.
class Teller {
 public:
  enum class Copies { made, left_out };
  explicit Teller(Copies copies) : copies_(copies) {}

  std::vector<std::string> tell(const Story& story) {
    for (const auto& event : story) tell(event);
    return std::move(transactions_);
  }

 private:
  struct Message {
    std::string id;
    bool by_agent;
    int created;
    int completed = -1;
    std::vector<std::pair<int, int>> tools{};
  };
  struct Session {
    std::string id;
    std::string parent;
    std::string folder;
    int created;
    bool is_fork = false;
    std::vector<Message> messages{};
  };

  void add(std::string sql) { transactions_.push_back(std::move(sql)); }
  std::string next(const std::string& kind) { return fmt::format("{}_{:04}", kind, ++ids_); }

  void tell(const Event& event) {
    using Kind = Event::Kind;
    if (event.kind == Kind::new_version) return migrate();
    if (event.kind == Kind::session || sessions_.empty()) return begin(event.time, "");
    // Of one that is nobody's copy; numbers are the same with copies and without.
    std::vector<Session*> own;
    for (auto& session : sessions_) {
      if (!session.is_fork) own.push_back(&session);
    }
    Session& session = *own[static_cast<std::size_t>(event.session) % own.size()];
    switch (event.kind) {
      case Kind::child:
        return begin(event.time, session.id);
      case Kind::question:
        return say(session, {next("msg"), false, event.time});
      case Kind::answer:
        return say(session, {next("msg"), true, event.time});
      case Kind::tool:
        return work(session, event.time);
      case Kind::done:
        return complete(session, event.time);
      case Kind::fork:
        return fork(session, event.time);
      case Kind::forgotten:
        return add(
            fmt::format("DELETE FROM {} WHERE session_id = '{}'", is_2_ ? "session_message" : "message", session.id));
      default:
        return;
    }
  }

  void begin(int time, const std::string& parent) {
    const std::string folder = fmt::format("/p{}", sessions_.size() % 3);
    Session& session = sessions_.emplace_back(Session{next("ses"), parent, folder, time});
    write(session);
    say(session, {next("msg"), false, time});
  }

  void write(const Session& session) {
    const opencode::SessionRow row{session.id, session.folder, ms(session.created), session.parent};
    add(is_2_ ? opencode::session_2(row) : opencode::session_1(row));
  }

  void say(Session& session, Message message) {
    session.messages.push_back(message);
    write(session, message, static_cast<int>(session.messages.size()));
  }

  // Version 1 writes a message and its parts in several transactions.
  void write(const Session& session, const Message& message, int number) {
    const std::int64_t done = message.completed < 0 ? 0 : ms(message.completed);
    if (is_2_) {
      add(opencode::message_2(message.id, session.id, message.by_agent ? "assistant" : "user", number,
                              ms(message.created), done, content_of(message)));
      return;
    }
    add(opencode::message_1(message.id, session.id, message.by_agent ? "assistant" : "user", ms(message.created), done,
                            message.by_agent ? k_tokens : ""));
    const auto* const part = R"({"type":"text","text":"go"})";
    add(opencode::part_1(next("prt"), message.id, session.id, ms(message.created), part));
    for (const auto& [from, to] : message.tools) write_tool(session, message, from, to);
  }

  void write_tool(const Session& session, const Message& message, int from, int to) {
    add(opencode::part_1(
        next("prt"), message.id, session.id, ms(to),
        fmt::format(R"({{"type":"tool","state":{{"time":{{"start":{},"end":{}}}}}}})", ms(from), ms(to))));
  }

  static std::string content_of(const Message& message) {
    std::string values;
    for (const auto& [from, to] : message.tools) {
      values += fmt::format(R"({}{{"type":"tool","time":{{"created":{},"completed":{}}}}})", values.empty() ? "" : ",",
                            ms(from), ms(to));
    }
    return (message.by_agent ? k_tokens : "") + (",\"content\":[" + values) + "]";
  }

  void rewrite(const Session& session, const Message& message) {
    add(
        fmt::format("UPDATE session_message SET time_updated = {}, data = '{{\"time\":{{\"created\":{}{}}}{}}}' WHERE "
                    "id = '{}'",
                    ms(++updates_), ms(message.created),
                    message.completed < 0 ? "" : fmt::format(",\"completed\":{}", ms(message.completed)),
                    content_of(message), message.id));
    (void)session;
  }

  [[nodiscard]] static Message* unfinished(Session& session) {
    if (session.messages.empty()) return nullptr;
    Message& last = session.messages.back();
    return last.by_agent && last.completed < 0 ? &last : nullptr;
  }

  void work(Session& session, int time) {
    Message* const message = unfinished(session);
    if (message == nullptr) return;
    message->tools.emplace_back(std::max(message->created, time - 30), time);
    if (is_2_) {
      rewrite(session, *message);
    } else {
      write_tool(session, *message, message->tools.back().first, time);
    }
  }

  void complete(Session& session, int time) {
    Message* const message = unfinished(session);
    if (message == nullptr) return;
    message->completed = time;
    if (is_2_) return rewrite(session, *message);
    add(
        fmt::format("UPDATE message SET time_updated = {}, data = '{{\"role\":\"assistant\",\"time\":{{\"created\":{},"
                    "\"completed\":{}}}{}}}' WHERE id = '{}'",
                    ms(++updates_), ms(message->created), ms(time), k_tokens, message->id));
  }

  void fork(const Session& session, int time) {
    if (copies_ == Copies::left_out) return;
    Session copy{next("ses"), "", session.folder, time, true};
    for (const auto& message : session.messages) {
      if (is_2_ && message.by_agent && message.completed < 0) continue;
      copy.messages.push_back(message);
      copy.messages.back().id = next("msg");
    }
    write(copy);
    for (std::size_t i = 0; i < copy.messages.size(); ++i) write(copy, copy.messages[i], static_cast<int>(i + 1));
    sessions_.push_back(std::move(copy));
  }

  // Copies all there is into tables of its own, which it goes on with.
  void migrate() {
    if (copies_ == Copies::left_out || is_2_) return;
    is_2_ = true;
    add(opencode::k_schema_2);
    for (const auto& session : sessions_) {
      write(session);
      for (std::size_t i = 0; i < session.messages.size(); ++i) {
        write(session, session.messages[i], static_cast<int>(i + 1));
      }
    }
  }

  static constexpr const char* k_tokens =
      R"(,"tokens":{"input":10,"output":4,"reasoning":2,"cache":{"read":40,"write":8}})";

  Copies copies_;
  bool is_2_ = false;
  int ids_ = 0;
  int updates_ = 1'000'000;
  std::vector<Session> sessions_;
  std::vector<std::string> transactions_;
};

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

// --- properties -----------------------------------------------------------------------------------------------------

RC_GTEST_PROP(Databases, AreTheSameHoweverManyImportsTheyTook, ()) {
  Remembered at_once;
  Remembered in_steps;
  for (const auto& sql : Teller{Teller::Copies::made}.tell(*any_story(false))) {
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
  for (const auto& sql : Teller{Teller::Copies::made}.tell(story)) with.run(sql);
  for (const auto& sql : Teller{Teller::Copies::left_out}.tell(story)) without.run(sql);
  with.read();
  without.read();
  RC_ASSERT(total(with.sessions()) == total(without.sessions()));
}

RC_GTEST_PROP(Databases, NeverLoseTimeToRowsThatGo, ()) {
  Remembered database;
  milliseconds before{0};
  for (const auto& sql : Teller{Teller::Copies::made}.tell(*any_story(true))) {
    database.run(sql);
    if (*rc::gen::weightedElement<bool>({{1, false}, {4, true}})) continue;
    database.read();
    const auto now = total(database.sessions());
    RC_ASSERT(now >= before);
    before = now;
  }
}

RC_GTEST_PROP(Databases, ShareOutTheirTimeOverAnyPartition, ()) {
  Remembered database;
  for (const auto& sql : Teller{Teller::Copies::made}.tell(*any_story(false))) database.run(sql);
  database.read();
  for (const auto& [key, session] : database.sessions()) {
    std::vector<Instant> cuts{k_eight - std::chrono::hours{24}, k_eight + std::chrono::hours{48}};
    for (const int at : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40'000)))
      cuts.push_back(k_eight + seconds{at});
    std::sort(cuts.begin(), cuts.end());
    milliseconds sum{0};
    for (std::size_t i = 1; i < cuts.size(); ++i) {
      for (const auto& interval : session.active) sum += interval.span.clipped_to({cuts[i - 1], cuts[i]}).duration();
    }
    RC_ASSERT(sum == session.active_time());
  }
}

// --- moments --------------------------------------------------------------------------------------------------------

constexpr const char* k_sum = "SELECT COUNT(*) || ' ' || TOTAL(length(a)) || ' ' || TOTAL(b) FROM t";

// What SQLite says of the snapshot; nothing when it cannot be read.
std::optional<std::string> sum_of(Snapshot& snapshot) {
  try {
    std::string sum;
    Database database{snapshot};
    database.query(k_sum, "", [&](const Row& row) { sum = row[0]; });
    return sum;
  } catch (const DatabaseError&) {
    return std::nullopt;
  }
}

RC_GTEST_PROP(Snapshot, IsWhatWasCommittedAtItsMomentAsLongAsItSaysSo, ()) {
  const support::FastDir folder;
  const std::string journal = *rc::gen::element<std::string>("WAL", "WAL", "WAL", "DELETE", "TRUNCATE", "PERSIST");
  AgentDatabase agent{folder / "a.db", fmt::format("{}; PRAGMA page_size = {}; PRAGMA cache_size = 3", journal,
                                                   *rc::gen::element(512, 4096))};
  agent.run("PRAGMA wal_autocheckpoint = 10; CREATE TABLE t (a, b); CREATE INDEX i ON t (b)");
  bool in_transaction = false;
  std::string committed = agent.text(k_sum);
  const auto change = [&] {
    const int what = *rc::gen::inRange(0, 9);
    const int number = *rc::gen::inRange(0, 20);
    if (what < 3) agent.run(fmt::format("INSERT INTO t VALUES (zeroblob({}), {})", number * 400, number));
    if (what == 3) agent.run(fmt::format("DELETE FROM t WHERE b < {}", number));
    if (what == 4) agent.run(fmt::format("UPDATE t SET b = b + 1, a = zeroblob({})", number * 300));
    if (what == 5 && !in_transaction) in_transaction = (agent.run("BEGIN"), true);
    if (what == 6 && in_transaction) in_transaction = (agent.run(number < 5 ? "ROLLBACK" : "COMMIT"), false);
    if (what == 7 && !in_transaction) agent.run("PRAGMA wal_checkpoint(TRUNCATE)");
    if (what == 8 && !in_transaction) agent.run("PRAGMA wal_checkpoint(RESTART)");
    if (!in_transaction) committed = agent.text(k_sum);
  };
  for (int i = *rc::gen::inRange(0, 12); i > 0; --i) change();

  std::optional<Snapshot> snapshot;
  try {
    snapshot.emplace(folder / "a.db");
  } catch (const DatabaseError& error) {
    RC_ASSERT(error.kind() == DatabaseError::Kind::busy && in_transaction && journal != "WAL");
    return;
  }
  const std::string then = committed;
  RC_ASSERT(snapshot->still_holds());
  const int changes = *rc::gen::inRange(0, 6);
  for (int i = 0; i < changes; ++i) change();
  const auto sum = sum_of(*snapshot);
  if (snapshot->still_holds()) RC_ASSERT(sum == then);
  if (changes == 0) RC_ASSERT(snapshot->still_holds());
}

}  // namespace
}  // namespace libsync::transcripts
