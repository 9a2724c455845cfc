// SPDX-License-Identifier: MIT
#include "agents/goose.hpp"

#include "json/json_array.hpp"

#include <array>

namespace libsync::transcripts {
namespace {

// Ids of sessions are counted anew each day and on each machine: when it began is a part of the key. People type in
// sessions of four kinds; the others are `scheduled`, `sub_agent` and `hidden`.
constexpr const char* k_sessions = R"(
  SELECT s.id, s.id || '@' || REPLACE(s.created_at, ' ', 'T'), {parent_session_id}, s.working_dir, NULL,
    {session_type} IN ('user', 'terminal', 'gateway', 'acp') AND {parent_session_id} IS NULL,
    {session_type} = 'sub_agent' AND {parent_session_id} IS NULL,
    (SELECT COUNT(*) || ' ' || MAX(id) FROM messages WHERE session_id = s.id)
  FROM sessions s)";

// Ids of messages come from the models' servers, which give several the same: the time is a part of them as well.
constexpr const char* k_messages =
    "SELECT {message_id} || '@' || m.created_timestamp, m.created_timestamp, m.role, m.content_json, {metadata_json}"
    " FROM ";

Tables tables_of_any_schema() {
  return {{{"messages", {"id", "session_id", "role", "content_json", "created_timestamp"}},
           {"sessions", {"id", "working_dir", "created_at"}}},
          k_sessions,
          k_messages + in_order("messages", "created_timestamp, id"),
          // Of the schemas 3, 5, 7 and 15; Goose brings a database up to date when it is started.
          {{"messages", "metadata_json", "NULL"},
           {"sessions", "session_type", "'user'"},
           {"messages", "message_id", "NULL"},
           {"sessions", "parent_session_id", "NULL"}}};
}

// Whether it has what a person writes and nothing that a tool answers.
bool is_said(std::string_view content, bool& broken) {
  bool said = false;
  bool answered = false;
  broken = !for_each_value(content, [&](std::string_view value) {
    JsonCursor cursor{value};
    if (!cursor.enter_object()) return;
    while (cursor.next_member()) {
      if (cursor.key() != "type") {
        cursor.skip();
        continue;
      }
      const auto type = cursor.string().value_or("");
      said = said || type == "text" || type == "image";
      answered = answered || type == "toolResponse";
    }
  });
  return said && !answered;
}

// Goose writes for itself what a person does not get to see.
bool is_hidden(std::string_view metadata) {
  JsonCursor cursor{metadata};
  if (!cursor.enter_object()) return false;
  bool visible = true;
  while (cursor.next_member()) {
    if (cursor.key() == "userVisible") {
      visible = cursor.boolean().value_or(true);
    } else {
      cursor.skip();
    }
  }
  return !visible;
}

}  // namespace

std::vector<Root> Goose::usual_roots(const Surroundings& surroundings) const {
  const std::filesystem::path root = surroundings.value_of("GOOSE_PATH_ROOT");
  const auto data = surroundings.folder("XDG_DATA_HOME", ".local/share");
  const auto folder = root.is_absolute() ? root / "data" : data.empty() ? data : data / "goose";
  if (folder.empty()) return {};
  return {{.folder = folder / "sessions", .origin = Root::Origin::assumed}};
}

std::optional<std::string> Goose::session_key(std::string_view relative) const {
  if (relative != "sessions.db") return std::nullopt;
  return "goose/" + std::string{relative};
}

std::span<const Tables> Goose::tables() const {
  static const std::array<Tables, 1> tables{tables_of_any_schema()};
  return tables;
}

MessageRow Goose::read_row(std::size_t /*set*/, std::span<const std::string_view> row) const {
  MessageRow message;
  message.record.kind = Record::Kind::message;
  message.record.id = row[0];
  message.record.time = row[1];
  message.record.role = row[2];
  message.record.text = row[3];
  message.typed = is_said(row[3], message.broken) && row[2] == "user" && !is_hidden(row[4]);
  return message;
}

}  // namespace libsync::transcripts
