// SPDX-License-Identifier: MIT
#include "agents/claude_code.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace libsync::transcripts {
namespace {

TokenCounts read_usage(JsonCursor& cursor) {
  TokenCounts tokens;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    std::int64_t* const count = key == "input_tokens"                  ? &tokens.input
                                : key == "output_tokens"               ? &tokens.output
                                : key == "cache_creation_input_tokens" ? &tokens.cache_creation
                                : key == "cache_read_input_tokens"     ? &tokens.cache_read
                                                                       : nullptr;
    if (count != nullptr) {
      *count = std::max<std::int64_t>(cursor.integer().value_or(0), 0);
    } else {
      cursor.skip();
    }
  }
  return tokens;
}

void read_message(JsonCursor& cursor, Record& record) {
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "id") {
      record.response = cursor.text().value_or("");
    } else if (key == "usage") {
      if (cursor.enter_object()) record.tokens = read_usage(cursor);
    } else if (key == "content") {
      record.text = cursor.raw();
    } else {
      cursor.skip();
    }
  }
}

// What a line says about who wrote it, beside its type.
struct Author {
  bool meta = false;
  bool tool_result = false;
  bool summary = false;     // of what was compacted
  bool on_its_own = false;  // a session in the background, or a helper's
  std::string_view origin;  // of the message, else of the turn
  std::string_view prompt;  // where the prompt came from
};

std::string_view read_origin(JsonCursor& cursor) {
  std::string_view kind;
  while (cursor.next_member()) {
    if (cursor.key() == "kind") {
      kind = cursor.text().value_or("");
    } else {
      cursor.skip();
    }
  }
  return kind;
}

// Whether the member was one about the author, and was read.
bool read_author(JsonCursor& cursor, std::string_view key, Author& author) {
  if (key == "isMeta") {
    author.meta = cursor.boolean().value_or(false);
  } else if (key == "isSidechain") {
    author.on_its_own = cursor.boolean().value_or(false) || author.on_its_own;
  } else if (key == "sessionKind") {
    author.on_its_own = cursor.text().value_or("") == "bg" || author.on_its_own;
  } else if (key == "isCompactSummary") {
    author.summary = cursor.boolean().value_or(false);
  } else if (key == "toolUseResult") {
    author.tool_result = true;
    cursor.skip();
  } else if (key == "promptSource") {
    author.prompt = cursor.text().value_or("");
  } else if (key == "turnOrigin") {
    const auto origin = cursor.text().value_or("");
    if (author.origin.empty()) author.origin = origin;
  } else if (key == "origin") {
    if (cursor.enter_object()) author.origin = read_origin(cursor);
  } else {
    return false;
  }
  return true;
}

// Whether the content of a message is an array that begins with the result of a tool.
bool is_tool_result(std::string_view content) {
  if (!content.starts_with('[')) return false;
  JsonCursor cursor{content.substr(1)};
  if (!cursor.enter_object()) return false;
  while (cursor.next_member()) {
    if (cursor.key() == "type") return cursor.text() == "tool_result";
    cursor.skip();
  }
  return false;
}

// The agent's own word counts, where there is one; else what it does not call its own.
bool is_typed(const Author& author, std::string_view content) {
  if (author.meta || author.tool_result || author.summary || is_tool_result(content)) return false;
  if (!author.origin.empty()) return author.origin == "human";
  if (!author.prompt.empty()) return author.prompt == "typed" || author.prompt == "queued";
  return !author.on_its_own;
}

// Kinds without a message, of lines with a time. There are many without one: titles, states, copies of files.
constexpr std::array<std::string_view, 4> k_known{"progress", "system", "attachment", "queue-operation"};

bool is_known(std::string_view type, std::string_view time) {
  return !type.empty() && (time.empty() || std::find(k_known.begin(), k_known.end(), type) != k_known.end());
}

// Where the text of that member goes; null for all others, most of which their length tells apart.
std::string_view* text_member(Record& record, std::string_view& type, std::string_view key) {
  switch (key.size()) {
    case 3:
      return key == "cwd" ? &record.cwd : nullptr;
    case 4:
      return key == "type" ? &type : key == "uuid" ? &record.id : nullptr;
    case 9:
      return key == "timestamp"   ? &record.time
             : key == "sessionId" ? &record.session
             : key == "requestId" ? &record.request
                                  : nullptr;
    default:
      return nullptr;
  }
}

}  // namespace

std::vector<Root> ClaudeCode::usual_roots(const Surroundings& surroundings) const {
  std::vector<Root> roots;
  const std::string told = surroundings.value_of("CLAUDE_CONFIG_DIR");
  for (std::string_view rest = told; !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    if (comma > 0) roots.push_back({.folder = std::filesystem::path{rest.substr(0, comma)} / "projects"});
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (!told.empty()) return roots;
  for (const auto& [folder, below] :
       {std::pair{surroundings.folder("", ".claude"), "projects"},
        std::pair{surroundings.folder("XDG_CONFIG_HOME", ".config"), "claude/projects"}}) {
    if (!folder.empty()) roots.push_back({.folder = folder / below, .origin = Root::Origin::assumed});
  }
  return roots;
}

std::optional<std::string> ClaudeCode::session_key(std::string_view relative) const {
  const auto slash = relative.find('/');
  if (slash == std::string_view::npos || relative.find('/', slash + 1) != std::string_view::npos) return std::nullopt;
  const auto name = relative.substr(slash + 1);
  if (name.starts_with("agent-") || !name.ends_with(".jsonl")) return std::nullopt;
  return std::string{relative};
}

Record ClaudeCode::read(JsonCursor& cursor) const {
  Record record;
  std::string_view type;
  Author author;
  if (!cursor.enter_object()) return record;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (std::string_view* const text = text_member(record, type, key)) {
      const auto value = text == &record.cwd ? cursor.string() : text == &record.time ? cursor.scalar() : cursor.text();
      *text = value.value_or("");
    } else if (key == "message") {
      if (cursor.enter_object()) read_message(cursor, record);
    } else if (!read_author(cursor, key, author)) {
      cursor.skip();
    }
  }
  if (type == "user" || type == "assistant") {
    record.kind = author.meta ? Record::Kind::note : Record::Kind::message;
    record.typed = type == "user" && is_typed(author, record.text);
    record.role = type;
  } else if (!is_known(type, record.time)) {
    record.kind = Record::Kind::unknown;
  }
  record.whole = !record.cwd.empty();
  return record;
}

}  // namespace libsync::transcripts
