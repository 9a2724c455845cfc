// SPDX-License-Identifier: MIT
#include "agents/codex.hpp"

#include <algorithm>

namespace libsync::transcripts {
namespace {

struct Payload {
  std::string_view type;
  std::string_view cwd;
  std::optional<TokenCounts> tokens;
  bool subagent = false;
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

Payload read_payload(JsonCursor& cursor) {
  Payload payload;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "type") {
      payload.type = cursor.text().value_or("");
    } else if (key == "cwd") {
      payload.cwd = cursor.string().value_or("");
    } else if (key == "source") {
      if (cursor.enter_object()) payload.subagent = names_subagent(cursor);
    } else if (key == "info") {
      if (cursor.enter_object()) payload.tokens = read_total(cursor);
    } else {
      cursor.skip();
    }
  }
  return payload;
}

}  // namespace

std::optional<std::string> Codex::session_key(std::string_view relative) const {
  const auto slash = relative.rfind('/');
  const auto name = slash == std::string_view::npos ? relative : relative.substr(slash + 1);
  if (!name.starts_with("rollout-") || !name.ends_with(".jsonl")) return std::nullopt;
  return "codex/" + std::string{name};  // without the folders: archiving moves the file
}

Record Codex::read(JsonCursor& cursor) const {
  Record record;
  std::string_view type;
  Payload payload;
  if (!cursor.enter_object()) return record;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "type") {
      type = cursor.text().value_or("");
    } else if (key == "timestamp") {
      record.time = cursor.text().value_or("");
    } else if (key == "payload") {
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
    if (payload.type == "token_count" && payload.tokens) {
      record.tokens = payload.tokens;
      record.response = "total";  // running totals: all of one answer, of which the largest counts
    }
  }
  return record;
}

}  // namespace libsync::transcripts
