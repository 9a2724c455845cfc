// SPDX-License-Identifier: MIT
#include "agents/cline.hpp"

#include "agents/editors.hpp"
#include "agents/one_of.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace libsync::transcripts {
namespace {

constexpr std::string_view k_tasks = "tasks/";
constexpr std::string_view k_sessions = "sessions/";
constexpr std::string_view k_task_file = "ui_messages.json";
constexpr std::string_view k_session_end = ".messages.json";

// Members of what the command line keeps.
constexpr std::array<std::string_view, 8> k_around_messages{"messages", "sessionId", "version",  "updated_at",
                                                            "agent",    "origin",    "taskType", "system_prompt"};

// The task or session whose folder `relative` lies in, if it is one of its files of messages.
std::optional<std::string_view> id_of(std::string_view relative) {
  const bool is_task = relative.starts_with(k_tasks);
  // The folder of the sessions may be a root itself.
  if (is_task || relative.starts_with(k_sessions)) relative.remove_prefix(relative.find('/') + 1);
  const auto slash = relative.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto name = relative.substr(slash + 1);
  const bool fits = is_task ? name == k_task_file : name.ends_with(k_session_end) && name.find('/') == name.npos;
  return fits ? std::optional{relative.substr(0, slash)} : std::nullopt;
}

std::string key_of(std::string_view agent, std::string_view id) {
  return std::string{agent}.append(id);
}

// The file of that name in a folder.
std::string in_folder(std::string_view folder, std::string_view name) {
  std::string path{folder};
  path.push_back('/');
  return path.append(name);
}

// The folder that a file lies in, and its name.
std::pair<std::string_view, std::string_view> split(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return {"", path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

// Texts on the outermost level of a small file, by the names of their members; empty where there is none.
template <std::size_t Count>
std::array<std::string, Count> texts_of(const std::optional<std::string>& json,
                                        const std::array<std::string_view, Count>& names) {
  std::array<std::string, Count> texts;
  if (!json) return texts;
  JsonCursor cursor{*json};
  if (!cursor.enter_object()) return texts;
  while (cursor.next_member()) {
    const auto name = std::ranges::find(names, cursor.key());
    if (name == names.end()) {
      cursor.skip();
    } else {
      texts[static_cast<std::size_t>(name - names.begin())] = cursor.text().value_or("");
    }
  }
  return texts;
}

// The details of the environment are a text that the model is given, inside a JSON text, inside a JSON text.
std::string_view folder_in_details(std::string_view text) {
  constexpr std::array<std::string_view, 2> k_before{"Current Working Directory (", "Current Workspace Directory ("};
  constexpr std::string_view k_behind = ") Files";
  for (const auto before : k_before) {
    const auto found = text.find(before);
    if (found == std::string_view::npos) continue;
    const auto start = found + before.size();
    const auto end = text.find(k_behind, start);
    if (end != std::string_view::npos && text.substr(start, end - start).find('\\') == std::string_view::npos) {
      return text.substr(start, end - start);
    }
  }
  return {};
}

// Whether it is a list that begins with the result of a tool.
bool is_tool_result(std::string_view content) {
  constexpr std::size_t k_beginning = 256;
  return content.starts_with('[') && content.substr(0, k_beginning).find("tool_result") != std::string_view::npos;
}

}  // namespace

std::vector<Root> Cline::usual_roots(const Surroundings& surroundings) const {
  auto roots = in_editors(surroundings, "globalStorage/saoudrizwan.claude-dev");
  auto data = surroundings.folder("CLINE_DIR", ".cline");
  if (!data.empty()) data /= "data";
  if (!surroundings.value_of("CLINE_DATA_DIR").empty()) data = surroundings.folder("CLINE_DATA_DIR", "");
  const auto add = [&roots](const std::filesystem::path& folder) {
    if (!folder.empty()) roots.push_back({.folder = folder, .origin = Root::Origin::possible});
  };
  add(data);
  if (surroundings.value_of("CLINE_SESSION_DATA_DIR").empty()) return roots;
  auto sessions = surroundings.folder("CLINE_SESSION_DATA_DIR", "");
  if (!sessions.empty() && !sessions.has_filename()) sessions = sessions.parent_path();
  if (sessions != data / "sessions") add(sessions);  // else they are found already
  return roots;
}

bool Cline::enters(std::string_view relative) const {
  return relative.find('/') == std::string_view::npos || relative.starts_with(k_tasks) ||
         relative.starts_with(k_sessions);
}

std::optional<std::string> Cline::session_key(std::string_view relative) const {
  const auto id = id_of(relative);
  return id ? std::optional{key_of("cline/", *id)} : std::nullopt;
}

const RecordArrays* Cline::records(std::string_view /*path*/) const {
  static const RecordArrays document{RecordArrays::Text::document, {{}, {"messages"}}};
  return &document;
}

Background Cline::background(const std::string& path, const SmallFiles& files) const {
  const auto [folder, name] = split(path);
  const std::string id{split(folder).second};
  if (name == k_task_file) return {.session_name = id};
  const auto [cwd, root] =
      texts_of(files(in_folder(folder, id).append(".json")), std::array<std::string_view, 2>{"cwd", "workspace_root"});
  return {.session_name = std::string{name.substr(0, name.size() - k_session_end.size())},
          .folder = cwd.empty() ? root : cwd,
          .nobody_types = name.substr(0, name.size() - k_session_end.size()) != id};
}

Record Cline::read(JsonCursor& cursor) const {
  Record record;
  std::string_view type;
  std::string_view what;
  std::string_view text;
  std::string_view role;
  OneOf around{k_around_messages};
  if (!cursor.enter_object()) return record;
  while (cursor.next_member()) {
    const auto key = cursor.key();
    around.see(key);
    if (key == "ts") {
      record.time = cursor.scalar().value_or("");
    } else if (key == "type") {
      type = cursor.text().value_or("");
    } else if (key == "say") {
      what = cursor.text().value_or("");
    } else if (key == "text") {
      text = cursor.string().value_or("");
    } else if (key == "role") {
      role = cursor.text().value_or("");
    } else if (key == "content") {
      text = cursor.raw();
    } else {
      around.skip(cursor);
    }
  }
  const bool is_shown = type == "say" || type == "ask";
  if (!is_shown && role.empty()) {
    if (around.saw_unknown()) record.kind = Record::Kind::unknown;
    return record;
  }
  record.kind = Record::Kind::message;
  record.whole = !record.time.empty();
  record.local = true;  // all that a message has of its own is its time
  if (is_shown) {
    if (what == "api_req_started") record.cwd = folder_in_details(text);
    record.typed = type == "say" && (what == "task" || what == "user_feedback" || what == "user_feedback_diff");
    record.typed_if_first = what == "text";
  } else {
    record.typed = role == "user" && !is_tool_result(text);
  }
  return record;
}

std::vector<Root> RooCode::usual_roots(const Surroundings& surroundings) const {
  return in_editors(surroundings, "globalStorage/rooveterinaryinc.roo-cline");
}

std::optional<std::string> RooCode::session_key(std::string_view relative) const {
  const auto id = relative.starts_with(k_tasks) ? id_of(relative) : std::nullopt;
  return id ? std::optional{key_of("roo-code/", *id)} : std::nullopt;
}

Background RooCode::background(const std::string& path, const SmallFiles& files) const {
  const std::string_view folder = split(path).first;
  const auto [workspace, root] = texts_of(files(in_folder(folder, "history_item.json")),
                                          std::array<std::string_view, 2>{"workspace", "rootTaskId"});
  Background known{.session_name = std::string{split(folder).second}, .folder = workspace};
  if (!root.empty() && root != known.session_name) known.part_of = key_of("roo-code/", root);
  return known;
}

}  // namespace libsync::transcripts
