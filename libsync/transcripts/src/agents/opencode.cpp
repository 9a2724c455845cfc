// SPDX-License-Identifier: MIT
#include "agents/opencode.hpp"

#include "json/json_array.hpp"

#include <algorithm>
#include <array>

namespace libsync::transcripts {
namespace {

constexpr std::size_t k_version_1 = 0;  // of the sets of tables; the others are the second

// Another one when a row of the table was added to the session or changed.
std::string version_in(const std::string& table) {
  return "(SELECT COUNT(*) || ' ' || MAX(time_updated) FROM " + table + " WHERE session_id = s.id)";
}

std::string sessions_in(const std::string& table, const std::string& folder, const std::string& version) {
  return "SELECT s.id, s.id, s.parent_id, " + folder + ", s.time_created, s.parent_id IS NULL, 0, " + version +
         " FROM " + table + " s";
}

// When a session was moved, its folder is no longer the one that its first messages were written in.
Tables tables_of_2(std::string_view sessions) {
  const std::string first_folder =
      "COALESCE((SELECT CASE WHEN json_valid(data) THEN COALESCE(json_extract(data, '$.previous.directory'),"
      " json_extract(data, '$.previous.location.directory')) END FROM session_message"
      " WHERE session_id = s.id AND type = 'location-switched' ORDER BY rowid LIMIT 1), s.directory)";
  return {{{"session_message", {"id", "session_id", "type", "time_created", "time_updated", "data"}},
           {sessions, {"id", "parent_id", "directory", "time_created"}}},
          sessions_in(std::string{sessions}, first_folder, version_in("session_message")),
          "SELECT m.id, m.time_created, m.type, m.data FROM " + in_order("session_message", "time_created, rowid")};
}

Tables tables_of_1() {
  return {{{"message", {"id", "session_id", "time_created", "time_updated", "data"}},
           {"part", {"session_id", "message_id", "id", "time_updated", "data"}},
           {"session", {"id", "parent_id", "directory", "time_created"}}},
          sessions_in("session", "s.directory", version_in("message") + ", " + version_in("part")),
          "SELECT m.id, m.time_created, m.data, p.data FROM " + in_order("message", "time_created, id") +
              " LEFT JOIN part p ON p.message_id = m.id"};
}

// `{"created":1,"completed":2}`, and what else is called so.
void read_times(JsonCursor& cursor, MessageRow& message) {
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "start" || key == "end" || key == "created" || key == "ran" || key == "streamed" || key == "completed") {
      message.times.push_back(cursor.raw());
    } else {
      cursor.skip();
    }
  }
}

std::int64_t count(JsonCursor& cursor) {
  return std::max<std::int64_t>(cursor.integer().value_or(0), 0);
}

TokenCounts read_tokens(JsonCursor& cursor) {
  TokenCounts tokens;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "input") {
      tokens.input = count(cursor);
    } else if (key == "output" || key == "reasoning") {
      tokens.output += count(cursor);
    } else if (key == "cache" && cursor.enter_object()) {
      while (cursor.next_member()) {
        const bool reads = cursor.key() == "read";
        if (reads || cursor.key() == "write") {
          (reads ? tokens.cache_read : tokens.cache_creation) = count(cursor);
        } else {
          cursor.skip();
        }
      }
    } else if (key != "cache") {
      cursor.skip();
    }
  }
  return tokens;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> all) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

// What both versions have in the JSON of a message.
bool read_member(JsonCursor& cursor, std::string_view key, MessageRow& message) {
  if (key == "time") {
    if (cursor.enter_object()) read_times(cursor, message);
  } else if (key == "tokens") {
    if (cursor.enter_object()) message.record.tokens = read_tokens(cursor);
  } else {
    return false;
  }
  return true;
}

void read_message(std::string_view data, MessageRow& message) {
  JsonCursor cursor{data};
  std::string_view role;
  message.record.kind = Record::Kind::unknown;
  if (!cursor.enter_object()) return;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "role") {
      role = cursor.string().value_or("");
    } else if (!read_member(cursor, key, message)) {
      cursor.skip();
    }
  }
  message.broken = !cursor.ok();
  if (!is_one_of(role, {"user", "assistant"})) return;
  message.record.kind = Record::Kind::message;
  message.record.role = role;
  if (role == "assistant") message.typed = false;
}

// Of a version 1 message: a text that OpenCode put there is synthetic.
void read_part(std::string_view data, MessageRow& message) {
  JsonCursor cursor{data};
  std::string_view type;
  bool by_itself = false;
  if (!cursor.enter_object()) return;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "type") {
      type = cursor.string().value_or("");
    } else if (key == "synthetic" || key == "auto") {
      by_itself = cursor.boolean().value_or(false) || by_itself;
    } else if (key == "state") {
      if (!cursor.enter_object()) continue;
      while (cursor.next_member()) {
        const bool is_time = cursor.key() == "time" && cursor.enter_object();
        if (is_time) read_times(cursor, message);
        if (!is_time && cursor.key() != "time") cursor.skip();
      }
    } else if (key == "time") {
      if (cursor.enter_object()) read_times(cursor, message);
    } else {
      cursor.skip();
    }
  }
  message.broken = message.broken || !cursor.ok();
  if (message.typed) return;  // the agent's
  if (is_one_of(type, {"text", "file", "agent", "subtask", "compaction"})) message.typed = !by_itself;
}

// Of a version 2 message: what the agent said and did, each with its times.
void read_content(std::string_view content, MessageRow& message) {
  for_each_value(content, [&message](std::string_view value) {
    JsonCursor cursor{value};
    if (!cursor.enter_object()) return;
    while (cursor.next_member()) {
      if (cursor.key() != "time") {
        cursor.skip();
      } else if (cursor.enter_object()) {
        read_times(cursor, message);
      }
    }
  });
}

std::string_view read_location(JsonCursor& cursor) {
  std::string_view folder;
  while (cursor.next_member()) {
    if (cursor.key() == "directory") {
      folder = cursor.string().value_or("");
    } else {
      cursor.skip();
    }
  }
  return folder;
}

void read_message_of_2(std::string_view type, std::string_view data, MessageRow& message) {
  JsonCursor cursor{data};
  if (!cursor.enter_object()) {
    message.broken = true;
    return;
  }
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "content") {
      read_content(cursor.raw(), message);
    } else if (key == "location") {
      if (cursor.enter_object()) message.record.cwd = read_location(cursor);
    } else if (!read_member(cursor, key, message)) {
      cursor.skip();
    }
  }
  message.broken = !cursor.ok();
  if (type == "location-switched") {
    message.record.kind = Record::Kind::context;
  } else if (!is_one_of(type, {"idle", "agent-switched", "model-switched", "system", "synthetic"})) {
    message.record.kind = Record::Kind::message;
    message.record.cwd = {};
    message.record.role = type;
    message.typed = type == "user" || type == "shell";
  }
}

}  // namespace

std::vector<Root> OpenCode::usual_roots(const Surroundings& surroundings) const {
  std::vector<Root> roots;
  const auto data = surroundings.folder("XDG_DATA_HOME", ".local/share");
  if (!data.empty()) roots.push_back({.folder = data / "opencode", .origin = Root::Origin::assumed});
  const std::filesystem::path named = surroundings.value_of("OPENCODE_DB");
  const auto file = named.is_absolute() || data.empty() ? named : data / "opencode" / named;
  const bool is_found = file.parent_path() == data / "opencode" && session_key(file.filename().string()).has_value();
  if (!named.empty() && named != ":memory:" && file.is_absolute() && !is_found) {
    roots.push_back({.folder = file, .origin = Root::Origin::assumed});
  }
  return roots;
}

std::optional<std::string> OpenCode::session_key(std::string_view relative) const {
  if (!relative.ends_with(".db")) return std::nullopt;
  if (relative != "opencode.db" && !relative.starts_with("opencode-")) return std::nullopt;
  return "opencode/" + std::string{relative};
}

std::span<const Tables> OpenCode::tables() const {
  // Previews of version 2 had their messages beside the sessions of version 1.
  static const std::array<Tables, 3> tables{tables_of_1(), tables_of_2("session_v2"), tables_of_2("session")};
  return tables;
}

MessageRow OpenCode::read_row(std::size_t set, std::span<const std::string_view> row) const {
  MessageRow message;
  message.record.id = row[0];
  message.record.time = row[1];
  message.record.text = row[1];  // both versions have it alike, and copies as well
  if (set == k_version_1) {
    read_message(row[2], message);
    if (!row[3].empty()) read_part(row[3], message);
  } else {
    read_message_of_2(row[2], row[3], message);
  }
  return message;
}

}  // namespace libsync::transcripts
