// SPDX-License-Identifier: MIT
//
// config.toml: the keys of the older tool unchanged, new ones beside them (docs/manual has the list). Reading is
// strict: an unknown key, a bad id, time or date is an error that names line and column and, for a misspelt key, the
// nearest known one. What is absent stays absent here; which keys a command needs is that command's business.
#pragma once

#include <libsync/model/hint.hpp>
#include <libsync/model/ids.hpp>
#include <libsync/model/library_version.hpp>
#include <libsync/model/policy.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/time.hpp>

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::config {

// Of one range of `days_off`, both ends included.
inline constexpr int k_most_days_off = 3661;

// The [sync] table.
struct SyncSection {
  std::optional<WorkspaceId> workspace;
  std::optional<ProjectId> other_project;
  ConfigPlace other_project_place;
  std::optional<LocalTime> work_day_start;
  // May be below the start: work hours over midnight; never equal to it. 24:00 is the end of the day.
  std::optional<LocalTime> work_day_end;
  ProjectMapping project_mapping;

  std::optional<std::string> time_zone;  // IANA; not looked up here
  ConfigPlace time_zone_place;
  std::set<unsigned> work_days{1, 2, 3, 4, 5};  // ISO: Monday is 1
  std::set<LocalDate> days_off;                 // ranges are spread out
  SessionWindow session_window = SessionWindow::work_hours;
  OnExisting on_existing = OnExisting::skip;
  std::optional<LocalDate> first_day;   // nothing is billed before it
  std::chrono::minutes min_tracked{0};  // a day with less is left alone
  CountedTime count = CountedTime::all;
  std::chrono::minutes attended{30};  // how long after a typed message time is attended
  std::string description = "Development";
  std::optional<bool> billable;
  std::vector<TagId> tags;
  std::optional<TaskId> task;
  std::optional<std::string> base_url;  // as BaseUrl spells it
  std::optional<std::filesystem::path> ca_file;

  friend bool operator==(const SyncSection&, const SyncSection&) = default;
};

// A folder of transcripts. What was tracked there goes by the folder's label, if it has one: "acme:/workspace".
struct TranscriptFolder {
  std::filesystem::path path;
  std::string label{};

  friend bool operator==(const TranscriptFolder&, const TranscriptFolder&) = default;
};

struct Config {
  std::chrono::minutes idle_timeout{15};
  std::optional<std::filesystem::path> database;
  std::optional<std::string> store;                   // a server in the place of the file: "postgresql://host/name"
  std::optional<std::string> store_password_command;  // run by /bin/sh; prints the server's password
  std::chrono::days machine_patience{7};              // how long a day waits for a machine that was seen last
  std::vector<TranscriptFolder> transcripts;
  // Absent in the file: temporary folders.
  IgnoredProjects ignore_projects{{"/tmp/**", "/private/tmp/**", "/var/folders/**", "/private/var/folders/**"}, true};
  std::vector<std::string> agents;             // whose sessions count, by name; none: those of every agent
  std::optional<std::string> api_key_command;  // run by /bin/sh; prints the key
  std::optional<std::string> notify_command;   // run by /bin/sh when a sync needs a person
  SyncSection sync;

  friend bool operator==(const Config&, const Config&) = default;
};

// What is wrong with the address of a server, for `store`: no address of one, or a password in it. Completes "must
// ...".
[[nodiscard]] std::optional<std::string> fault_in_store(const std::string& address);

struct ConfigError {
  std::filesystem::path file;
  int line = 0;       // from 1; 0 when the file as a whole is meant
  int column = 0;     // from 1
  std::string cause;  // "unknown key `work_day_strat`"
  Hint hint;          // what the file should say instead, where that is known
};

// Reads `text` as the content of `file`, which is only named in errors and for paths relative to it. A `~/` at the
// start of a path stands for `home`.
[[nodiscard]] Result<Config, ConfigError> parse_config(std::string_view text, const std::filesystem::path& file,
                                                       const std::filesystem::path& home);

// Every key at the top of the file and, in the form "sync.workspace_id", every one of [sync], sorted.
[[nodiscard]] std::vector<std::string> known_keys();

// Of what reads the file.
[[nodiscard]] std::vector<LibraryVersion> library_versions();

// What can be read of a config in which something is wrong.
struct ReadableConfig {
  Config config;                               // as if what is wrong were not there
  std::optional<ConfigError> left_out;         // the first thing that is wrong
  std::optional<ConfigError> server_in_doubt;  // the first that may have been meant for `base_url`, which there is not
};

// The same for who looks for what is wrong: that is left out. An error only where the text is no TOML.
[[nodiscard]] Result<ReadableConfig, ConfigError> parse_what_is_readable(std::string_view text,
                                                                         const std::filesystem::path& file,
                                                                         const std::filesystem::path& home);

// Reads the file. An absent file is an empty optional; one that cannot be read is an error.
[[nodiscard]] Result<std::optional<Config>, ConfigError> load_config(const std::filesystem::path& file,
                                                                     const std::filesystem::path& home);

}  // namespace libsync::config
