// SPDX-License-Identifier: MIT
//
// Brings the store up to date with the transcripts below some folders. Nothing that was ever read is forgotten: a file
// that shrank is merged with what it held before, one that is gone keeps its session. Bad input never stops an import;
// it is counted and named in the report.
//
// What the store holds afterwards depends on what the files said, not on the order of reading them, nor on how many
// imports it took while they grew.
#pragma once

#include <libsync/model/hint.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/time.hpp>
#include <libsync/store/session_store.hpp>
#include <libsync/transcripts/problem.hpp>
#include <libsync/transcripts/roots.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace libsync::transcripts {

struct ImportOptions {
  std::vector<Root> roots;

  // Messages at least this far apart have idle time between them. Above zero. A change is applied to every session that
  // was ever imported, without its file.
  milliseconds idle_timeout = std::chrono::minutes{15};

  // From a message that a person typed, time is attended for this long. 0: no time is. A change is applied likewise.
  milliseconds attended_window = std::chrono::minutes{30};

  unsigned threads = 2;  // that read files; at least one is used

  // Called from the importing thread with bytes of files to be read; the last call has both equal.
  std::function<void(std::int64_t done, std::int64_t total)> progress;
};

struct ImportReport {
  std::int64_t files = 0;       // transcripts found
  std::int64_t files_read = 0;  // of them new or changed
  std::int64_t bytes_read = 0;
  std::int64_t sessions = 0;                         // that these files hold
  std::int64_t sessions_updated = 0;                 // written by this import
  std::map<std::string, milliseconds> project_time;  // active time of the sessions written, by project
  std::vector<Problem> problems;                     // by file
  std::vector<std::string> notes;                    // "there is no folder ...": nothing that needs doing
  std::vector<std::string> advice;                   // what a person should look at: a folder that may be two
};

struct ImportError {
  std::string message;  // "cannot read the transcripts in /x: there is no such folder"
  Hint hint;
};

// Reads what is new below the roots and stores it. Each batch of the store is complete in itself, so an import that is
// cut off at any point is finished by the next. Throws store::StoreError.
[[nodiscard]] Result<ImportReport, ImportError> import_transcripts(const ImportOptions& options,
                                                                   store::SessionStore& store);

}  // namespace libsync::transcripts
