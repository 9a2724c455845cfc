// SPDX-License-Identifier: MIT
//
// Which version of a library of somebody else is at work.
#pragma once

#include <string>

namespace libsync {

struct LibraryVersion {
  std::string name;     // "SQLite"
  std::string version;  // as it runs; as it was compiled, of a library that is compiled in

  friend bool operator==(const LibraryVersion&, const LibraryVersion&) = default;
};

}  // namespace libsync
