// SPDX-License-Identifier: MIT
#pragma once

#include <libsync/transcripts/problem.hpp>

#include <cstdint>
#include <map>

namespace libsync::transcripts {

// What was wrong in a file, by kind.
class ProblemCounter {
 public:
  void count(ProblemKind kind, std::int64_t line) {
    auto& entry = counts_.try_emplace(kind, Entry{0, line}).first->second;
    ++entry.count;
  }

  [[nodiscard]] bool has(ProblemKind kind) const { return counts_.contains(kind); }

  struct Entry {
    std::int64_t count;
    std::int64_t first_line;
  };
  [[nodiscard]] const std::map<ProblemKind, Entry>& counts() const { return counts_; }

 private:
  std::map<ProblemKind, Entry> counts_;
};

}  // namespace libsync::transcripts
