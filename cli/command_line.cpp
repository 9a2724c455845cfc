// SPDX-License-Identifier: MIT
#include "command_line.hpp"

#include "range.hpp"

#include <libsync/model/text.hpp>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace cli {
namespace {

namespace po = boost::program_options;

po::options_description description_of(const std::vector<Flag>& flags) {
  po::options_description description;
  for (const auto& flag : flags) {
    if (flag.value.empty()) {
      description.add_options()(std::string{flag.name}.c_str(), po::bool_switch());
    } else if (flag.repeats) {
      description.add_options()(std::string{flag.name}.c_str(), po::value<std::vector<std::string>>());
    } else {
      description.add_options()(std::string{flag.name}.c_str(), po::value<std::string>());
    }
  }
  return description;
}

std::vector<Flag> all_flags() {
  std::vector<Flag> flags = global_flags();
  for (const auto* command : commands()) flags.insert(flags.end(), command->flags.begin(), command->flags.end());
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
std::optional<std::size_t> place_of_command(std::span<const std::string> arguments) {
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

UsageError unknown_command(const std::string& word) {
  std::vector<std::string_view> names{"help"};
  for (const auto* command : commands()) names.push_back(command->name);
  const std::string meant = libsync::nearest(word, names);
  return {fmt::format("cannot run `{}`: there is no such command", word),
          meant.empty() ? "`claude-tracker --help` lists the commands" : fmt::format("did you mean `{}`?", meant)};
}

std::vector<Flag> flags_of(const Command& command) {
  std::vector<Flag> flags = global_flags();
  flags.insert(flags.end(), command.flags.begin(), command.flags.end());
  return flags;
}

UsageError unknown_flag(const std::string& word, const Command* command) {
  const auto flags = command != nullptr ? flags_of(*command) : global_flags();
  const std::string place = command != nullptr ? fmt::format("`claude-tracker {}`", command->name) : "`claude-tracker`";

  std::vector<std::string> names;
  names.reserve(flags.size());
  for (const auto& flag : flags) names.push_back(fmt::format("--{}", long_name(flag)));
  const auto begun = std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.starts_with(word); });
  const std::string meant = begun != names.end() ? *begun : libsync::nearest(word, names);
  return {fmt::format("cannot use `{}`: {} has no such option", word, place),
          !meant.empty()       ? fmt::format("did you mean `{}`?", meant)
          : command != nullptr ? fmt::format("`claude-tracker {} --help` lists its options", command->name)
                               : "`claude-tracker --help` lists the options"};
}

// The library's exceptions in our words.
UsageError usage_error_of(const po::error& error, const Command* command) {
  if (const auto* unknown = dynamic_cast<const po::unknown_option*>(&error)) {
    return unknown_flag(unknown->get_option_name(), command);
  }
  std::string flag;
  if (const auto* about = dynamic_cast<const po::error_with_option_name*>(&error)) flag = about->get_option_name();
  const std::string help = command != nullptr ? fmt::format("see `claude-tracker {} --help`", command->name)
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

// The options among `words`, and the operands.
struct Words {
  Arguments options;
  std::vector<std::string> operands;
};

// `named` is the command that an error is about; without one the flags are those of the usual command.
libsync::Result<Words, UsageError> read_words(const std::vector<std::string>& words, const Command* named) {
  const auto flags = flags_of(named != nullptr ? *named : usual_command());
  Words read{.options = Arguments{flags}, .operands = {}};
  try {
    const auto description = description_of(flags);
    namespace style = po::command_line_style;
    const auto parsed =
        po::command_line_parser(words).options(description).style(style::unix_style & ~style::allow_guessing).run();
    for (const auto& option : parsed.options) {
      if (option.string_key.empty()) {
        read.operands.insert(read.operands.end(), option.value.begin(), option.value.end());
      }
    }
    po::variables_map values;
    po::store(parsed, values);
    for (const auto& flag : flags) {
      const std::string name{long_name(flag)};
      if (values.count(name) == 0) continue;
      const auto& value = values[name];
      if (flag.value.empty()) {
        if (value.as<bool>()) read.options.add(name);
      } else if (flag.repeats) {
        for (const auto& each : value.as<std::vector<std::string>>()) read.options.add(name, each);
      } else {
        read.options.add(name, value.as<std::string>());
      }
    }
  } catch (const po::error& error) {
    return usage_error_of(error, named);
  }
  return read;
}

// Whatever today is: this only finds the words that mean no day at all.
constexpr libsync::LocalDate k_some_day{std::chrono::year{2026}, std::chrono::January, std::chrono::day{1}};

std::optional<UsageError> check_operands(const Command& command, const std::vector<std::string>& operands) {
  const auto& wanted = command.operands;
  if (operands.size() > wanted.most) {
    const std::string& first = operands[wanted.most];
    return UsageError{fmt::format("cannot use `{}`: `claude-tracker {}` takes {}", first, command.name,
                                  wanted.most == 0 ? "no argument" : fmt::format("{} and no more", wanted.spelled)),
                      fmt::format("see `claude-tracker {} --help`", command.name)};
  }
  if (operands.size() < wanted.fewest) {
    return UsageError{fmt::format("cannot {} without {}", command.name, wanted.spelled),
                      fmt::format("for example `{}`", command.examples.front())};
  }
  for (const auto& word : operands) {
    if (wanted.kind == Operands::Kind::range && !range_of(word, k_some_day)) {
      return UsageError{fmt::format("cannot use `{}`: that is neither a day nor a range of days", word),
                        "write 2026-02-28, 2026-02-02..2026-02-06, yesterday, monday, week, last-week, 2026-10 or 7d"};
    }
    if (wanted.kind == Operands::Kind::date && !date_of(word, k_some_day)) {
      return UsageError{fmt::format("cannot use `{}`: that is not a date", word),
                        "write it as YYYY-MM-DD, for example 2026-02-28, or `yesterday` or `monday`"};
    }
  }
  return std::nullopt;
}

std::optional<UsageError> check(const Invocation& invocation) {
  const auto& command = *invocation.command;
  const auto& arguments = invocation.arguments;
  if (invocation.quiet && invocation.verbose) {
    return UsageError{"cannot use `--quiet` and `--verbose` together", "leave one of them out"};
  }
  if (auto error = check_operands(command, arguments.operands)) return error;
  for (const char* flag : {"since", "until"}) {
    const bool has_it = std::ranges::any_of(command.flags, [&](const Flag& each) { return long_name(each) == flag; });
    if (!has_it || !arguments.has(flag)) continue;
    if (!date_of(*arguments.value(flag), k_some_day)) {
      return UsageError{fmt::format("cannot use `--{} {}`: that is not a date", flag, *arguments.value(flag)),
                        "write it as YYYY-MM-DD, for example 2026-02-28, or `yesterday`"};
    }
    if (!arguments.operands.empty()) {
      return UsageError{fmt::format("cannot use `{}` and `--{}` together", arguments.operands.front(), flag),
                        "leave one of them out"};
    }
  }
  return std::nullopt;
}

libsync::Overrides overrides_of(const Arguments& options) {
  const auto path = [&](const char* name) -> std::optional<std::filesystem::path> {
    const auto text = options.value(name);
    return text ? std::optional<std::filesystem::path>{*text} : std::nullopt;
  };
  libsync::Overrides overrides{.config = path("config"),
                               .database = path("db"),
                               .transcripts = {},
                               .base_url = options.value("base-url"),
                               .ca_file = path("ca-file"),
                               .time_zone = options.value("time-zone")};
  for (const auto& folder : options.values("transcripts")) overrides.transcripts.emplace_back(folder);
  return overrides;
}

// `help`, `help COMMAND`, and `--help` with or without a command.
libsync::Result<Invocation, UsageError> help_about(const Command* command, const std::vector<std::string>& operands,
                                                   bool help_is_the_word) {
  if (help_is_the_word && !operands.empty()) {
    command = find_command(operands.front());
    if (command == nullptr) return unknown_command(operands.front());
  }
  return Invocation{.kind = Invocation::Kind::help, .command = command};
}

}  // namespace

libsync::Result<Invocation, UsageError> parse_command_line(std::span<const std::string> arguments) {
  const auto at = place_of_command(arguments);
  std::vector<std::string> rest{arguments.begin(), arguments.end()};
  std::string word;
  if (at) {
    word = arguments[*at];
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(*at));
  }
  const Command* command = find_command(word);
  const bool help_is_the_word = word == "help";
  if (at && command == nullptr && !help_is_the_word) return unknown_command(word);

  auto words = read_words(rest, command);
  if (!words) return words.error();
  const auto& options = words->options;
  if (options.has("help") || help_is_the_word) return help_about(command, words->operands, help_is_the_word);
  if (options.has("version")) return Invocation{.kind = Invocation::Kind::version};

  Invocation invocation{.kind = Invocation::Kind::run,
                        .command = command != nullptr ? command : &usual_command(),
                        .command_is_named = command != nullptr,
                        .overrides = overrides_of(options),
                        .quiet = options.has("quiet"),
                        .verbose = options.has("verbose"),
                        .no_color = options.has("no-color"),
                        .arguments = Arguments{}};
  invocation.arguments = std::move(words->options);
  invocation.arguments.operands = std::move(words->operands);
  if (auto error = check(invocation)) return *error;
  return invocation;
}

std::string_view guessed_command(std::span<const std::string> arguments) {
  for (const auto* command : commands()) {
    if (std::ranges::find(arguments, command->name) != arguments.end()) return command->name;
  }
  return "";
}

}  // namespace cli
