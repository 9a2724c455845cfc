// SPDX-License-Identifier: MIT
//
// What `sync` and `status` answer: the report of a run, as text or as the object of the contract.
#pragma once

#include "commands/commands.hpp"
#include "render/report_text.hpp"

#include <libsync/loop/sync_report.hpp>

namespace cli {

enum class Stream { out, err };

// For text about the report on that stream.
[[nodiscard]] TextContext text_context(const Task& task, const libsync::loop::SyncReport& report, Stream stream);

[[nodiscard]] ExitCode answer(const Task& task, const libsync::loop::SyncReport& report, ReportKind kind);

}  // namespace cli
