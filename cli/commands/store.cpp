// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "render/json_object.hpp"
#include "render/words.hpp"

#include <libsync/model/text.hpp>
#include <libsync/store_move.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

namespace cli {
namespace {

namespace json = boost::json;

std::string next_step(const libsync::StoreMove& move, bool to_server) {
  return to_server ? fmt::format("write `store = \"{}\"` into the config; the file is kept and refused from now on",
                                 libsync::printable(move.to))
                   : fmt::format(
                         "take `store` out of the config and write `database = \"{}\"`; the server's store is "
                         "kept and refused from now on",
                         libsync::printable(move.to));
}

ExitCode run_store(const Task& task) {
  const auto to = task.arguments.value("to");
  if (task.arguments.operands.front() != "migrate" || !to) {
    return fail(task, UsageError{"cannot tell what is to be done with the store",
                                 "`claude-tracker store migrate --to postgresql://ann@db.example/tracker`"});
  }
  const bool dry_run = task.arguments.has("dry-run");
  const auto move = libsync::move_store(task.settings, *to, dry_run);
  if (!move) return fail(task, move.error());
  if (task.arguments.wants_json()) {
    json::object object = begin("store");
    object["dry_run"] = dry_run;
    object["from"] = text(move->from);
    object["to"] = text(move->to);
    object["sessions"] = move->sessions;
    object["days"] = move->days;
    object["rows"] = move->rows;
    task.console.out << finished(object);
    return ExitCode::done;
  }
  tell_done(task, fmt::format("{} {}: {}, {}, {} compared.\n", dry_run ? "Would move to" : "Moved to",
                              libsync::printable(move->to),
                              count_of(static_cast<std::int64_t>(move->sessions), "session", "sessions"),
                              count_of(static_cast<std::int64_t>(move->days), "day", "days"),
                              count_of(static_cast<std::int64_t>(move->rows), "row", "rows")));
  if (!dry_run) tell_notes(task, {next_step(*move, !task.settings.server)});
  return ExitCode::done;
}

}  // namespace

const Command& store_command() {
  static const Command command{.name = "store",
                               .alias = "",
                               .summary = "move the tracking store to a server, or back into a file",
                               .about =
                                   "`store migrate --to postgresql://...` copies all that is recorded to a PostgreSQL "
                                   "server, reads it again and "
                                   "compares; `--to FILE` brings it back. The old store stays and is marked, so that "
                                   "nothing uses it by mistake. "
                                   "If it is interrupted, run it again.",
                               .operands = {.spelled = "migrate", .fewest = 1, .most = 1},
                               .flags = {{"to", "PLACE", "the address of a server, or a file"},
                                         {"dry-run,n", "", "count what would be moved and write nothing"},
                                         {"json", "", "print one JSON object"}},
                               .examples = {"claude-tracker store migrate --to postgresql://ann@db.example/tracker",
                                            "claude-tracker store migrate --to ~/sessions.db"},
                               .needs_config = false,
                               .run = run_store};
  return command;
}

}  // namespace cli
