// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "render/json_object.hpp"
#include "render/words.hpp"

#include <libsync/model/text.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cli {
namespace {

namespace json = boost::json;
using libsync::printable;

std::string workspaces_json(const libsync::Acquaintance& known) {
  json::object object = begin("workspaces");
  json::array workspaces;
  for (const auto& workspace : known.workspaces) {
    workspaces.push_back(json::object{
        {"id", workspace.id.str()}, {"name", text(workspace.name)}, {"active", known.active() == workspace.id}});
  }
  object["workspaces"] = std::move(workspaces);
  return finished(object);
}

std::string workspaces_text(const libsync::Acquaintance& known, const Palette& palette, std::size_t width) {
  if (known.workspaces.empty()) return "This key has no workspace. Make one in Clockify first.\n";
  std::size_t name_width = std::string_view{"WORKSPACE"}.size();
  for (const auto& workspace : known.workspaces) {
    name_width = std::max(name_width, display_width(printable(workspace.name)));
  }
  constexpr std::size_t k_id_and_mark = 24 + 8;
  const bool columns = width == 0 || name_width + 2 + k_id_and_mark <= width;
  std::string lines = columns ? palette.paint(Tone::strong, padded("WORKSPACE", name_width) + "  ID") + "\n" : "";
  for (const auto& workspace : known.workspaces) {
    const std::string name = printable(workspace.name);
    lines += columns ? padded(name, name_width) : painted_lines(palette, wrapped(name, width));
    lines += fmt::format("  {}{}\n", workspace.id.str(),
                         known.active() == workspace.id ? palette.paint(Tone::good, "  active") : "");
  }
  return lines;
}

ExitCode run_workspaces(const Task& task) {
  note_what_is_left_out(task);
  task.console.before_first_request();
  const auto known = libsync::get_acquainted(task.settings, task.console.interrupt_fd);
  if (!known) return fail(task, known.error());
  const std::size_t width = task.console.out_is_terminal ? task.console.width : 0;
  task.console.out << (task.arguments.wants_json() ? workspaces_json(*known)
                                                   : workspaces_text(*known, Palette{task.colour_out}, width));
  return ExitCode::done;
}

}  // namespace

const Command& workspaces_command() {
  static const Command command{.name = "workspaces",
                               .alias = "",
                               .summary = "list the workspaces of your key",
                               .about = "Needs only a key. The active one is that which Clockify shows you.",
                               .flags = {{"json", "", "print one JSON object"}},
                               .examples = {"claude-tracker workspaces"},
                               .needs_config = false,
                               .run = run_workspaces};
  return command;
}

}  // namespace cli
