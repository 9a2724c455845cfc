// SPDX-License-Identifier: MIT
#include "agents/gemini_cli.hpp"

#include "agents/one_of.hpp"
#include "agents/sha256.hpp"
#include "json/text_hash.hpp"

#include <algorithm>
#include <array>

namespace libsync::transcripts {
namespace {

constexpr std::string_view k_chats = "/chats/";

// A session's id is a UUID; its files and its messages to others have the beginning of it.
constexpr std::size_t k_short_id = 8;
constexpr std::size_t k_before_id = std::string_view{"session-2026-02-02T08-00-"}.size();

constexpr std::int64_t k_most_tokens = std::int64_t{1} << 40U;  // more than anybody pays for

// Members of a session, and of what a journal does to one.
constexpr std::array<std::string_view, 12> k_around_messages{
    "sessionId", "projectHash", "startTime", "lastUpdated",      "messages",  "summary",
    "kind",      "directories", "$set",      "memoryScratchpad", "$rewindTo", "activeExtensionName"};

bool is_session_file(std::string_view name) {
  return name.ends_with(".json") || name.ends_with(".jsonl");
}

std::string key_of(std::string_view id) {
  return "gemini/" + std::string{id.substr(0, k_short_id)};
}

// What stands behind `chats/` in a path; nothing when that is no folder of it.
std::optional<std::string_view> behind_chats(std::string_view path) {
  const auto chats = path.rfind(k_chats);
  return chats == std::string_view::npos ? std::nullopt : std::optional{path.substr(chats + k_chats.size())};
}

// The session that the file below `chats` is of, or works for.
std::optional<std::string> key_below_chats(std::string_view relative) {
  const auto slash = relative.find('/');
  if (slash != std::string_view::npos) {
    const bool is_deeper = relative.find('/', slash + 1) != std::string_view::npos;
    return is_deeper || !is_session_file(relative) ? std::nullopt : std::optional{key_of(relative.substr(0, slash))};
  }
  if (!relative.starts_with("session-") || !is_session_file(relative)) return std::nullopt;
  relative = relative.substr(0, relative.rfind('.'));
  const bool is_usual = relative.size() > k_before_id && relative[k_before_id - 1] == '-';
  return key_of(relative.substr(is_usual ? k_before_id : relative.rfind('-') + 1));
}

TokenCounts read_tokens(JsonCursor& cursor) {
  TokenCounts tokens;
  std::int64_t thoughts = 0;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    std::int64_t* const count = key == "input"      ? &tokens.input
                                : key == "output"   ? &tokens.output
                                : key == "cached"   ? &tokens.cache_read
                                : key == "thoughts" ? &thoughts
                                                    : nullptr;
    if (count != nullptr) {
      *count = std::clamp<std::int64_t>(cursor.integer().value_or(0), 0, k_most_tokens);
    } else {
      cursor.skip();
    }
  }
  tokens.input = std::max<std::int64_t>(tokens.input - tokens.cache_read, 0);  // cached ones are in both
  tokens.output += thoughts;
  return tokens;
}

// What the agent says in the user's place begins with one of these.
bool is_of_agent(std::string_view content) {
  constexpr std::array<std::string_view, 3> k_marks{"\"functionResponse\"", "<session_context>", "<state_snapshot>"};
  constexpr std::size_t k_beginning = 48;
  const auto beginning = content.substr(0, k_beginning);
  return std::ranges::any_of(k_marks, [&](auto mark) { return beginning.find(mark) != std::string_view::npos; });
}

// The folder that a file of folders with some text for each has under a text that `is_wanted`.
template <class IsWanted>
std::string find_folder(JsonCursor& cursor, IsWanted&& is_wanted) {
  std::string found;
  while (cursor.next_member()) {
    const std::string folder{cursor.key()};
    if (is_wanted(folder, cursor.text().value_or(""))) found = folder;
  }
  return found;
}

std::string folder_of(const std::string& project, const SmallFiles& files) {
  if (auto root = files(project + "/.project_root")) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    root->erase(std::find_if_not(root->rbegin(), root->rend(), is_blank).base(), root->end());
    if (!root->empty()) return *root;
  }
  const auto slash = project.rfind('/');
  const auto above = slash == std::string::npos || slash == 0 ? slash : project.rfind('/', slash - 1);
  if (above == std::string::npos) return "";
  const std::string name = project.substr(slash + 1);
  const auto is_wanted = [&](const std::string& folder, std::string_view slug) {
    return slug == name || sha256_hex(folder) == name;
  };
  const auto projects = files(project.substr(0, above) + "/projects.json");
  if (projects) {
    JsonCursor cursor{*projects};
    if (!cursor.enter_object()) return "";
    while (cursor.next_member()) {
      if (cursor.key() != "projects") {
        cursor.skip();
      } else if (cursor.enter_object()) {
        if (auto folder = find_folder(cursor, is_wanted); !folder.empty()) return folder;
      }
    }
  }
  const auto trusted = files(project.substr(0, above) + "/trustedFolders.json");
  if (!trusted) return "";
  JsonCursor cursor{*trusted};
  return cursor.enter_object() ? find_folder(cursor, is_wanted) : "";
}

}  // namespace

std::vector<Root> GeminiCli::usual_roots(const Surroundings& surroundings) const {
  const auto home = surroundings.folder("GEMINI_CLI_HOME", "");
  if (home.empty()) return {};
  return {{.folder = home / ".gemini" / "tmp", .origin = Root::Origin::possible}};
}

bool GeminiCli::enters(std::string_view relative) const {
  const auto slash = relative.find('/');
  return slash == std::string_view::npos || (std::string{relative.substr(slash)} + "/").starts_with(k_chats);
}

std::optional<std::string> GeminiCli::session_key(std::string_view relative) const {
  const auto slash = relative.find('/');
  if (slash == std::string_view::npos || !relative.substr(slash).starts_with(k_chats)) return std::nullopt;
  return key_below_chats(relative.substr(slash + k_chats.size()));
}

const RecordArrays* GeminiCli::records(std::string_view path) const {
  static const RecordArrays document{RecordArrays::Text::document, {{"messages"}, {"$set", "messages"}}};
  static const RecordArrays journal{RecordArrays::Text::journal, {{"messages"}, {"$set", "messages"}}};
  return path.ends_with("l") ? &journal : &document;
}

Background GeminiCli::background(const std::string& path, const SmallFiles& files) const {
  Background known = Agent::background(path, files);
  const auto below = behind_chats(path);
  if (!below) return known;
  known.nobody_types = below->find('/') != std::string_view::npos;
  if (known.nobody_types) known.part_of = key_below_chats(*below).value_or("");
  known.folder = folder_of(path.substr(0, path.size() - below->size() - k_chats.size()), files);
  return known;
}

Record GeminiCli::read(JsonCursor& cursor) const {
  Record record;
  std::string_view type;
  std::string_view kind;
  std::string_view id;
  std::string_view content;
  std::string_view tools;
  std::string_view thoughts;
  OneOf around{k_around_messages};
  if (!cursor.enter_object()) return record;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    around.see(key);
    if (key == "id") {
      id = cursor.text().value_or("");
    } else if (key == "type") {
      type = cursor.text().value_or("");
    } else if (key == "kind") {
      kind = cursor.text().value_or("");
    } else if (key == "timestamp") {
      record.time = cursor.scalar().value_or("");
    } else if (key == "content") {
      content = cursor.raw();
    } else if (key == "toolCalls") {
      tools = cursor.raw();
    } else if (key == "thoughts") {
      thoughts = cursor.raw();
    } else if (key == "tokens") {
      if (cursor.enter_object()) record.tokens = read_tokens(cursor);
    } else if (key == "$set") {
      if (!cursor.enter_object()) continue;
      while (cursor.next_member()) around.skip(cursor);
    } else {
      around.skip(cursor);
    }
  }
  record.whole = !id.empty() && !type.empty();
  if (type == "user" || type == "gemini") {
    record.kind = Record::Kind::message;
    record.typed = type == "user" && !is_of_agent(content);
    record.role = type;
    record.content = hash_of(id);
    record.steps = {thoughts, tools};
  } else if (type == "info" || type == "warning" || type == "error") {
    record.kind = Record::Kind::note;
  } else if (kind == "subagent") {
    record.kind = Record::Kind::origin;
    record.helper = true;
  } else if (around.saw_unknown()) {
    record.kind = Record::Kind::unknown;
  }
  return record;
}

}  // namespace libsync::transcripts
