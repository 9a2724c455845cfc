// SPDX-License-Identifier: MIT
//
// The answer of `sync` and `status` for people. Pure: report in, text out. Everything from outside is escaped.
#pragma once

#include "render/words.hpp"

#include <libsync/loop/sync_report.hpp>
#include <libsync/tracker.hpp>

#include <map>
#include <optional>
#include <string>

namespace cli {

// What the text is written for and about.
struct TextContext {
  const libsync::Zone& zone;
  std::string config_file;
  libsync::Overrides overrides;  // of the run, repeated in commands to type
  std::optional<libsync::ProjectId> other_project;
  std::string usual_description;                                 // only others are worth a mention
  std::map<libsync::ProjectId, std::string> project_names = {};  // as far as they are known
  libsync::UtcTime now{};                                        // moments of another day have their date
  bool range_is_given = false;                                   // by RANGE, --since or --until
  bool waits_for_first_import = false;                           // no transcript was ever read
  bool colour = false;
  bool verbose = false;
  std::size_t width = 0;  // of the terminal; 0 for a pipe
};

enum class ReportKind {
  sync,
  dry_run,
  plan,  // of a sync that has not sent anything yet: the days alone
  status,
};

[[nodiscard]] std::string report_text(const libsync::loop::SyncReport& report, ReportKind kind,
                                      const TextContext& context);

// "claude-tracker: error: ..." and, when `hint` is not empty, "hint: ..." on the next line. `width` as in TextContext.
[[nodiscard]] std::string failure_text(const libsync::Failure& failure, const std::string& hint, bool colour,
                                       std::size_t width = 0);

}  // namespace cli
