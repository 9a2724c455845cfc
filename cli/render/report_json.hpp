// SPDX-License-Identifier: MIT
//
// The JSON contract: one object on one line, the same shape on success and on failure. Everything in it is ASCII-safe
// for a terminal: controls and bidi marks are escaped, bytes that are no UTF-8 are replaced.
#pragma once

#include <libsync/loop/sync_report.hpp>
#include <libsync/tracker.hpp>

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace cli {

// `command`: "sync" or "status". `hint`, here and below, is that of the failure, if there is one, in words.
[[nodiscard]] std::string sync_json(const libsync::loop::SyncReport& report, std::string_view command,
                                    const std::string& hint = "");

// The same before it is printed, for what adds to it.
[[nodiscard]] boost::json::object sync_object(const libsync::loop::SyncReport& report, std::string_view command,
                                              const std::string& hint);

[[nodiscard]] std::string import_json(
    const libsync::Result<libsync::transcripts::ImportReport, libsync::Failure>& outcome, const std::string& hint = "");

[[nodiscard]] std::string projects_json(const libsync::Result<libsync::ProjectList, libsync::Failure>& outcome,
                                        const std::string& hint = "");

// For a run that failed before it had anything else to say.
[[nodiscard]] std::string failure_json(const libsync::Failure& failure, std::string_view command,
                                       const std::string& hint);

// The words of the contract: "already_synced", "in_doubt".
[[nodiscard]] std::string_view word_of(libsync::loop::DayState state);
[[nodiscard]] std::string_view word_of(libsync::loop::EntryState state);

}  // namespace cli
