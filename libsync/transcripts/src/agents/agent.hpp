// SPDX-License-Identifier: MIT
//
// What the importer has to know of an agent: where its files lie, which of them are sessions, and what a line says.
// Stateless, used from several threads.
#pragma once

#include "json/json_cursor.hpp"
#include "json/splitter.hpp"

#include <libsync/model/agent_kind.hpp>
#include <libsync/model/session.hpp>
#include <libsync/transcripts/roots.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::transcripts {

// What one line says. Texts are without escapes, but for the folder, and point into the line or the cursor.
struct Record {
  enum class Kind {
    unknown,  // of no kind that the agent is known to write
    other,    // nothing about time
    context,  // sets the project of the messages behind it
    origin,   // a context; the first one in a file tells whose it is, later ones are copied from other files
    message,  // a point in time
    end,      // a point in time: an answer was complete; known by its time alone
    note,     // carries a time that is not somebody's work: widens what is known of the file
    untimed,  // a message of a format that has no times
  };

  Kind kind = Kind::other;
  bool whole = false;         // has what every line of the agent has; a part of a line that was torn has not
  bool helper = false;        // of an origin: the file is a helper's, whose time is its parent's
  std::string_view time;      // a timestamp or a number
  std::string_view cwd;       // a raw JSON string: paths of Windows have escapes in every line
  std::string_view id;        // the same in every copy of the message; empty if it has none
  std::string_view session;   // the session that it was written for
  std::string_view response;  // with `request`, the answer of the model that it is a part of
  std::string_view request;
  std::optional<TokenCounts> tokens;  // of the whole answer
  bool typed = false;                 // a person typed the message
  bool typed_if_first = false;        // nothing but its place tells that
  milliseconds answered_in{0};        // of a message: how long after it its answer was complete; 0: not told
  // Of a message or an end: lists of objects with the `timestamp` of work on it.
  std::array<std::string_view, 2> steps{};
  bool local = false;  // of a message without an id: other sessions' are others, whatever they say
  // What the message says, whatever members stand beside it and in which order: who says it, the JSON of what is said,
  // and a hash of members that come in any order. What an agent does not need stays empty or 0.
  std::string_view role;
  std::string_view text;
  std::uint64_t content = 0;
};

// What is known of a session file by where it lies and what lies beside it.
struct Background {
  std::string session_name;   // what the agent calls the session; tells its own lines from copies
  std::string folder = "";    // of the session, where no line names one; empty: not known
  std::string part_of = "";   // key of the session that it works for and counts with; empty: none
  bool nobody_types = false;  // another session tells it everything
};

// Gives the content of a small file; nothing when it cannot be read, is none or is too large.
using SmallFiles = std::function<std::optional<std::string>(const std::string& path)>;

class DatabaseAgent;

class Agent {
 public:
  virtual ~Agent() = default;

  // The folders that it puts its files in, in a fixed order; who asks knows the agent. Pure.
  [[nodiscard]] virtual std::vector<Root> usual_roots(const Surroundings& surroundings) const = 0;

  // How the paths of such folders end, component by component: "sessions", ".qwen/projects". A folder that somebody
  // named is that of the agent with the longest end that fits, else Claude Code's.
  [[nodiscard]] virtual std::vector<std::string_view> root_names() const { return {}; }

  // Of its folders, where nobody gave them another: what stands before the projects, see Root::label.
  [[nodiscard]] virtual std::string_view usual_label() const { return ""; }

  // How many folders deep below a root its files lie.
  [[nodiscard]] virtual int depth() const = 0;

  // Whether there may be some in a folder, which is not looked into otherwise. `relative` is its path below the root.
  [[nodiscard]] virtual bool enters(std::string_view /*relative*/) const { return true; }

  // Where its files lie below a root, for people: "<folder>/<session>.jsonl".
  [[nodiscard]] virtual std::string_view layout() const = 0;

  // The session that the file holds, as the store keys it; nothing when it is not a session file. `relative` is the
  // path below the root.
  [[nodiscard]] virtual std::optional<std::string> session_key(std::string_view relative) const = 0;

  // Where the records of the file are; null when they are its lines. Lives as long as the agent.
  [[nodiscard]] virtual const RecordArrays* records(std::string_view /*path*/) const { return nullptr; }

  // `path` is absolute if the root is. Pure but for `files`.
  [[nodiscard]] virtual Background background(const std::string& path, const SmallFiles& files) const;

  // The member of a line that has the version of the agent ("version"), or one behind another ("origin.version"), and
  // what its lines were expected to be, for people: of a file in which there is no message.
  [[nodiscard]] virtual std::string_view version_member() const { return "version"; }
  [[nodiscard]] virtual std::string_view expected() const = 0;

  // Reads the object that begins at the cursor, to its end.
  [[nodiscard]] virtual Record read(JsonCursor& cursor) const = 0;

  // Not null when its files are databases that hold many sessions each; then session_key() only tells them from others.
  [[nodiscard]] virtual const DatabaseAgent* as_database() const { return nullptr; }
};

// Of one of agent_names().
[[nodiscard]] const Agent& agent_of(AgentKind kind);

// Behind the name of a file that an agent compressed. The session key is that of the plain file.
inline constexpr std::string_view k_compressed = ".zst";

[[nodiscard]] inline bool is_compressed(std::string_view path) {
  return path.ends_with(k_compressed);
}

}  // namespace libsync::transcripts
