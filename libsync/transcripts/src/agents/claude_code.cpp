// SPDX-License-Identifier: MIT
#include "agents/claude_code.hpp"

#include <algorithm>

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
    } else {
      cursor.skip();
    }
  }
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
  bool meta = false;
  if (!cursor.enter_object()) return record;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (std::string_view* const text = text_member(record, type, key)) {
      *text = (text == &record.cwd ? cursor.string() : cursor.text()).value_or("");
    } else if (key == "isMeta") {
      meta = cursor.boolean().value_or(false);
    } else if (key == "message") {
      if (cursor.enter_object()) read_message(cursor, record);
    } else {
      cursor.skip();
    }
  }
  if (type == "user" || type == "assistant") record.kind = meta ? Record::Kind::note : Record::Kind::message;
  record.whole = !record.cwd.empty();
  return record;
}

}  // namespace libsync::transcripts
