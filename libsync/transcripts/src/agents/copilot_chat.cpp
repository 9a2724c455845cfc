// SPDX-License-Identifier: MIT
#include "agents/copilot_chat.hpp"

#include "agents/editors.hpp"
#include "agents/one_of.hpp"
#include "json/text_hash.hpp"

#include <array>
#include <charconv>

namespace libsync::transcripts {
namespace {

constexpr std::string_view k_sessions = "/chatSessions";

// Members of a session, of a change to one, of a part of an answer, and of a place that is selected in a text.
constexpr std::array<std::string_view, 17> k_around_requests{"version",
                                                             "requests",
                                                             "sessionId",
                                                             "creationDate",
                                                             "lastMessageDate",
                                                             "customTitle",
                                                             "responderUsername",
                                                             "inputState",
                                                             "initialLocation",
                                                             "hasPendingEdits",
                                                             "isImported",
                                                             "pendingRequests",
                                                             "kind",
                                                             "v",
                                                             "i",
                                                             "value",
                                                             "startLineNumber"};

constexpr std::int64_t k_whole = 0;  // kind of the line of a journal that has all of a session

// Of a request, or of one value of it.
struct Request {
  std::string_view id;
  std::string_view time;
  std::string_view completed;  // when the answer was
  std::int64_t elapsed = 0;    // ms until then, in older versions
  std::string_view rounds;     // of tools that were called, a list
  bool has_message = false;
};

std::string_view read_scalar(JsonCursor& cursor, std::string_view name) {
  std::string_view found;
  while (cursor.next_member()) {
    if (cursor.key() == name) {
      found = cursor.scalar().value_or("");
    } else {
      cursor.skip();
    }
  }
  return found;
}

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number > 0 ? number : 0;
}

void read_metadata(JsonCursor& cursor, Request& request) {
  while (cursor.next_member()) {
    if (cursor.key() == "toolCallRounds") {
      request.rounds = cursor.raw();
    } else {
      cursor.skip();
    }
  }
}

void read_result(JsonCursor& cursor, Request& request) {
  while (cursor.next_member()) {
    if (cursor.key() == "timings") {
      if (cursor.enter_object()) request.elapsed = number_of(read_scalar(cursor, "totalElapsed"));
    } else if (cursor.key() == "metadata") {
      if (cursor.enter_object()) read_metadata(cursor, request);
    } else {
      cursor.skip();
    }
  }
}

// Whether the member was one of a request, and was read.
bool read_member(JsonCursor& cursor, std::string_view key, Request& request) {
  if (key == "requestId") {
    request.id = cursor.text().value_or("");
  } else if (key == "message") {
    request.has_message = true;
    cursor.skip();
  } else if (key == "timestamp") {
    request.time = cursor.scalar().value_or("");
  } else if (key == "completedAt") {
    request.completed = cursor.scalar().value_or("");
  } else if (key == "modelState") {
    if (cursor.enter_object()) request.completed = read_scalar(cursor, "completedAt");
  } else if (key == "result") {
    if (cursor.enter_object()) read_result(cursor, request);
  } else if (key == "metadata") {  // of a result that is set apart
    if (cursor.enter_object()) read_metadata(cursor, request);
  } else {
    return false;
  }
  return true;
}

// What stands in a journal in place of something: a session, a request or its state.
void read_value(JsonCursor& cursor, bool is_session, Request& request, OneOf& around) {
  while (cursor.next_member()) {
    if (read_member(cursor, cursor.key(), request)) continue;
    if (is_session) {
      around.skip(cursor);
    } else {
      cursor.skip();
    }
  }
}

// How long it took until the answer was complete.
milliseconds answer_of(const Request& request) {
  const std::int64_t asked = number_of(request.time);
  const std::int64_t completed = number_of(request.completed);
  if (completed > asked && asked > 0) return milliseconds{completed - asked};
  return milliseconds{completed == 0 ? request.elapsed : 0};
}

std::string folder_of_workspace(const std::string& json) {
  JsonCursor cursor{json};
  std::string folder;
  if (!cursor.enter_object()) return folder;
  while (cursor.next_member()) {
    const bool is_folder = cursor.key() == "folder";
    if (!is_folder && cursor.key() != "workspace") {
      cursor.skip();
      continue;
    }
    folder = folder_of_uri(cursor.text().value_or(""));
    if (is_folder || folder.empty()) continue;
    // The file of a workspace of several folders lies above them, unless it was never given a place.
    folder = folder.ends_with("/workspace.json") ? "" : folder.substr(0, folder.rfind('/'));
  }
  return folder;
}

}  // namespace

std::vector<Root> CopilotChat::usual_roots(const Surroundings& surroundings) const {
  auto roots = in_editors(surroundings, "workspaceStorage");
  for (const auto* apart : {"globalStorage/emptyWindowChatSessions", "globalStorage/transferredChatSessions"}) {
    for (auto& root : in_editors(surroundings, apart)) roots.push_back(std::move(root));
  }
  return roots;
}

bool CopilotChat::enters(std::string_view relative) const {
  const auto slash = relative.find('/');
  return slash == std::string_view::npos || relative.substr(slash) == k_sessions;
}

std::optional<std::string> CopilotChat::session_key(std::string_view relative) const {
  const auto slash = relative.rfind('/');
  const bool is_apart = slash == std::string_view::npos;
  if (!is_apart && !relative.substr(0, slash).ends_with(k_sessions)) return std::nullopt;
  const auto name = is_apart ? relative : relative.substr(slash + 1);
  if (!name.ends_with(".json") && !name.ends_with(".jsonl")) return std::nullopt;
  return "copilot-chat/" + std::string{name.substr(0, name.rfind('.'))};
}

const RecordArrays* CopilotChat::records(std::string_view path) const {
  static const RecordArrays document{RecordArrays::Text::document, {{"requests"}}};
  static const RecordArrays journal{RecordArrays::Text::journal, {{"v"}, {"v", "requests"}}};
  return path.ends_with("l") ? &journal : &document;
}

Background CopilotChat::background(const std::string& path, const SmallFiles& files) const {
  Background known = Agent::background(path, files);
  const std::string_view folder = std::string_view{path}.substr(0, path.rfind('/'));
  if (!folder.ends_with(k_sessions)) return known;
  const auto workspace = std::string{folder.substr(0, folder.size() - k_sessions.size())} + "/workspace.json";
  if (const auto json = files(workspace)) known.folder = folder_of_workspace(*json);
  return known;
}

Record CopilotChat::read(JsonCursor& cursor) const {
  Record record;
  Request request;
  std::int64_t kind = -1;
  bool is_session = false;
  OneOf around{k_around_requests};
  if (!cursor.enter_object()) return record;
  while (cursor.next_member()) {
    around.see(cursor.key());
    is_session = is_session || cursor.key() == "sessionId" || cursor.key() == "version";
    if (read_member(cursor, cursor.key(), request)) continue;
    if (cursor.key() == "kind") {
      kind = cursor.integer().value_or(-1);
    } else if (cursor.key() != "v" && is_session) {
      around.skip(cursor);
    } else if (cursor.key() != "v") {
      cursor.skip();
    } else if (cursor.enter_object()) {
      read_value(cursor, kind == k_whole, request, around);
    }
  }
  if (!request.id.empty() && request.has_message) {
    // Versions of 2024 told no times.
    record.kind = request.time.empty() ? Record::Kind::untimed : Record::Kind::message;
    record.whole = !request.time.empty();
    record.time = request.time;
    record.typed = true;
    record.role = "request";
    record.content = hash_of(request.id);
    record.answered_in = answer_of(request);
    record.steps = {request.rounds};
  } else if (!request.completed.empty() || !request.rounds.empty()) {
    record.kind = Record::Kind::end;
    record.time = request.completed;
    record.steps = {request.rounds};
  } else if (around.saw_unknown()) {
    record.kind = Record::Kind::unknown;
  }
  return record;
}

}  // namespace libsync::transcripts
