// SPDX-License-Identifier: MIT
#include "failures.hpp"
#include "zone_choice.hpp"

#include <libsync/config/edit.hpp>
#include <libsync/model/text.hpp>
#include <libsync/model/zone_names.hpp>
#include <libsync/settings.hpp>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <string_view>
#include <utility>

extern char** environ;

namespace libsync {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_program = "claude-tracker";

// The base folders of the XDG specification, which has relative values ignored.
fs::path xdg_folder(const Environment& environment, const std::string& variable, const fs::path& below_home) {
  if (const auto value = environment.get(variable); value && fs::path{*value}.is_absolute()) return *value;
  return environment.home / below_home;
}

fs::path absolute(const Environment& environment, const fs::path& path) {
  return (environment.working_directory / path).lexically_normal();
}

fs::path config_path(const Environment& environment, const Overrides& overrides) {
  if (overrides.config) return absolute(environment, *overrides.config);
  return xdg_folder(environment, "XDG_CONFIG_HOME", ".config") / k_program / "config.toml";
}

fs::path data_folder(const Environment& environment) {
  return xdg_folder(environment, "XDG_DATA_HOME", fs::path{".local"} / "share") / k_program;
}

fs::path database_path(const Environment& environment, const Overrides& overrides, const config::Config& config,
                       const fs::path& config_file) {
  if (overrides.database) return absolute(environment, *overrides.database);
  if (config.database) return *config.database;
  const fs::path usual = data_folder(environment) / "sessions.db";
  const fs::path of_the_older_tool = config_file.parent_path() / "sessions.db";
  std::error_code ignored;
  return !fs::exists(usual, ignored) && fs::exists(of_the_older_tool, ignored) ? of_the_older_tool : usual;
}

// --db means a file, whatever the config says.
std::optional<StoreServer> store_server(const Environment& environment, const Overrides& overrides,
                                        const config::Config& config) {
  if (overrides.database || !config.store) return std::nullopt;
  return StoreServer{*config.store, config.store_password_command, data_folder(environment) / "machine"};
}

std::vector<transcripts::Root> transcript_roots(const Environment& environment, const Overrides& overrides,
                                                const config::Config& config) {
  transcripts::RootSettings settings;
  for (const auto& folder : overrides.transcripts) settings.named.push_back(absolute(environment, folder));
  if (settings.named.empty() && !environment.get("CLAUDE_CONFIG_DIR")) {
    for (const auto& folder : config.transcripts) {
      settings.named.push_back(folder.path);
      if (!folder.label.empty()) settings.labels.try_emplace(folder.path, folder.label);
    }
  }
  settings.surroundings = {environment.home, environment.variables};
  return transcripts::find_roots(settings);
}

// What --base-url says, spelled in the usual way.
Result<std::optional<std::string>, Failure> base_url_flag(const Overrides& overrides) {
  if (!overrides.base_url) return std::optional<std::string>{};
  const auto url = parse_base_url(*overrides.base_url);
  if (url) return std::optional{url->text()};
  return Failure{
      FailureKind::usage,
      fmt::format("cannot use the base URL `{}`: {}", without_credentials(*overrides.base_url), url.error().cause),
      {Step::give_base_url, k_clockify_url},
      {}};
}

Result<Zone, Failure> choose_zone(const Environment& environment, const Overrides& overrides,
                                  const config::Config& config, const fs::path& config_file) {
  if (overrides.time_zone) {
    const auto zone = Zone::find(*overrides.time_zone);
    if (zone) return *zone;
    return Failure{FailureKind::usage,
                   fmt::format("cannot use the time zone `{}`: {}", *overrides.time_zone, zone.error().cause),
                   {Step::give_time_zone, nearest_zone(*overrides.time_zone)},
                   {}};
  }
  if (config.sync.time_zone) {
    const auto zone = Zone::find(*config.sync.time_zone);
    if (zone) return *zone;
    const auto& place = config.sync.time_zone_place;
    return failure_of(config::ConfigError{config_file,
                                          place.line,
                                          place.column,
                                          fmt::format("`time_zone` is wrong: {}", zone.error().cause),
                                          {Step::name_time_zone, nearest_zone(*config.sync.time_zone)}});
  }
  const auto tz = environment.variables.find("TZ");
  const auto zone = tz != environment.variables.end() ? zone_of_tz(tz->second) : Zone::of_the_system();
  if (zone) return *zone;
  const std::string object = tz != environment.variables.end() ? fmt::format("the time zone in TZ, `{}`", tz->second)
                                                               : std::string{"the time zone of this machine"};
  return Failure{FailureKind::config,
                 fmt::format("cannot use {}: {}", object, zone.error().cause),
                 {Step::choose_time_zone, config_file.string()},
                 {}};
}

// Which of two spellings of a variable is set; curl's order.
std::string set_one(const Environment& environment, const std::string& first, const std::string& second) {
  return environment.get(first) ? first : second;
}

// The file would have said which server it is, or that it is the usual one.
Failure server_unknown(const config::ConfigError& error) {
  Failure unreadable = failure_of(error);
  unreadable.message += "; so the address of Clockify is not known";
  if (unreadable.hint == Hint{}) unreadable.hint = {Step::mend_config_or_give_base_url, k_clockify_url};
  return unreadable;
}

struct LoadedConfig {
  std::optional<config::Config> config;   // nothing of a file that is not there, or of which nothing can be read
  std::optional<Failure> server_unknown;  // unless a flag says which it is
};

LoadedConfig readable_part(const Environment& environment, const fs::path& config_file) {
  const auto text = config::read_config_text(config_file);
  if (!text) return {{}, server_unknown(text.error())};
  if (!text->has_value()) return {};
  auto readable = config::parse_what_is_readable(**text, config_file, environment.home);
  if (!readable) return {{}, server_unknown(readable.error())};
  LoadedConfig loaded{std::move(readable->config), {}};
  if (readable->server_in_doubt) loaded.server_unknown = server_unknown(*readable->server_in_doubt);
  auto& time_zone = loaded.config->sync.time_zone;
  if (time_zone && !Zone::find(*time_zone)) time_zone.reset();
  return loaded;
}

Result<LoadedConfig, Failure> load_config(const Environment& environment, const fs::path& config_file,
                                          ConfigFile treatment) {
  if (treatment == ConfigFile::readable) return readable_part(environment, config_file);
  auto file = config::load_config(config_file, environment.home);
  if (!file) return failure_of(file.error());
  return LoadedConfig{std::move(*file), {}};
}

}  // namespace

Environment Environment::of_this_process() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  if (const auto home = environment.get("HOME")) {
    environment.home = *home;
  } else if (const passwd* user = getpwuid(getuid()); user != nullptr && user->pw_dir != nullptr) {
    environment.home = user->pw_dir;
  }
  std::error_code unknown;
  environment.working_directory = fs::current_path(unknown);
  return environment;
}

std::optional<std::string> Environment::get(const std::string& name) const {
  const auto found = variables.find(name);
  if (found == variables.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

StoreServer server_at(const Settings& settings, const std::string& address) {
  return {address, settings.config.store_password_command, settings.data_folder / "machine"};
}

Result<Settings, Failure> load_settings(const Environment& environment, const Overrides& overrides,
                                        ConfigFile treatment) {
  if (!environment.home.is_absolute()) {
    return Failure{
        FailureKind::config, "cannot find your files: HOME is not set to an absolute folder", {Step::set_home}, {}};
  }
  const auto base_url = base_url_flag(overrides);
  if (!base_url) return base_url.error();

  const fs::path config_file = config_path(environment, overrides);
  const auto loaded = load_config(environment, config_file, treatment);
  if (!loaded) return loaded.error();
  const config::Config config = loaded->config.value_or(config::Config{});

  const auto zone = choose_zone(environment, overrides, config, config_file);
  if (!zone) return zone.error();

  const auto server = store_server(environment, overrides, config);
  const std::string proxy_variable = set_one(environment, "https_proxy", "HTTPS_PROXY");
  return Settings{
      .config_file = config_file,
      .config_exists = loaded->config.has_value(),
      .config = config,
      .database = server ? server->machine_file : database_path(environment, overrides, config, config_file),
      .data_folder = data_folder(environment),
      .server = server,
      .database_is_named = !server && (overrides.database || config.database),
      .transcripts = transcript_roots(environment, overrides, config),
      .base_url = base_url->value_or(config.sync.base_url.value_or(k_clockify_url)),
      .server_unknown = *base_url ? std::nullopt : loaded->server_unknown,
      .ca_file =
          overrides.ca_file ? absolute(environment, *overrides.ca_file) : config.sync.ca_file.value_or(fs::path{}),
      .zone = *zone,
      .key_places = {.environment = environment.get("CLOCKIFY_API_KEY"),
                     .command = config.api_key_command,
                     .file = config_file.parent_path() / "credentials"},
      .proxy = Secret{environment.get(proxy_variable).value_or("")},
      .proxy_origin = fmt::format("the environment as {}", proxy_variable),
      .no_proxy = environment.get(set_one(environment, "no_proxy", "NO_PROXY")).value_or(""),
  };
}

}  // namespace libsync
