// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "dialogue.hpp"
#include "render/json_object.hpp"
#include "render/words.hpp"

#include <libsync/machines.hpp>
#include <libsync/model/text.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace cli {
namespace {

namespace json = boost::json;
using libsync::MachineAct;
using libsync::MachineChange;
using libsync::store::KnownMachine;

constexpr std::array<std::pair<std::string_view, MachineAct>, 4> k_acts{{{"leave-out", MachineAct::leave_out},
                                                                         {"wait-for", MachineAct::wait_for},
                                                                         {"label", MachineAct::label},
                                                                         {"forget", MachineAct::forget}}};

json::object machine_object(const KnownMachine& machine) {
  json::object object{{"key", text(machine.key)},     {"label", text(machine.label)},
                      {"this", machine.is_this},      {"left_out", machine.is_left_out},
                      {"sessions", machine.sessions}, {"seen_at", text(libsync::format_utc(machine.seen_at))}};
  if (machine.imported_to) object["imported_to"] = text(libsync::format_utc(*machine.imported_to));
  return object;
}

std::string name_of(const KnownMachine& machine, bool with_key) {
  std::string name = libsync::printable(machine.label);
  if (with_key) name += " " + libsync::printable(machine.key.substr(0, 8));
  if (machine.is_this) name += " (this one)";
  return name;
}

std::string list_text(const std::vector<KnownMachine>& machines, const libsync::Zone& zone) {
  std::string words;
  for (const auto& machine : machines) {
    words += name_of(machine, std::ranges::count(machines, machine.label, &KnownMachine::label) > 1);
    words += fmt::format(": {}, ", count_of(machine.sessions, "session", "sessions"));
    words += machine.imported_to ? "imported to " + local_moment(*machine.imported_to, zone) : "nothing imported yet";
    if (machine.is_left_out) words += ", left out: no day waits for it";
    words += '\n';
  }
  return words;
}

ExitCode list(const Task& task) {
  const auto machines = libsync::list_machines(task.settings);
  if (!machines) return fail(task, machines.error());
  if (task.arguments.wants_json()) {
    json::object object = begin("machines");
    json::array all;
    for (const auto& machine : *machines) all.push_back(machine_object(machine));
    object["machines"] = std::move(all);
    task.console.out << finished(object);
    return ExitCode::done;
  }
  if (machines->empty()) {
    answer_in_words(task, task.settings.server ? "No machine has imported anything yet.\n"
                                               : "The store is a file of this machine alone; `store` in the config "
                                                 "shares one on a server.\n");
    return ExitCode::done;
  }
  answer_in_words(task, list_text(*machines, task.settings.zone));
  return ExitCode::done;
}

std::string done_text(const KnownMachine& machine, const MachineChange& change, bool dry_run) {
  const std::string label = libsync::printable(machine.label);
  const char* const would = dry_run ? "Would be so: " : "";
  switch (change.act) {
    case MachineAct::leave_out:
      return fmt::format("{}No day waits for {} any more.\n", would, label);
    case MachineAct::wait_for:
      return fmt::format("{}Days wait for {} again.\n", would, label);
    case MachineAct::label:
      return fmt::format("{}{} is called {} from now on.\n", would, label, libsync::printable(change.label));
    case MachineAct::forget:
      return fmt::format("{}{} is forgotten, with {}. What was posted stays.\n", would, label,
                         count_of(machine.sessions, "session", "sessions"));
  }
  return "";
}

// The machine that is meant, once it is agreed that it goes.
std::variant<KnownMachine, ExitCode> agreed_to_forget(const Task& task, const MachineChange& change) {
  const auto machine = libsync::change_machine(task.settings, change, true);
  if (!machine) return fail(task, machine.error());
  if (task.arguments.has("yes")) return *machine;
  if (const auto fault = nobody_to_ask(task, "forget the machine")) return fail(task, *fault);
  tell(task.console,
       fmt::format("{} has {} in the store. What was posted of them stays; what was not is not billed, unless that "
                   "machine imports again.",
                   name_of(*machine, true), count_of(machine->sessions, "session", "sessions")));
  if (Dialogue{task.console}.agree(fmt::format("Forget {}?", libsync::printable(machine->label)), false)) {
    return *machine;
  }
  tell(task.console, "Nothing was forgotten.");
  return ExitCode::interrupted;
}

ExitCode run_machines(const Task& task) {
  const auto& words = task.arguments.operands;
  if (words.empty()) return list(task);
  const auto act = std::ranges::find(k_acts, words.front(), [](const auto& each) { return each.first; });
  if (act == k_acts.end()) {
    return fail(task, UsageError{fmt::format("cannot do `{}` with a machine", libsync::printable(words.front())),
                                 "leave-out, wait-for, label or forget"});
  }
  const std::size_t wanted = act->second == MachineAct::label ? 3 : 2;
  if (words.size() != wanted) {
    return fail(
        task, UsageError{fmt::format("cannot {}: {}", act->first,
                                     wanted == 3 ? "a machine and its new label are needed" : "one machine is needed"),
                         fmt::format("for example `claude-tracker machines {} desktop{}`", act->first,
                                     wanted == 3 ? " \"Office PC\"" : "")});
  }
  MachineChange change{act->second, words[1], wanted == 3 ? words[2] : ""};
  if (change.act == MachineAct::label && change.label.empty()) {
    return fail(task, UsageError{"cannot label the machine: a label has to say something", ""});
  }
  const bool dry_run = task.arguments.has("dry-run");
  if (change.act == MachineAct::forget && !dry_run) {
    const auto agreed = agreed_to_forget(task, change);
    if (const auto* const ended = std::get_if<ExitCode>(&agreed)) return *ended;
    change.machine = std::get<KnownMachine>(agreed).key;  // whatever it is called by now
  }
  const auto machine = libsync::change_machine(task.settings, change, dry_run);
  if (!machine) return fail(task, machine.error());
  if (task.arguments.wants_json()) {
    json::object object = begin("machines");
    object["act"] = text(std::string{act->first});
    object["dry_run"] = dry_run;
    object["machine"] = machine_object(*machine);
    task.console.out << finished(object);
  } else {
    tell_done(task, done_text(*machine, change, dry_run));
  }
  return ExitCode::done;
}

}  // namespace

const Command& machines_command() {
  static const Command command{
      .name = "machines",
      .alias = "",
      .summary = "list the machines that share the store",
      .about =
          "Days wait until every machine that was seen lately has imported past them. `leave-out` ends the waiting for "
          "one that is not used any more, `wait-for` takes that back, `label` renames it, `forget` drops it with its "
          "sessions. A machine is meant by its label, or by how its key begins: six letters or more.",
      .operands = {.spelled = "[ACTION MACHINE [LABEL]]", .fewest = 0, .most = 3},
      .flags = {{"dry-run,n", "", "say what would be done and change nothing"},
                {"yes,y", "", "do not ask before a machine is forgotten"},
                {"json", "", "print one JSON object"}},
      .examples = {"claude-tracker machines", "claude-tracker machines leave-out desktop",
                   "claude-tracker machines label desktop \"Office PC\""},
      .needs_config = false,
      .run = run_machines};
  return command;
}

}  // namespace cli
