// SPDX-License-Identifier: MIT
//
// What an import would find to do, and what it could not do last time, for a person who asks whether anything gets
// lost. Reads folders, and of new files the first bytes; changes nothing.
#pragma once

#include <libsync/model/agent_kind.hpp>
#include <libsync/model/library_version.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/time.hpp>
#include <libsync/store/session_store.hpp>
#include <libsync/transcripts/importer.hpp>
#include <libsync/transcripts/problem.hpp>
#include <libsync/transcripts/roots.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace libsync::transcripts {

// A transcript that is new or has changed since the last import, and that can be read.
struct WaitingFile {
  std::string file;
  UtcTime modified;
  std::optional<UtcTime> kept_until;  // then its agent deletes it; nothing where it keeps everything
};

struct Survey {
  std::int64_t files = 0;                   // transcripts found
  std::int64_t known = 0;                   // those of them that an import has read, as they are or as they were
  std::vector<WaitingFile> waiting{};       // by file
  std::vector<Problem> skipped{};           // whole files that no import can read as they are, by file
  std::optional<std::chrono::days> kept{};  // the shortest time for which an agent of these roots keeps a transcript

  // There are some to read, and none was ever read.
  [[nodiscard]] bool waits_for_first_import() const { return known == 0 && !waiting.empty(); }
};

// `store` as the last import left it. Throws store::StoreError.
[[nodiscard]] Result<Survey, ImportError> survey(const std::vector<Root>& roots, store::SessionStore& store);

// How long the agent keeps what lies in the root after the last change: Claude Code deletes it when it starts, after
// `cleanupPeriodDays` of its settings.json, 30 without that. Nothing for an agent that deletes nothing.
[[nodiscard]] std::optional<std::chrono::days> kept_for(const Root& root);

// Of what unpacks the transcripts that Codex compressed.
[[nodiscard]] std::vector<LibraryVersion> library_versions();

}  // namespace libsync::transcripts
