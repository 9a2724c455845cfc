// SPDX-License-Identifier: MIT
//
// Transcript lines made up, of the lengths and kinds that real ones have (tests/bench/made_lines.cpp says which).
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace libsync::bench {

// The lines of one session, in order. The same seed makes the same lines.
class LineMaker {
 public:
  explicit LineMaker(std::uint64_t seed);

  // The next line, with its line feed.
  [[nodiscard]] const std::string& next();

 private:
  std::size_t length_of_text();
  void add_text(std::size_t size);
  std::string id(const char* prefix);
  void add_head(bool with_version);

  std::mt19937_64 random_;
  std::string line_;
  std::string session_;
  std::int64_t time_ms_;
  std::string prose_;
};

}  // namespace libsync::bench
