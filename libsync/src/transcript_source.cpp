// SPDX-License-Identifier: MIT
#include "transcript_source.hpp"

#include <libsync/transcripts/importer.hpp>

namespace libsync {

Result<loop::ImportSummary, loop::Failure> TranscriptSource::import() {
  transcripts::ImportOptions options;
  options.roots = settings_.transcripts;
  options.idle_timeout = settings_.config.idle_timeout;
  options.progress = [this](std::int64_t done, std::int64_t total) { observer_.importing(done, total); };
  const auto report = transcripts::import_transcripts(options, store_);
  if (!report) return loop::Failure{loop::FailureKind::config, report.error().message, report.error().hint, {}};
  std::int64_t skipped = 0;
  for (const auto& problem : report->problems) skipped += problem.count;
  return loop::ImportSummary{.files = report->files, .sessions = report->sessions, .skipped = skipped};
}

}  // namespace libsync
