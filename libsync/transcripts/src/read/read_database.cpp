// SPDX-License-Identifier: MIT
#include "read/read_database.hpp"

#include "agents/database_agent.hpp"
#include "json/text_hash.hpp"
#include "packed/transcript_builder.hpp"
#include "read/session_scan.hpp"
#include "read/timestamp.hpp"
#include "sqlite/database.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace libsync::transcripts {
namespace {

using store::SourceState;
using Kind = DatabaseError::Kind;

// How often a moment is looked for at which nobody writes.
constexpr int k_attempts = 5;

// Parents of parents; agents have two or three.
constexpr int k_most_ancestors = 100;

// What the agent asks a database that has these tables.
struct Questions {
  std::size_t set;
  std::string sessions;
  std::string messages;
};

Questions questions_of(std::size_t set, const Tables& tables, Database& database) {
  Questions questions{set, tables.sessions, tables.messages};
  for (const auto& [table, column, otherwise] : tables.later) {
    const std::string name{column};
    const bool is_there = database.columns_of(std::string{table}).contains(name);
    for (auto* sql : {&questions.sessions, &questions.messages}) {
      const std::string in_braces = "{" + name + "}";
      for (auto at = sql->find(in_braces); at != std::string::npos; at = sql->find(in_braces)) {
        sql->replace(at, in_braces.size(), is_there ? column : otherwise);
      }
    }
  }
  return questions;
}

// What the sets of tables say of one session together.
struct SessionRow {
  std::string key;
  std::string parent;
  std::optional<Instant> began;
  bool typed = true;
  bool helper = false;
  std::uint64_t version = 0;
  std::vector<std::pair<const Questions*, std::string>> folders;  // by where its messages are
};

class DatabaseReader {
 public:
  DatabaseReader(const FoundFile& file, std::span<const SourceState> known)
      : file_(file), agent_(*agent_of(file.agent).as_database()), known_(known) {}

  // Reads what is new at one moment. False when the moment passed before that: what was read so far is sound, and not
  // read again the next time.
  bool read() {
    failure_.emplace(Kind::busy, "it was written to all the time");
    std::optional<Snapshot> snapshot;
    bool is_done = false;
    try {
      snapshot.emplace(file_.path);
      Database database{*snapshot};
      find_tables(database);
      list(database);
      is_done = snapshot->still_holds() && read_sessions(database, *snapshot);
      if (is_done && understood_nothing()) throw foreign(database);
      if (is_done) failure_.reset();
    } catch (const DatabaseError& error) {
      const bool is_true = !snapshot || snapshot->still_holds();
      if (is_true) failure_ = error;
      is_done = is_true && error.kind() != Kind::busy;
    }
    if (snapshot) bytes_ += snapshot->bytes_read();
    return is_done;
  }

  ReadOutcome outcome() {
    ReadOutcome result;
    result.bytes_read = bytes_;
    for (auto& [file, state] : read_) result.sessions.push_back(std::move(state));
    for (const auto& [kind, entry] : problems_) result.problems.push_back({file_.path, kind, entry, 0, ""});
    std::map<std::string, std::int64_t> causes;
    for (const auto& [name, cause] : failed_) ++causes[cause];
    for (const auto& [cause, count] : causes) {
      result.problems.push_back({file_.path, ProblemKind::unreadable, count, 0, cause});
    }
    if (failure_ && failure_->kind() == Kind::gone) {
      result.problems.push_back({file_.path, ProblemKind::vanished, 1, 0, ""});
      return result;
    }
    const bool is_foreign = failure_ && failure_->kind() == Kind::foreign;
    const auto kind = is_foreign ? ProblemKind::unknown_format : ProblemKind::unreadable;
    if (failure_) result.problems.push_back({file_.path, kind, 1, 0, failure_->what()});
    SourceState& state = result.state.emplace();
    state.file = file_.path;
    state.device = file_.device;
    state.inode = file_.inode;
    // What could not be read to its end is to look changed next time.
    state.size = (failure_ && !is_foreign) || !failed_.empty() ? -1 : file_.size;
    state.modified_ns = file_.modified_ns;
    state.changed_ns = file_.changed_ns;
    state.read_to = is_foreign ? k_not_understood : failure_ ? 0 : file_.size;
    return result;
  }

 private:
  // With what was expected, and the version of the agent as far as the database tells.
  DatabaseError foreign(Database& database) {
    std::string by;
    for (const auto& [table, column] : agent_.versions()) {
      if (!database.columns_of(table).contains(column)) continue;
      std::string latest = "SELECT ";
      latest.append(column).append(" FROM ").append(table).append(" ORDER BY rowid DESC LIMIT 1");
      database.query(latest, "",
                     [&](const Row& row) { by = ", written by version " + std::string{row[0].substr(0, 40)}; });
    }
    return {Kind::foreign, "expected were " + std::string{agent_.expected()} + by};
  }

  void find_tables(Database& database) {
    questions_.clear();
    std::set<std::string_view> taken;
    const auto all = agent_.tables();
    for (std::size_t set = 0; set < all.size(); ++set) {
      const auto& needed = all[set].needed;
      const auto is_there = [&](const Tables::Table& table) {
        const auto columns = database.columns_of(std::string{table.name});
        return std::ranges::all_of(table.columns, [&](auto name) { return columns.contains(std::string{name}); });
      };
      if (taken.contains(needed.front().name) || !std::ranges::all_of(needed, is_there)) continue;
      taken.insert(needed.front().name);
      questions_.push_back(questions_of(set, all[set], database));
    }
    if (questions_.empty()) throw foreign(database);
  }

  void list(Database& database) {
    sessions_.clear();
    for (const auto& questions : questions_) {
      database.query(questions.sessions, "", [&](const Row& row) {
        if (row[0].empty() || row[0].size() > k_longest_session_id) {
          failed_.insert_or_assign(std::string{row[0]}, "it has a session without a usable id");
          return;
        }
        const auto [found, is_new] = sessions_.try_emplace(std::string{row[0]});
        SessionRow& session = found->second;
        if (is_new) {
          session.key = row[1];
          session.parent = row[2];
          session.began = read_timestamp(row[4]);
        }
        session.typed = session.typed && row[5] == "1";
        session.helper = session.helper || row[6] == "1";
        session.folders.emplace_back(&questions, row[3]);
        for (const auto text : row) session.version = mix(session.version, hash_of(text));
      });
    }
  }

  [[nodiscard]] std::string own_key(const SessionRow& session) const {
    return agent_name(file_.agent) + "/" + session.key;
  }

  // What the session is called in the store, which is what the first of its parents is called.
  [[nodiscard]] std::string key_of(const SessionRow& session) const {
    const SessionRow* row = &session;
    for (int i = 0; i < k_most_ancestors && !row->parent.empty(); ++i) {
      const auto parent = sessions_.find(row->parent);
      if (parent == sessions_.end()) return agent_name(file_.agent) + "/" + row->parent;
      row = &parent->second;
    }
    return own_key(*row);
  }

  [[nodiscard]] const SourceState* known_state(const std::string& name) const {
    const auto ours = read_.find(name);
    if (ours != read_.end()) return &ours->second;
    const auto found = std::ranges::lower_bound(known_, name, {}, &SourceState::file);
    return found != known_.end() && found->file == name ? &*found : nullptr;
  }

  // What the state of the session is called: by its id, unless that was another session's, which went.
  [[nodiscard]] std::string name_of(const std::string& id, const SessionRow& session) const {
    const std::string files = session_files_of(file_.path);
    const auto* known = session.key == id ? nullptr : known_state(files + id);
    if (known == nullptr) return files + id;
    const std::string own = own_key(session);
    const bool is_another =
        known->source_path.starts_with(own.substr(0, own.size() - session.key.size() + id.size() + 1)) &&
        known->source_path != own;
    return files + (is_another ? session.key : id);
  }

  // Though there are messages. Of sessions that went nothing is asked: it is about what the database has now.
  [[nodiscard]] bool understood_nothing() const {
    bool found_unknown = false;
    for (const auto& [id, session] : sessions_) {
      const SourceState* state = known_state(name_of(id, session));
      const auto transcript = state == nullptr ? std::nullopt : PackedTranscript::open(state->points);
      if (transcript && transcript->size() > 0) return false;
      found_unknown = found_unknown || (state != nullptr && state->read_to == k_not_understood);
    }
    return found_unknown && failed_.empty();
  }

  bool read_sessions(Database& database, const Snapshot& snapshot) {
    for (const auto& [id, session] : sessions_) {
      const std::string name = name_of(id, session);
      const SourceState* known = known_state(name);
      const std::uint64_t version = mix(session.version, hash_of(file_.label));
      if (known != nullptr && known->checksum == version) continue;
      ProblemCounter problems;
      std::string cause;
      SourceState state = read_session(database, id, session, known, problems, cause);
      if (!snapshot.still_holds()) return false;
      state.file = name;
      state.checksum = cause.empty() ? version : 0;
      if (!cause.empty()) failed_.insert_or_assign(name, cause);
      for (const auto& [kind, entry] : problems.counts()) problems_[kind] += entry.count;
      read_.insert_or_assign(name, std::move(state));
    }
    return true;
  }

  SourceState read_session(Database& database, const std::string& id, const SessionRow& session,
                           const SourceState* known, ProblemCounter& problems, std::string& cause) {
    TranscriptBuilder builder;
    // What an older version took a message for does not count beside what it is taken for now.
    if (known != nullptr && builder.resume(known->points, is_stale(*known))) builder.transcript().start_over();
    // Once counted with another session its time stays there, also when its parent is deleted; what counted as a
    // session of its own may turn out to be none, or another's.
    const bool stays = known != nullptr && !known->source_path.empty() && known->source_path != own_key(session);
    Transcript& transcript = builder.transcript();
    transcript.agent = file_.agent;
    transcript.label = file_.label;
    transcript.not_a_session = session.helper && !stays;
    SessionScan scan{id, {session.typed, session.began}, builder, problems};
    try {
      for (const auto& [questions, folder] : session.folders) {
        scan.begin(folder);
        database.query(questions->messages, id,
                       [&, set = questions->set](const Row& row) { scan.add(agent_.read_row(set, row)); });
      }
    } catch (const DatabaseError& error) {
      cause = error.what();
    }
    scan.finish();
    SourceState state;
    if (builder.has_points() && !transcript.not_a_session) {
      state.source_path = stays ? known->source_path : key_of(session);
    }
    if (scan.found_unknown() && !builder.has_points()) state.read_to = k_not_understood;
    state.device = file_.device;
    state.inode = file_.inode;
    state.points = builder.finish();
    return state;
  }

  const FoundFile& file_;
  const DatabaseAgent& agent_;
  std::span<const SourceState> known_;
  std::vector<Questions> questions_;            // for each set of tables that is there
  std::map<std::string, SessionRow> sessions_;  // by id
  std::map<std::string, SourceState> read_;     // by file
  std::map<ProblemKind, std::int64_t> problems_;
  std::map<std::string, std::string> failed_;  // sessions that could not be read, and why
  std::optional<DatabaseError> failure_;
  std::int64_t bytes_ = 0;
};

}  // namespace

ReadOutcome read_database(const FoundFile& file, std::span<const SourceState> known,
                          const std::function<void(std::int64_t)>& on_bytes) {
  DatabaseReader reader{file, known};
  for (int attempt = 0; attempt < k_attempts && !reader.read(); ++attempt) {
  }
  on_bytes(file.size);
  return reader.outcome();
}

}  // namespace libsync::transcripts
