// SPDX-License-Identifier: MIT
#include "agents/codex.hpp"

#include "json/text_hash.hpp"

#include <algorithm>
#include <array>

namespace libsync::transcripts {
namespace {

// Kinds of lines without a message.
constexpr std::array<std::string_view, 2> k_known{"compacted", "world_state"};

struct Payload {
  std::string_view type;
  std::string_view role;
  std::string_view item;  // the type of the item that was completed
  std::string_view cwd;
  std::optional<TokenCounts> tokens;
  bool subagent = false;
  std::uint64_t content = 0;  // of all members, in whatever order they come
};

bool names_subagent(JsonCursor& cursor) {
  bool found = false;
  while (cursor.next_member()) {
    found = found || cursor.key() == "subagent";
    cursor.skip();
  }
  return found;
}

TokenCounts read_counts(JsonCursor& cursor) {
  TokenCounts tokens;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    std::int64_t* const count = key == "input_tokens"          ? &tokens.input
                                : key == "output_tokens"       ? &tokens.output
                                : key == "cached_input_tokens" ? &tokens.cache_read
                                                               : nullptr;
    if (count != nullptr) {
      *count = std::max<std::int64_t>(cursor.integer().value_or(0), 0);
    } else {
      cursor.skip();
    }
  }
  tokens.input = std::max<std::int64_t>(tokens.input - tokens.cache_read, 0);  // Codex counts cached ones in both
  return tokens;
}

std::optional<TokenCounts> read_total(JsonCursor& cursor) {
  std::optional<TokenCounts> total;
  while (cursor.next_member()) {
    if (cursor.key() != "total_token_usage") {
      cursor.skip();
    } else if (cursor.enter_object()) {
      total = read_counts(cursor);
    }
  }
  return total;
}

std::string_view read_type(JsonCursor& cursor) {
  std::string_view type;
  while (cursor.next_member()) {
    if (cursor.key() == "type") {
      type = cursor.text().value_or("");
    } else {
      cursor.skip();
    }
  }
  return type;
}

void read_member(JsonCursor& cursor, std::string_view key, Payload& payload) {
  if (key == "type") {
    payload.type = cursor.text().value_or("");
  } else if (key == "role") {
    payload.role = cursor.text().value_or("");
  } else if (key == "cwd") {
    payload.cwd = cursor.string().value_or("");
  } else if (key == "source") {
    if (cursor.enter_object()) payload.subagent = names_subagent(cursor);
  } else if (key == "info") {
    if (cursor.enter_object()) payload.tokens = read_total(cursor);
  } else if (key == "item") {
    if (cursor.enter_object()) payload.item = read_type(cursor);
  } else {
    cursor.skip();
  }
}

Payload read_payload(JsonCursor& cursor) {
  Payload payload;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    const std::uint64_t name = hash_of(key);
    const char* const start = cursor.position();
    read_member(cursor, key, payload);
    if (!cursor.ok()) break;
    std::string_view value{start, static_cast<std::size_t>(cursor.position() - start)};
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    payload.content += hash_of_ends(value) ^ name;
  }
  return payload;
}

// Versions of Codex tell in different ways that a person said something.
bool is_typed(std::string_view type, const Payload& payload) {
  if (type == "response_item") return payload.type == "message" && payload.role == "user";
  return payload.type == "user_message" || (payload.type == "item_completed" && payload.item == "UserMessage");
}

}  // namespace

std::vector<Root> Codex::usual_roots(const Surroundings& surroundings) const {
  const auto home = surroundings.folder("CODEX_HOME", ".codex");
  if (home.empty()) return {};
  return {{.folder = home / "sessions", .origin = Root::Origin::assumed},
          {.folder = home / "archived_sessions", .origin = Root::Origin::assumed}};
}

std::optional<std::string> Codex::session_key(std::string_view relative) const {
  const auto slash = relative.rfind('/');
  auto name = slash == std::string_view::npos ? relative : relative.substr(slash + 1);
  if (name.ends_with(k_compressed)) name.remove_suffix(k_compressed.size());
  if (!name.starts_with("rollout-") || !name.ends_with(".jsonl")) return std::nullopt;
  return "codex/" + std::string{name};  // without the folders: archiving moves the file
}

Record Codex::read(JsonCursor& cursor) const {
  Record record;
  std::string_view type;
  Payload payload;
  bool has_payload = false;
  if (!cursor.enter_object()) return record;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "type") {
      type = cursor.text().value_or("");
    } else if (key == "timestamp") {
      record.time = cursor.scalar().value_or("");
    } else if (key == "payload") {
      has_payload = true;
      if (cursor.enter_object()) payload = read_payload(cursor);
    } else {
      cursor.skip();
    }
  }
  record.whole = !record.time.empty();
  if (type == "session_meta" || type == "turn_context") {
    record.kind = type == "session_meta" ? Record::Kind::origin : Record::Kind::context;
    record.helper = payload.subagent;
    record.cwd = payload.cwd;
  } else if (type == "response_item" || type == "event_msg") {
    record.kind = Record::Kind::message;
    record.typed = is_typed(type, payload);
    record.role = type;
    record.content = payload.content;
    if (payload.type == "token_count" && payload.tokens) {
      record.tokens = payload.tokens;
      record.response = "total";  // running totals: all of one answer, of which the largest counts
    }
  } else if (!type.empty() && !has_payload && record.time.empty()) {
    record.kind = Record::Kind::untimed;  // in 2025 its lines were the bare items
  } else if (std::find(k_known.begin(), k_known.end(), type) == k_known.end()) {
    record.kind = Record::Kind::unknown;
  }
  return record;
}

}  // namespace libsync::transcripts
