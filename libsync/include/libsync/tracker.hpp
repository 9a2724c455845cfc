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
#include <libsync/loop/verification.hpp>
#include <libsync/loop/withdrawal_loop.hpp>
#include <libsync/model/library_version.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/secret.hpp>
#include <libsync/settings.hpp>
#include <libsync/transcripts/importer.hpp>
#include <libsync/transcripts/survey.hpp>

#include <cstdint>
#include <map>
#include <string>
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

// Takes back what was posted in the range of `options`, see loop/withdrawal_loop.hpp; a resync imports first. A dry run
// as of sync().
[[nodiscard]] loop::WithdrawalReport take_back(loop::Withdrawing what, const Settings& settings,
                                               const loop::RunOptions& options, loop::Observer& observer,
                                               int interrupt_fd = -1);

// Whether what was posted in that range stands in Clockify, see loop/verification.hpp. Works on a private copy of the
// store, without a lock.
[[nodiscard]] loop::VerifyReport verify(const Settings& settings, const loop::RunOptions& options,
                                        loop::Observer& observer, int interrupt_fd = -1);

// Transcripts to store, and nothing else.
[[nodiscard]] Result<transcripts::ImportReport, Failure> import_transcripts(const Settings& settings,
                                                                            loop::Observer& observer);

// What an import would find, see transcripts/survey.hpp. Reads the store as it is.
[[nodiscard]] Result<transcripts::Survey, Failure> survey_transcripts(const Settings& settings);

// "there are no transcripts in A, B", or in the usual places of which agents: for when there are none in any of the
// folders of the settings.
[[nodiscard]] std::string no_transcripts(const Settings& settings);

// Files that could not be read, and lines that were no records.
[[nodiscard]] std::int64_t skipped(const transcripts::ImportReport& report);

struct ProjectList {
  WorkspaceId workspace;  // the configured one, else the user's active or default one
  std::vector<clockify::Project> projects;
  std::optional<clockify::User> user{};  // as far as it was asked for
};

// What Clockify has to map folders to. Needs a key and nothing else. A store that is there remembers them, as far as it
// can be written.
// `user`: whose key it is, where that is known already. `with_user`: asks for the user in any case.
[[nodiscard]] Result<ProjectList, Failure> list_projects(const Settings& settings, int interrupt_fd = -1,
                                                         const std::optional<UserId>& user = std::nullopt,
                                                         bool with_user = false);

// What the store remembers of how the projects of the workspace are called. Reads it as it is; one that cannot be read
// remembers nothing.
[[nodiscard]] std::map<ProjectId, std::string> remembered_names(const Settings& settings);

// The project that somebody calls so, see find_project: from what the store remembers of the workspace, else from
// Clockify.
[[nodiscard]] Result<clockify::Project, Failure> choose_project(const Settings& settings, std::string_view words,
                                                                int interrupt_fd = -1);

// Whose key it is, and where they may track their time.
struct Acquaintance {
  clockify::User user;
  std::vector<clockify::Workspace> workspaces;  // by name

  // The one that Clockify shows them.
  [[nodiscard]] std::optional<WorkspaceId> active() const {
    return user.active_workspace ? user.active_workspace : user.default_workspace;
  }
};

// Two requests, with the key that find_api_key() finds.
[[nodiscard]] Result<Acquaintance, Failure> get_acquainted(const Settings& settings, int interrupt_fd = -1);

// The folders that were worked in and that have no project yet, longest first. Reads the store as it is; one that is
// not there has none, one that cannot be read is a failure.
[[nodiscard]] Result<std::vector<loop::FolderTime>, Failure> folders_without_project(const Settings& settings);

// All folders that were worked in, whether or not they are mapped, longest first, after the transcripts were read: into
// the store, or, for a dry run, into a private copy of it.
[[nodiscard]] Result<std::vector<loop::FolderTime>, Failure> folders_in_transcripts(const Settings& settings,
                                                                                    loop::Observer& observer,
                                                                                    bool dry_run);

// Asks Clockify whose key this is.
[[nodiscard]] Result<clockify::User, Failure> check_key(const Settings& settings, const Secret& key,
                                                        int interrupt_fd = -1);

// Whether a keyring is there to keep a key in; a failure when it is locked.
[[nodiscard]] Result<bool, Failure> has_keyring();

// Keeps the key for later runs: `place` is `secret_service` or `file`.
[[nodiscard]] Result<void, Failure> keep_key(const Settings& settings, const Secret& key, credentials::KeySource place);

}  // namespace libsync
