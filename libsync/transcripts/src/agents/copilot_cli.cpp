// SPDX-License-Identifier: MIT
#include "agents/copilot_cli.hpp"

#include <algorithm>
#include <array>

namespace libsync::transcripts {
namespace {

// Kinds of events that are somebody's work. What the session does on its own (it starts, is told a mode, is compacted,
// shut down) is none: a terminal may be closed hours later.
constexpr std::array<std::string_view, 6> k_work{"user.", "assistant.", "tool.", "subagent.", "skill.", "abort"};
constexpr std::array<std::string_view, 3> k_context{"session.start", "session.resume", "session.context_changed"};

// How the kinds of all other events begin that are known: of a session in which nothing was said yet there may be some.
constexpr std::array<std::string_view, 18> k_no_work{
    "session",      "system.",        "hook.",       "permission.", "pending_messages.", "model.",
    "tool_search.", "external_tool.", "user_input.", "command",     "elicitation.",      "sampling.",
    "mcp",          "auto_mode",      "exit_plan",   "ui.",         "capabilities.",     "factory."};

struct Data {
  std::string_view cwd;      // of the data itself
  std::string_view context;  // that in its context
  std::string_view source;   // of a message of the user: who it is from, if not from a person
  bool is_continuation = false;
  bool is_detached = false;
  std::int64_t output_tokens = 0;
};

std::string_view read_cwd(JsonCursor& cursor) {
  std::string_view cwd;
  while (cursor.next_member()) {
    if (cursor.key() == "cwd") {
      cwd = cursor.string().value_or("");
    } else {
      cursor.skip();
    }
  }
  return cwd;
}

Data read_data(JsonCursor& cursor) {
  Data data;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "cwd") {
      data.cwd = cursor.string().value_or("");
    } else if (key == "context") {
      if (cursor.enter_object()) data.context = read_cwd(cursor);
    } else if (key == "source") {
      data.source = cursor.text().value_or("");
    } else if (key == "isAutopilotContinuation") {
      data.is_continuation = cursor.boolean().value_or(false);
    } else if (key == "detachedFromSpawningParentSessionId") {
      data.is_detached = !cursor.text().value_or("").empty();
    } else if (key == "outputTokens") {
      data.output_tokens = cursor.count();
    } else {
      cursor.skip();
    }
  }
  return data;
}

template <std::size_t Count>
bool begins_like(std::string_view type, const std::array<std::string_view, Count>& kinds) {
  return std::ranges::any_of(kinds, [&](std::string_view kind) { return type.starts_with(kind); });
}

void judge(std::string_view type, const Data& data, bool of_sub_agent, Record& record) {
  if (begins_like(type, k_work)) {
    record.kind = Record::Kind::message;
    record.typed = type == "user.message" && !of_sub_agent && !data.is_continuation &&
                   (data.source.empty() || data.source == "user");
    record.role = type;
    if (data.output_tokens > 0) record.tokens = TokenCounts{.output = data.output_tokens};
  } else if (std::ranges::find(k_context, type) != k_context.end()) {
    record.kind = type == "session.start" ? Record::Kind::origin : Record::Kind::context;
    record.helper = data.is_detached;
    record.cwd = data.context.empty() ? data.cwd : data.context;
  } else if (!begins_like(type, k_no_work)) {
    record.kind = Record::Kind::unknown;
  }
}

// A scalar of YAML as it stands behind its key.
std::string scalar_of(std::string_view text) {
  constexpr std::string_view k_blanks = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(k_blanks), text.size()));
  text = text.substr(0, text.find_last_not_of(k_blanks) + 1);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return unescape(text.substr(1, text.size() - 2));
  if (text.size() < 2 || text.front() != '\'' || text.back() != '\'') return std::string{text};
  std::string plain{text.substr(1, text.size() - 2)};
  for (auto at = plain.find("''"); at != std::string::npos; at = plain.find("''", at + 1)) plain.erase(at, 1);
  return plain;
}

}  // namespace

std::vector<Root> CopilotCli::usual_roots(const Surroundings& surroundings) const {
  std::vector<Root> roots;
  const auto add = [&roots](const std::filesystem::path& home) {
    if (!home.empty()) roots.push_back({.folder = home / "session-state", .origin = Root::Origin::assumed});
  };
  add(surroundings.folder("COPILOT_HOME", ".copilot"));
  if (const std::filesystem::path state = surroundings.value_of("XDG_STATE_HOME"); state.is_absolute()) {
    add(state / ".copilot");
  }
  return roots;
}

std::optional<std::string> CopilotCli::session_key(std::string_view relative) const {
  constexpr std::string_view k_inside = "/events.jsonl";
  constexpr std::string_view k_alone = ".jsonl";
  const auto session = relative.substr(0, relative.find('/'));
  if (relative.substr(session.size()) == k_inside) return "copilot-cli/" + std::string{session};
  if (session.size() < relative.size() || !session.ends_with(k_alone)) return std::nullopt;
  return "copilot-cli/" + std::string{session.substr(0, session.size() - k_alone.size())};
}

Background CopilotCli::background(const std::string& path, const SmallFiles& files) const {
  Background known = Agent::background(path, files);
  const auto text = files(path.substr(0, path.rfind('/') + 1).append("workspace.yaml"));
  if (text) known.folder = folder_in_yaml(*text);
  return known;
}

std::string folder_in_yaml(std::string_view text) {
  constexpr std::string_view k_key = "cwd:";
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.starts_with(k_key)) return scalar_of(line.substr(k_key.size()));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return "";
}

Record CopilotCli::read(JsonCursor& cursor) const {
  Record record;
  std::string_view type;
  Data data;
  bool of_sub_agent = false;
  if (!cursor.enter_object()) return record;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    if (key == "type") {
      type = cursor.text().value_or("");
    } else if (key == "id") {
      record.id = cursor.text().value_or("");
    } else if (key == "timestamp") {
      record.time = cursor.scalar().value_or("");
    } else if (key == "agentId") {
      of_sub_agent = !cursor.text().value_or("").empty();
    } else if (key == "data") {
      const char* const start = cursor.position();
      if (cursor.enter_object()) data = read_data(cursor);
      if (!cursor.ok()) break;
      record.text = {start, static_cast<std::size_t>(cursor.position() - start)};
      record.text.remove_prefix(std::min(record.text.find_first_not_of(" \t"), record.text.size()));
    } else {
      cursor.skip();
    }
  }
  record.whole = !record.time.empty() && !type.empty();
  judge(type, data, of_sub_agent, record);
  return record;
}

}  // namespace libsync::transcripts
