// SPDX-License-Identifier: MIT
#pragma once

#include "temp_dir.hpp"

#include <unistd.h>

#include <filesystem>

namespace libsync::support {

// A folder of a test's own on a file system in memory, where there is one: a kill loses nothing that was written,
// wherever it lies, and what a power cut loses is modelled.
class FastDir : public TempDir {
 public:
  FastDir() : TempDir(::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path()) {}
};

}  // namespace libsync::support
