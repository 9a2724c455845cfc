// SPDX-License-Identifier: MIT
#include "agents/qwen_code.hpp"

#include "json/text_hash.hpp"

#include <algorithm>

namespace libsync::transcripts {
namespace {

TokenCounts read_usage(JsonCursor& cursor) {
  std::int64_t prompt = 0;  // with what was cached
  std::int64_t cached = 0;
  std::int64_t answer = 0;
  std::int64_t thoughts = 0;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    std::int64_t* const count = key == "promptTokenCount"          ? &prompt
                                : key == "cachedContentTokenCount" ? &cached
                                : key == "candidatesTokenCount"    ? &answer
                                : key == "thoughtsTokenCount"      ? &thoughts
                                                                   : nullptr;
    if (count != nullptr) {
      *count = cursor.count();
    } else {
      cursor.skip();
    }
  }
  return {.input = std::max<std::int64_t>(prompt - cached, 0), .output = answer + thoughts, .cache_read = cached};
}

// What a line says about who wrote it, beside its type.
struct Author {
  std::string_view subtype;
  std::string_view provenance;
  std::string_view forked_from;  // the session that the line was copied from
  bool on_its_own = false;       // a sub-agent's
};

std::string_view read_session(JsonCursor& cursor) {
  std::string_view session;
  while (cursor.next_member()) {
    if (cursor.key() == "sessionId") {
      session = cursor.text().value_or("");
    } else {
      cursor.skip();
    }
  }
  return session;
}

// Whether the member was one about the author, and was read.
bool read_author(JsonCursor& cursor, std::string_view key, Author& author) {
  if (key == "subtype") {
    author.subtype = cursor.text().value_or("");
  } else if (key == "provenance") {
    author.provenance = cursor.text().value_or("");
  } else if (key == "isSidechain") {
    author.on_its_own = cursor.boolean().value_or(false);
  } else if (key == "forkedFrom") {
    if (cursor.enter_object()) author.forked_from = read_session(cursor);
  } else {
    return false;
  }
  return true;
}

// Older versions do not say where a message is from; what a timer or a background task said has a subtype there.
bool is_typed(const Author& author) {
  if (author.on_its_own) return false;
  if (!author.provenance.empty()) return author.provenance == "real_user";
  return author.subtype.empty() || author.subtype == "mid_turn_user_message";
}

}  // namespace

std::vector<Root> QwenCode::usual_roots(const Surroundings& surroundings) const {
  const bool is_apart = !surroundings.value_of("QWEN_RUNTIME_DIR").empty();
  const auto home = surroundings.folder(is_apart ? "QWEN_RUNTIME_DIR" : "QWEN_HOME", ".qwen");
  if (home.empty()) return {};
  return {{.folder = home / "projects", .origin = Root::Origin::assumed}};
}

bool QwenCode::enters(std::string_view relative) const {
  return relative.find('/') == std::string_view::npos || relative.ends_with("/chats");
}

std::optional<std::string> QwenCode::session_key(std::string_view relative) const {
  const auto slash = relative.rfind('/');
  if (slash == std::string_view::npos || !relative.ends_with(".jsonl")) return std::nullopt;
  const auto folder = relative.substr(0, slash);
  if (!folder.ends_with("/chats") || folder.find('/') + 6 != folder.size()) return std::nullopt;
  return "qwen-code/" + std::string{relative.substr(slash + 1)};
}

Record QwenCode::read(JsonCursor& cursor) const {
  Record record;
  std::string_view type;
  std::string_view uuid;
  Author author;
  if (!cursor.enter_object()) return record;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "type") {
      type = cursor.text().value_or("");
    } else if (key == "uuid") {
      uuid = cursor.text().value_or("");
    } else if (key == "timestamp") {
      record.time = cursor.scalar().value_or("");
    } else if (key == "cwd") {
      record.cwd = cursor.string().value_or("");
    } else if (key == "sessionId") {
      record.session = cursor.text().value_or("");
    } else if (key == "usageMetadata") {
      if (cursor.enter_object()) record.tokens = read_usage(cursor);
    } else if (key == "message") {
      record.text = cursor.raw();
    } else if (!read_author(cursor, key, author)) {
      cursor.skip();
    }
  }
  record.whole = !record.cwd.empty();
  if (type == "user" || type == "assistant" || type == "tool_result") {
    record.kind = Record::Kind::message;
    record.typed = type == "user" && is_typed(author);
    record.role = type;
    if (!uuid.empty()) {
      record.content = hash_of(uuid);
      record.text = {};
    }
    if (!author.forked_from.empty()) record.session = author.forked_from;
  } else if (type != "system") {
    record.kind = Record::Kind::unknown;
  }
  return record;
}

}  // namespace libsync::transcripts
