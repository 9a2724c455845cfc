// SPDX-License-Identifier: MIT
//
// The messages of one session of a database on their way into its transcript: rows are put together to messages, and
// what was copied from another session is told from what was written for this one.
#pragma once

#include "agents/database_agent.hpp"
#include "packed/transcript_builder.hpp"
#include "read/point_writer.hpp"

#include <libsync/model/time.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::transcripts {

// One thread. Borrows the name, the builder and the counter.
class SessionScan {
 public:
  struct Session {
    bool typed = true;             // a person may type in it
    std::optional<Instant> began;  // messages from before were copied
  };

  SessionScan(std::string_view name, const Session& session, TranscriptBuilder& builder, ProblemCounter& problems);

  // The messages of another set of tables follow, which may be the same.
  void begin(const std::string& folder);

  void add(const MessageRow& row);

  // Behind the last message.
  void finish() { write(true); }

  // Whether there was a row that cannot be a message's as the agent is known to write it.
  [[nodiscard]] bool found_unknown() const { return points_.found_unknown() || problems_.has(ProblemKind::bad_time); }

 private:
  // A message whose rows are being put together.
  struct Message {
    Record::Kind kind = Record::Kind::other;
    std::string id;
    std::string time;
    std::string cwd;
    std::string role;
    std::string text;
    std::optional<TokenCounts> tokens;
    std::optional<bool> typed;
    std::vector<Instant> times;
  };

  void write(bool is_last);

  std::string_view name_;
  Session session_;
  TranscriptBuilder& builder_;
  Transcript& transcript_;
  ProblemCounter& problems_;
  PointWriter points_;
  std::optional<Message> open_;
};

}  // namespace libsync::transcripts
