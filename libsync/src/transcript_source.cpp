// SPDX-License-Identifier: MIT
#include "transcript_source.hpp"

#include "store_access.hpp"

#include <libsync/loop/failure.hpp>
#include <libsync/model/agent_kind.hpp>
#include <libsync/store/store_error.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

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
  store_.begin_import();
  auto report = transcripts::import_transcripts(options, store_);
  if (!report) return Failure{FailureKind::config, report.error().message, report.error().hint, {}};
  store_.end_import();
  // That one agent or another is not used here is worth a word only when none is, and then one for all of them. What is
  // wrong with a folder that somebody named is told of each.
  const bool are_assumed = std::ranges::all_of(
      settings_.transcripts, [](const auto& root) { return root.origin != transcripts::Root::Origin::named; });
  if (report->files > 0) {
    report->notes.clear();
  } else if (are_assumed) {
    report->notes = {no_transcripts(settings_)};
  }
  report->notes.insert(report->notes.end(), report->advice.begin(), report->advice.end());
  return std::move(*report);
}

Result<transcripts::Survey, Failure> survey_transcripts(const Settings& settings) {
  try {
    auto survey = read_store(
        settings, [&](store::TrackingStore& store) { return transcripts::survey(settings.transcripts, store); });
    if (!survey) return Failure{FailureKind::config, survey.error().message, survey.error().hint, {}};
    return std::move(*survey);
  } catch (const store::StoreError& error) {
    return loop::store_failure(error);
  }
}

std::string no_transcripts(const Settings& settings) {
  std::vector<std::string> folders;
  std::vector<std::string> agents;
  for (const auto& root : settings.transcripts) {
    if (root.origin == transcripts::Root::Origin::named) folders.push_back(root.folder.string());
    const std::string agent = agent_name(root.agent);
    if (std::ranges::find(agents, agent) == agents.end()) agents.push_back(agent);
  }
  if (!folders.empty()) return fmt::format("there are no transcripts in {}", fmt::join(folders, ", "));
  return fmt::format("there are no transcripts in the usual places of {}; `transcripts` in the config names others",
                     agents.empty() ? "the agents in the config" : fmt::format("{}", fmt::join(agents, ", ")));
}

}  // namespace libsync
