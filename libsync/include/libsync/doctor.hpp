// SPDX-License-Identifier: MIT
//
// Whether all is well: config, store, transcripts, key, Clockify, mapping, clock and schedule, looked at one by one and
// judged. Looking writes nothing and takes no lock; it runs `api_key_command` where that is configured, and makes two
// requests at most. Nothing is thrown for what is found.
#pragma once

#include <libsync/model/failure.hpp>
#include <libsync/model/hint.hpp>
#include <libsync/settings.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace libsync {

enum class Verdict { pass, warn, fail };

enum class Check {
  config,
  store,        // its file, pages, journal, and the disk it lies on
  run,          // that holds the store's lock
  transcripts,  // whether they are imported before their agent deletes them
  skipped,      // transcripts that cannot be read
  schedule,     // whether anything runs by itself
  key,
  connection,
  clock,
  time_zone,
  mapping,
};

struct Finding {
  Check check;
  Verdict verdict;
  std::string message;                // may hold text from outside: print it escaped
  Hint hint{};                        // of what is not well
  std::optional<FailureKind> kind{};  // of a `fail`, and of nothing else
};

struct Diagnosis {
  std::vector<Finding> findings;  // in the order of Check; what could not be looked at for want of another is left out
  std::int64_t requests = 0;
};

struct DoctorOptions {
  // What runs the program by itself, as it is called; the caller knows how that is done, and has looked.
  std::vector<std::string> scheduled{};
  int interrupt_fd = -1;
};

// `config_failure`: why the config cannot be used, if `settings` had to be made without what is wrong in it
// (ConfigFile::readable). That is a finding, and no end of the look.
[[nodiscard]] Diagnosis examine(const Settings& settings, const std::optional<Failure>& config_failure,
                                const DoctorOptions& options);

// Of all that failed, the kind of what has to be mended first: config, key, store, then Clockify and the way to it.
// Nothing when nothing failed.
[[nodiscard]] std::optional<FailureKind> worst_of(const Diagnosis& diagnosis);

}  // namespace libsync
