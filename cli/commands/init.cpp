// SPDX-License-Identifier: MIT
#include "commands/commands.hpp"
#include "commands/init_questions.hpp"
#include "commands/key_keeping.hpp"
#include "dialogue.hpp"
#include "render/json_object.hpp"
#include "render/progress.hpp"
#include "render/report_json.hpp"
#include "render/words.hpp"

#include <libsync/config_change.hpp>
#include <libsync/model/text.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace cli {
namespace {

namespace json = boost::json;
using libsync::Failure;
using libsync::printable;

// What has been found out and asked so far.
struct Draft {
  libsync::Settings settings;  // those of the task, with the key that was typed
  std::optional<libsync::Secret> typed_key;
  std::optional<libsync::config::InitialConfig> config;
  std::vector<libsync::loop::FolderTime> left_out;
  bool has_imported = false;  // into the store, which stays also when the person leaves
};

void tell_unwritten(const Task& task, const Draft& draft) {
  tell(task.console, draft.has_imported
                         ? "No configuration was written; what the transcripts hold is in the tracking store."
                         : "Nothing was written.");
}

bool file_is_there(const Task& task) {
  std::error_code unknown;
  return std::filesystem::exists(std::filesystem::symlink_status(task.settings.config_file, unknown));
}

// Nothing, or why this cannot be begun.
std::optional<UsageError> cannot_begin(const Task& task, bool asks) {
  const auto& arguments = task.arguments;
  if (file_is_there(task) && !arguments.has("replace") && !asks) {
    return UsageError{fmt::format("cannot write a first configuration: there is one at {}",
                                  printable(task.settings.config_file.string())),
                      fmt::format("`{}` changes it; --replace writes a new one and keeps the old one beside it",
                                  command_to_type(task, "map FOLDER PROJECT"))};
  }
  if (asks || arguments.has("yes")) return std::nullopt;
  const auto missing = InitQuestions::flags_missing(arguments, task.invocation.overrides.time_zone.has_value());
  if (missing.empty()) return std::nullopt;
  return UsageError{fmt::format("cannot ask without a terminal; not given: {}", fmt::join(missing, ", ")),
                    "--yes takes what is suggested for them"};
}

// A line that cannot be read would be lost with all that it was meant to say.
ExitCode refuse_unreadable(const Task& task, const Failure& failure) {
  std::string hint = hint_text(failure, task.hints);
  if (hint.empty()) hint = "mend the file";
  hint += fmt::format("{} to begin anew, move it away", hint.ends_with('?') ? "" : ";");
  return fail(task, failure, hint, task.arguments.wants_json() ? failure_json(failure, task.hints.command, hint) : "");
}

// From where one is kept, else from the person or the pipe.
std::optional<Failure> find_key(const Task& task, Draft& draft) {
  if (task.settings.key_places.command) task.console.before_first_request();  // else it would stay behind
  const auto found = libsync::credentials::find_api_key(task.settings.key_places);
  if (!found) return Failure{libsync::FailureKind::no_key, found.error().message, found.error().hint, {}};
  if (found->has_value()) return std::nullopt;
  const auto words = read_key(task.console);
  if (!words) {
    return Failure{libsync::FailureKind::no_key,
                   "cannot go on without an API key: none was given",
                   {libsync::Step::copy_key_whole},
                   {}};
  }
  draft.typed_key.emplace(*words);
  draft.settings.key_places.environment = *words;
  return std::nullopt;
}

std::vector<std::filesystem::path> named_transcripts(const Task& task) {
  std::vector<std::filesystem::path> folders;
  for (const auto& folder : task.invocation.overrides.transcripts) {
    folders.push_back((task.environment.working_directory / folder).lexically_normal());
  }
  return folders;
}

libsync::Result<std::vector<libsync::loop::FolderTime>, Failure> read_transcripts(const Task& task,
                                                                                  const Draft& draft) {
  Progress progress{task.console, task.settings.zone, {.draw = task.draws_progress}};
  return libsync::folders_in_transcripts(draft.settings, progress, task.arguments.has("dry-run"));
}

// All questions. A failure, or nothing when the draft is complete.
std::optional<Failure> fill(const Task& task, const InitQuestions& questions, Draft& draft) {
  const auto known = libsync::get_acquainted(draft.settings, task.console.interrupt_fd);
  if (!known) {
    Failure failure = known.error();
    const bool was_typed = draft.typed_key && failure.kind == libsync::FailureKind::key_refused;
    if (was_typed) failure.hint = {libsync::Step::copy_key_whole};
    return failure;
  }
  if (!task.invocation.quiet) {
    tell(task.console, fmt::format("This key belongs to {}.", printable(known->user.name)));
  }
  const auto folders = read_transcripts(task, draft);
  if (!folders) return folders.error();
  draft.has_imported = !task.arguments.has("dry-run");
  const auto workspace = questions.workspace(*known);
  if (!workspace) return workspace.error();
  draft.settings.config.sync.workspace = workspace->id;
  const auto projects = libsync::list_projects(draft.settings, task.console.interrupt_fd, known->user.id);
  if (!projects) return projects.error();
  const auto hours = questions.hours();
  if (!hours) return hours.error();
  const auto zone = questions.zone(known->user.time_zone);
  if (!zone) return zone.error();
  draft.settings.zone = *zone;
  const auto first_day = questions.first_day(libsync::today(draft.settings));
  if (!first_day) return first_day.error();
  auto kept = libsync::keys_to_keep(task.settings, task.environment.home, workspace->id);
  note_what_is_not_kept(task, kept);
  auto mapping = questions.mapping(*folders, projects->projects, kept.mapping);
  if (!mapping) return mapping.error();

  auto& config = draft.config.emplace(libsync::config::InitialConfig{.workspace = workspace->id,
                                                                     .workspace_name = workspace->name,
                                                                     .work_day_start = hours->start,
                                                                     .work_day_end = hours->end,
                                                                     .time_zone = zone->name(),
                                                                     .first_day = *first_day,
                                                                     .other_project = std::move(mapping->other),
                                                                     .mapping = std::move(mapping->lines),
                                                                     .kept = std::move(kept)});
  draft.left_out = std::move(mapping->left_out);
  if (draft.settings.base_url != libsync::k_clockify_url) config.base_url = draft.settings.base_url;
  if (!draft.settings.ca_file.empty()) config.ca_file = draft.settings.ca_file;
  if (draft.settings.database_is_named) config.database = draft.settings.database;
  config.transcripts = named_transcripts(task);
  return std::nullopt;
}

std::string summary(const Task& task, const Draft& draft, const std::string& key_sentence) {
  const auto& config = *draft.config;
  std::string text = fmt::format("{} is written: {}", printable(task.settings.config_file.string()),
                                 count_of(static_cast<std::int64_t>(config.mapping.size()), "folder", "folders"));
  text += fmt::format(" of workspace {}, {}-{} in {}", printable(config.workspace_name),
                      libsync::format_time(config.work_day_start), libsync::format_time(config.work_day_end),
                      config.time_zone);
  text += config.first_day ? fmt::format(", from {} on.\n", libsync::format_date(*config.first_day)) : ".\n";
  if (!key_sentence.empty()) text += "The key: " + key_sentence + "\n";
  if (!draft.left_out.empty() && !config.other_project) {
    libsync::milliseconds tracked{0};
    for (const auto& folder : draft.left_out) tracked += folder.tracked;
    text +=
        fmt::format("{} ({}) {} no project yet; `{}` lists them.\n",
                    count_of(static_cast<std::int64_t>(draft.left_out.size()), "folder", "folders"),
                    human_duration(tracked), draft.left_out.size() == 1 ? "has" : "have", command_to_type(task, "map"));
  }
  // What the flags said is in the file now.
  libsync::Overrides of_the_file;
  of_the_file.config = task.invocation.overrides.config;
  return text + fmt::format("Next: `{}` shows what would be posted.\n",
                            printable(command_line("sync --dry-run", of_the_file)));
}

std::string init_json(const Task& task, const Draft& draft) {
  const auto& config = *draft.config;
  json::array mapping;
  for (const auto& [folder, project] : config.mapping) {
    mapping.push_back(
        json::object{{"folder", text(folder)}, {"project_id", project.id.str()}, {"name", text(project.name)}});
  }
  json::array unmapped;
  for (const auto& [folder, tracked] : draft.left_out) {
    unmapped.push_back(json::object{{"project", text(folder)}, {"seconds", whole_seconds(tracked)}});
  }
  json::object object = begin("init");
  object["dry_run"] = task.arguments.has("dry-run");
  object["config"] = text(task.settings.config_file.string());
  object["workspace_id"] = config.workspace.str();
  object["work_day_start"] = text(libsync::format_time(config.work_day_start));
  object["work_day_end"] = text(libsync::format_time(config.work_day_end));
  object["time_zone"] = text(config.time_zone);
  object["first_day"] = date_or_null(config.first_day);
  object["other_project_id"] =
      config.other_project ? json::value(config.other_project->id.str()) : json::value(nullptr);
  object["mapping"] = std::move(mapping);
  object["unmapped"] = std::move(unmapped);
  return finished(object);
}

// Key and file; nothing of it when the person says no.
ExitCode write(const Task& task, const Draft& draft, bool asks, bool replace) {
  const std::string config = libsync::config::initial_config_text(*draft.config);
  if (task.arguments.has("dry-run")) {
    task.console.out << (task.arguments.wants_json() ? init_json(task, draft) : config);
    if (!task.invocation.quiet) tell(task.console, "Nothing was written.");
    return ExitCode::done;
  }
  if (asks) {
    const Dialogue dialogue{task.console};
    task.console.err << "\n" << config << "\n";
    if (!dialogue.agree(fmt::format("Write this to {}?", printable(task.settings.config_file.string())), true)) {
      tell_unwritten(task, draft);
      return ExitCode::interrupted;
    }
  }
  std::string key_sentence;
  if (draft.typed_key) {
    const auto kept = keep_key(task, *draft.typed_key, task.arguments.has("file"));
    if (!kept) return fail(task, kept.error());
    key_sentence = *kept;
  }
  const auto written = libsync::write_first_config(task.settings, task.environment.home, *draft.config, replace);
  if (!written) return fail(task, written.error());
  if (task.arguments.wants_json()) {
    task.console.out << init_json(task, draft);
  } else {
    tell_done(task, summary(task, draft, key_sentence));
  }
  return ExitCode::done;
}

ExitCode run_init(const Task& task) {
  if (task.config_failure) return refuse_unreadable(task, *task.config_failure);
  const bool asks = can_ask(task.console) && !task.arguments.has("yes");
  if (const auto error = cannot_begin(task, asks)) return fail(task, *error);
  Draft draft{.settings = task.settings, .typed_key = {}, .config = {}, .left_out = {}};
  try {
    const bool there = file_is_there(task);
    const bool replace = task.arguments.has("replace");
    if (there && !replace &&
        !Dialogue{task.console}.agree(
            fmt::format("There is a configuration at {}. Write a new one and keep the old one "
                        "beside it?",
                        printable(task.settings.config_file.string())),
            false)) {
      tell_unwritten(task, draft);
      return ExitCode::interrupted;
    }
    if (const auto failure = find_key(task, draft)) return fail(task, *failure);
    if (const auto failure = fill(task, InitQuestions{task, asks}, draft)) return fail(task, *failure);
    return write(task, draft, asks, there);
  } catch (const Dialogue::Left&) {
    tell_unwritten(task, draft);
    return ExitCode::interrupted;
  }
}

}  // namespace

const Command& init_command() {
  static const Command command{
      .name = "init",
      .alias = "",
      .summary = "lead from nothing to a configuration",
      .about =
          "Asks for your API key, finds the folders you worked in, and asks what belongs to them; then writes a "
          "configuration with comments. Each question has a flag, so that it runs without a terminal too: the key then "
          "comes from a pipe or from CLOCKIFY_API_KEY.",
      .flags = {{"workspace", "NAME", "the workspace, by name or id; the active one is suggested"},
                {"work-day-start", "HH:MM", "when your work day begins (09:00)"},
                {"work-day-end", "HH:MM", "when it ends (17:00); before the start: on the next day"},
                {"first-day", "DATE",
                 "the first day that is billed; none: from the first session on (Monday of last week)"},
                {"map", "FOLDER=PROJECT", "a folder and the name or id of its project; may be given more than once",
                 true},
                {"other-project", "PROJECT", "the project of time in no mapped folder"},
                {"file", "", "keep the key in the file, also where there is a keyring"},
                {"replace", "",
                 "write a new configuration where there is one, with what no question is about, and keep that as "
                 "config.toml.old"},
                {"dry-run,n", "", "print the configuration and write nothing"},
                {"json", "", "print one JSON object"},
                {"yes,y", "", "ask nothing: take what is suggested for what no flag says"}},
      .examples = {"claude-tracker init",
                   "pass clockify | claude-tracker init --yes --map ~/work/api='Acme / API' --other-project Internal"},
      .needs_config = false,
      .run = run_init};
  return command;
}

}  // namespace cli
