// SPDX-License-Identifier: MIT
//
// What holds for any transcript, whatever it was made of.
#pragma once

#include "packed/packed_format.hpp"
#include "packed/transcript.hpp"

#include <cstdlib>
#include <string>

namespace fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

// Requires that what it refers to is there, and that it survives being packed. Returns it packed.
inline std::string checked(const libsync::transcripts::Transcript& transcript) {
  for (const auto& point : transcript.points) {
    require(transcript.span && transcript.span->start <= point.time && point.time <= transcript.span->end);
    require(point.project <= transcript.projects.size() && point.tokens <= transcript.tokens.size());
  }
  const std::string packed = libsync::transcripts::pack(transcript);
  const auto unpacked = libsync::transcripts::unpack(packed);
  require(unpacked && libsync::transcripts::pack(*unpacked) == packed);
  return packed;
}

}  // namespace fuzz
