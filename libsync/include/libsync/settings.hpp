// SPDX-License-Identifier: MIT
//
// Where everything lies and what is configured, decided once at the start: a flag beats the environment, the
// environment beats the config file, the file beats the default. Reads the config file and the zone data; writes
// nothing and asks nobody for a key.
#pragma once

#include <libsync/config/config.hpp>
#include <libsync/credentials/credentials.hpp>
#include <libsync/model/base_url.hpp>
#include <libsync/model/failure.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/secret.hpp>
#include <libsync/model/zone.hpp>
#include <libsync/transcripts/roots.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace libsync {

// What a process was started with, as a value: nothing below reads the environment by itself.
struct Environment {
  std::map<std::string, std::string> variables;
  std::filesystem::path home;               // empty when it is not known
  std::filesystem::path working_directory;  // relative paths of flags start here

  [[nodiscard]] static Environment of_this_process();

  // The value of a variable; nothing when it is unset or empty.
  [[nodiscard]] std::optional<std::string> get(const std::string& name) const;
};

// What the caller says explicitly. Everything is optional.
struct Overrides {
  std::optional<std::filesystem::path> config;
  std::optional<std::filesystem::path> database;
  std::vector<std::filesystem::path> transcripts;
  std::optional<std::string> base_url;
  std::optional<std::filesystem::path> ca_file;
  std::optional<std::string> time_zone;  // IANA
};

// A store on a server in the place of the file.
struct StoreServer {
  std::string address;
  std::optional<std::string> password_command;
  std::filesystem::path machine_file;  // where this machine keeps its key
};

struct Settings;

// The same machine with its store at that address; its password comes from where the config says.
[[nodiscard]] StoreServer server_at(const Settings& settings, const std::string& address);

struct Settings {
  std::filesystem::path config_file;  // absolute
  bool config_exists;
  config::Config config;  // as the file has it; the defaults when there is none
  std::filesystem::path database;
  std::filesystem::path data_folder{};  // of this program
  std::optional<StoreServer> server{};  // `database` is then only what this machine's runs lock
  bool database_is_named = false;       // by a flag or the config: a mistyped folder is not made
  std::vector<transcripts::Root> transcripts;
  std::string base_url;  // as BaseUrl spells it
  // Why nobody knows which server the key is for: what may name it in the file cannot be read, and no flag does.
  // Nothing connects then.
  std::optional<Failure> server_unknown{};
  std::filesystem::path ca_file;  // empty: the system's roots
  Zone zone;
  credentials::Places key_places;
  Secret proxy;                // as HTTPS_PROXY has it; may hold a password
  std::string proxy_origin{};  // where it is set: "the environment as HTTPS_PROXY"
  std::string no_proxy;
};

// How the configuration is read. Who looks for what is wrong with it takes what is readable: all but what is wrong, or
// nothing of what is no TOML (Settings::config_exists is then false). The server is perhaps unknown then.
enum class ConfigFile { read, readable };

// The kinds of failure are `usage` for what an override says and `config` for everything else.
[[nodiscard]] Result<Settings, Failure> load_settings(const Environment& environment, const Overrides& overrides,
                                                      ConfigFile config_file = ConfigFile::read);

}  // namespace libsync
