// SPDX-License-Identifier: MIT
//
// Finds the transcripts below the roots: each file once, under one of its names.
#pragma once

#include "read/walk.hpp"

#include <libsync/transcripts/importer.hpp>

#include <string>
#include <vector>

namespace libsync::transcripts {

struct Discovery {
  std::vector<FoundFile> files;   // by path
  std::vector<Problem> problems;  // in no order
  std::vector<std::string> notes;
};

// An error when a root that was named is missing or cannot be read.
[[nodiscard]] Result<Discovery, ImportError> discover(const std::vector<Root>& roots);

}  // namespace libsync::transcripts
