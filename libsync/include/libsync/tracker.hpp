// SPDX-License-Identifier: MIT
//
// The whole program without its command line: the store, the transcripts, the key, the HTTPS client and the loop, put
// together from Settings. This is how another program does what `claude-tracker sync` does:
//
//   const auto settings = libsync::load_settings(libsync::Environment::of_this_process(), {});
//   if (!settings) return complain(settings.error());
//   libsync::loop::Observer nobody;
//   const auto report = libsync::sync(*settings, {.dry_run = true}, nobody);
//
// Nothing here throws for what the store, the network or the input do. `interrupt_fd` is a descriptor that becomes (and
// stays) readable when the work should stop, for example an eventfd(2) that a signal handler writes to; -1 for none.
#pragma once

#include <libsync/clockify/api.hpp>
#include <libsync/loop/ports.hpp>
#include <libsync/loop/sync_loop.hpp>
#include <libsync/loop/sync_report.hpp>
#include <libsync/model/library_version.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/secret.hpp>
#include <libsync/settings.hpp>
#include <libsync/transcripts/importer.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace libsync {

// "0.1.0"
[[nodiscard]] std::string_view version();

// Of the libraries of others that are at work here.
[[nodiscard]] std::vector<LibraryVersion> library_versions();

// What the configuration says about workdays, as the loop wants it; a failure names what is missing.
[[nodiscard]] Result<loop::SyncRules, Failure> sync_rules(const Settings& settings);

// Today's date in the zone of the settings, by the clock that sync() goes by.
[[nodiscard]] LocalDate today(const Settings& settings);

// The main job, see loop/sync_loop.hpp. A dry run works on a private copy of the store: it writes nothing anywhere,
// takes no lock and makes no request. The key is looked for when the first request is due.
[[nodiscard]] loop::SyncReport sync(const Settings& settings, const loop::RunOptions& options, loop::Observer& observer,
                                    int interrupt_fd = -1);

// Transcripts to store, and nothing else.
[[nodiscard]] Result<transcripts::ImportReport, Failure> import_transcripts(const Settings& settings,
                                                                            loop::Observer& observer);

// Files that could not be read, and lines that were no records.
[[nodiscard]] std::int64_t skipped(const transcripts::ImportReport& report);

struct ProjectList {
  WorkspaceId workspace;  // the configured one, else the user's active or default one
  std::vector<clockify::Project> projects;
};

// What Clockify has to map folders to. Needs a key and nothing else.
[[nodiscard]] Result<ProjectList, Failure> list_projects(const Settings& settings, int interrupt_fd = -1);

// The folders that were worked in and that have no project yet, longest first. Reads the store as it is; a store that
// cannot be read has none.
[[nodiscard]] std::vector<loop::FolderTime> folders_without_project(const Settings& settings);

// Asks Clockify whose key this is and, if it is somebody's, stores it in the credentials file.
[[nodiscard]] Result<clockify::User, Failure> set_up_key(const Settings& settings, const Secret& key,
                                                         int interrupt_fd = -1);

}  // namespace libsync
