// SPDX-License-Identifier: MIT
#include "command_line.hpp"

#include <libsync/model/text.hpp>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace cli {
namespace {

namespace po = boost::program_options;

// Words of the contract that a later version will understand.
constexpr std::array<std::string_view, 6> k_not_yet{"doctor", "verify", "undo", "resync", "report", "completion"};

std::string_view long_name(const Flag& flag) {
  return flag.name.substr(0, flag.name.find(','));
}

po::options_description description_of(const std::vector<Flag>& flags) {
  po::options_description description;
  for (const auto& flag : flags) {
    if (flag.value.empty()) {
      description.add_options()(std::string{flag.name}.c_str(), po::bool_switch());
    } else if (long_name(flag) == "transcripts") {
      description.add_options()(std::string{flag.name}.c_str(), po::value<std::vector<std::string>>());
    } else {
      description.add_options()(std::string{flag.name}.c_str(), po::value<std::string>());
    }
  }
  return description;
}

std::vector<Flag> all_flags() {
  std::vector<Flag> flags = global_flags();
  for (const auto& info : commands()) flags.insert(flags.end(), info.flags.begin(), info.flags.end());
  return flags;
}

// The flag that `word` spells in its long form, with or without "=value".
const Flag* find_flag(std::string_view word, const std::vector<Flag>& flags) {
  const std::string_view name = word.substr(0, word.find('='));
  const auto found = std::find_if(flags.begin(), flags.end(), [&](const Flag& flag) {
    return name.starts_with("--") && long_name(flag) == name.substr(2);
  });
  return found == flags.end() ? nullptr : &*found;
}

// Where the command stands: the first word that is neither a flag nor the value of one. Nothing as well when a flag
// comes before it that is unknown, because whether that one has a value is anybody's guess.
std::optional<std::size_t> find_command(std::span<const std::string> arguments) {
  const auto flags = all_flags();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (!word.starts_with('-')) return i;
    if (!word.starts_with("--")) continue;
    const Flag* flag = find_flag(word, flags);
    if (flag == nullptr) return std::nullopt;
    if (!flag->value.empty() && word.find('=') == std::string::npos) ++i;
  }
  return std::nullopt;
}

const CommandInfo* find_info(std::string_view word) {
  for (const auto& info : commands()) {
    if (info.name == word || (!info.alias.empty() && info.alias == word)) return &info;
  }
  return nullptr;
}

UsageError unknown_command(const std::string& word) {
  if (std::find(k_not_yet.begin(), k_not_yet.end(), word) != k_not_yet.end()) {
    return {fmt::format("cannot run `{}`: this version does not have that command yet", word),
            "`claude-tracker --help` lists the commands it has"};
  }
  std::vector<std::string_view> names{"help"};
  for (const auto& info : commands()) names.push_back(info.name);
  const std::string meant = libsync::nearest(word, names);
  return {fmt::format("cannot run `{}`: there is no such command", word),
          meant.empty() ? "`claude-tracker --help` lists the commands" : fmt::format("did you mean `{}`?", meant)};
}

UsageError unknown_flag(const std::string& word, const CommandInfo* info) {
  std::vector<Flag> flags = global_flags();
  if (info != nullptr) flags.insert(flags.end(), info->flags.begin(), info->flags.end());
  const std::string place = info != nullptr ? fmt::format("`claude-tracker {}`", info->name) : "`claude-tracker`";

  std::vector<std::string> names;
  names.reserve(flags.size());
  for (const auto& flag : flags) names.push_back(fmt::format("--{}", long_name(flag)));
  const auto begun = std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.starts_with(word); });
  const std::string meant = begun != names.end() ? *begun : libsync::nearest(word, names);
  return {fmt::format("cannot use `{}`: {} has no such option", word, place),
          !meant.empty()    ? fmt::format("did you mean `{}`?", meant)
          : info != nullptr ? fmt::format("`claude-tracker {} --help` lists its options", info->name)
                            : "`claude-tracker --help` lists the options"};
}

// The library's exceptions in our words.
UsageError usage_error_of(const po::error& error, const CommandInfo* info) {
  if (const auto* unknown = dynamic_cast<const po::unknown_option*>(&error)) {
    return unknown_flag(unknown->get_option_name(), info);
  }
  std::string flag;
  if (const auto* about = dynamic_cast<const po::error_with_option_name*>(&error)) flag = about->get_option_name();
  const std::string help = info != nullptr ? fmt::format("see `claude-tracker {} --help`", info->name)
                                           : std::string{"see `claude-tracker --help`"};
  if (dynamic_cast<const po::multiple_occurrences*>(&error) != nullptr) {
    return {fmt::format("cannot use `{}` more than once", flag), help};
  }
  if (const auto* syntax = dynamic_cast<const po::invalid_syntax*>(&error)) {
    switch (syntax->kind()) {
      case po::invalid_syntax::missing_parameter:
        return {fmt::format("cannot use `{}` without a value", flag), help};
      case po::invalid_syntax::extra_parameter:
        return {fmt::format("cannot use `{}` with a value", flag), help};
      case po::invalid_syntax::empty_adjacent_parameter:
        return {fmt::format("cannot use `{}` with an empty value", flag), help};
      default:
        break;
    }
  }
  return {fmt::format("cannot understand the command line: {}", error.what()), help};
}

template <class T>
std::optional<T> value_of(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) return std::nullopt;
  return values[name].as<T>();
}

bool is_set(const po::variables_map& values, const char* name) {
  return values.count(name) != 0 && values[name].as<bool>();
}

std::optional<UsageError> check(const Invocation& invocation) {
  for (const auto& [flag, word] : {std::pair{"--since", invocation.since}, std::pair{"--until", invocation.until}}) {
    if (word && !date_of(*word, libsync::LocalDate{})) {
      return UsageError{fmt::format("cannot use `{} {}`: that is not a date", flag, *word),
                        "write it as YYYY-MM-DD, for example 2026-02-28, or `yesterday`"};
    }
  }
  if (invocation.quiet && invocation.verbose) {
    return UsageError{"cannot use `--quiet` and `--verbose` together", "leave one of them out"};
  }
  return std::nullopt;
}

}  // namespace

const std::vector<Flag>& global_flags() {
  static const std::vector<Flag> flags{
      {"config", "FILE", "configuration (~/.config/claude-tracker/config.toml)"},
      {"db", "FILE", "tracking store (~/.local/share/claude-tracker/sessions.db)"},
      {"transcripts", "DIR", "where the agent leaves its transcripts; may be given more than once"},
      {"base-url", "URL", "Clockify's API (https://api.clockify.me/api/v1)"},
      {"ca-file", "FILE", "trust these certificates instead of the system's"},
      {"time-zone", "IANA", "the zone your days are in, for example Europe/Berlin"},
      {"quiet,q", "", "only errors"},
      {"verbose,v", "", "every day and every project"},
      {"no-color", "", "no colour, also not on a terminal"},
      {"version", "", "print the version"},
      {"help,h", "", "print this help, or that of a command"},
  };
  return flags;
}

const std::vector<CommandInfo>& commands() {
  static const Flag json{"json", "", "print one JSON object"};
  static const Flag since{"since", "DATE", "first day (YYYY-MM-DD, today or yesterday)"};
  static const Flag until{"until", "DATE", "last day, included; never later than yesterday"};
  static const std::vector<CommandInfo> infos{
      {Command::sync,
       "sync",
       "",
       "fill the timesheet of every workday up to yesterday",
       "Reads the transcripts, shares the work hours of each workday out among the projects you worked on, and makes\n"
       "the time entries in Clockify. Days that are done are never touched again, and a run that was cut short goes "
       "on\n"
       "where it stopped: running it twice makes nothing twice.",
       {{"dry-run,n", "", "show what would be posted; write nothing, send nothing"},
        since,
        until,
        {"no-import", "", "do not read the transcripts first"},
        {"wait", "", "sleep through a rate limit instead of stopping"},
        {"yes,y", "", "do not ask before the first entry"},
        json},
       {"claude-tracker sync --dry-run", "claude-tracker sync --since 2026-02-02 --until 2026-02-06",
        "claude-tracker --quiet sync --wait      (from cron)"}},
      {Command::import,
       "import",
       "",
       "read the transcripts into the store, and nothing else",
       "`sync` does this by itself. Worth a timer of its own where old transcripts are cleaned away.",
       {json},
       {"claude-tracker import", "claude-tracker --transcripts ~/backup/projects import"}},
      {Command::status,
       "status",
       "",
       "show which days are done and which are not",
       "Looks at the store as it is: reads no transcripts, asks Clockify nothing, changes nothing.",
       {since, until, json},
       {"claude-tracker status", "claude-tracker status --since 2026-02-01"}},
      {Command::projects,
       "projects",
       "list-projects",
       "list Clockify's projects, with lines for the configuration",
       "Needs only a key. Without `workspace_id` in the configuration it takes your active workspace.",
       {json},
       {"claude-tracker projects"}},
      {Command::setup,
       "setup",
       "",
       "store your Clockify API key",
       "Asks for the key without showing it, or reads it from a pipe; checks it with Clockify; keeps it in a file "
       "that\n"
       "only you can read. You make a key in Clockify under Profile settings, Manage API keys.",
       {},
       {"claude-tracker setup", "pass clockify | claude-tracker setup"}},
  };
  return infos;
}

std::optional<libsync::LocalDate> date_of(std::string_view word, libsync::LocalDate today) {
  if (word == "today") return today;
  if (word == "yesterday") return libsync::previous_day(today);
  return libsync::parse_date(word);
}

libsync::Result<Invocation, UsageError> parse_command_line(std::span<const std::string> arguments) {
  const auto at = find_command(arguments);
  std::vector<std::string> rest{arguments.begin(), arguments.end()};
  std::string word;
  if (at) {
    word = arguments[*at];
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(*at));
  }
  const CommandInfo* info = find_info(word);
  const bool asks_for_help = word == "help";
  if (at && info == nullptr && !asks_for_help) return unknown_command(word);

  std::vector<Flag> flags = global_flags();
  if (info != nullptr) flags.insert(flags.end(), info->flags.begin(), info->flags.end());
  po::variables_map values;
  std::vector<std::string> extra;
  try {
    const auto description = description_of(flags);
    namespace style = po::command_line_style;
    const auto parsed =
        po::command_line_parser(rest).options(description).style(style::unix_style & ~style::allow_guessing).run();
    for (const auto& option : parsed.options) {
      if (option.string_key.empty()) extra.insert(extra.end(), option.value.begin(), option.value.end());
    }
    po::store(parsed, values);
  } catch (const po::error& error) {
    return usage_error_of(error, info);
  }

  Invocation invocation;
  if (is_set(values, "help") || asks_for_help) {
    const CommandInfo* topic = info;
    if (asks_for_help && !extra.empty()) {
      topic = find_info(extra.front());
      if (topic == nullptr) return unknown_command(extra.front());
    }
    if (topic != nullptr) invocation.topic = topic->command;
    return invocation;
  }
  if (is_set(values, "version")) {
    invocation.command = Command::version;
    return invocation;
  }
  if (info == nullptr) {
    return UsageError{"cannot tell what to do: no command is given",
                      "try `claude-tracker sync --dry-run`, or see `claude-tracker --help`"};
  }
  if (!extra.empty()) {
    return UsageError{fmt::format("cannot use `{}`: `claude-tracker {}` takes no argument", extra.front(), info->name),
                      fmt::format("see `claude-tracker {} --help`", info->name)};
  }

  invocation.command = info->command;
  const auto path = [&](const char* name) -> std::optional<std::filesystem::path> {
    const auto text = value_of<std::string>(values, name);
    return text ? std::optional<std::filesystem::path>{*text} : std::nullopt;
  };
  invocation.overrides.config = path("config");
  invocation.overrides.database = path("db");
  invocation.overrides.ca_file = path("ca-file");
  invocation.overrides.base_url = value_of<std::string>(values, "base-url");
  invocation.overrides.time_zone = value_of<std::string>(values, "time-zone");
  for (const auto& folder :
       value_of<std::vector<std::string>>(values, "transcripts").value_or(std::vector<std::string>{})) {
    invocation.overrides.transcripts.emplace_back(folder);
  }
  invocation.quiet = is_set(values, "quiet");
  invocation.verbose = is_set(values, "verbose");
  invocation.no_color = is_set(values, "no-color");
  invocation.json = is_set(values, "json");
  invocation.dry_run = is_set(values, "dry-run");
  invocation.no_import = is_set(values, "no-import");
  invocation.wait = is_set(values, "wait");
  invocation.yes = is_set(values, "yes");
  invocation.since = value_of<std::string>(values, "since");
  invocation.until = value_of<std::string>(values, "until");
  if (auto error = check(invocation)) return *error;
  return invocation;
}

}  // namespace cli
