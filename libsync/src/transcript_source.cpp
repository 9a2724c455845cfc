// SPDX-License-Identifier: MIT
#include "transcript_source.hpp"

#include <libsync/tracker.hpp>

#include <utility>

namespace libsync {

Result<loop::ImportSummary, Failure> TranscriptSource::import() {
  auto report = import_in_full();
  if (!report) return report.error();
  return loop::ImportSummary{.files = report->files,
                             .sessions = report->sessions,
                             .skipped = skipped(*report),
                             .notes = std::move(report->notes)};
}

Result<transcripts::ImportReport, Failure> TranscriptSource::import_in_full() {
  transcripts::ImportOptions options;
  options.roots = settings_.transcripts;
  options.idle_timeout = settings_.config.idle_timeout;
  options.attended_window = settings_.config.sync.attended;
  options.progress = [this](std::int64_t done, std::int64_t total) { observer_.importing(done, total); };
  auto report = transcripts::import_transcripts(options, store_);
  if (!report) return Failure{FailureKind::config, report.error().message, report.error().hint, {}};
  // That one agent or another is not used here is worth a word only when none is.
  if (report->files > 0) report->notes.clear();
  report->notes.insert(report->notes.end(), report->advice.begin(), report->advice.end());
  return std::move(*report);
}

}  // namespace libsync
