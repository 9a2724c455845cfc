// SPDX-License-Identifier: MIT
//
// When a file was changed. The time that programs can set (mtime) is not enough: a file may be written anew with the
// size and the time it had, but the system's own time of that change (ctime) is another.
#pragma once

#include "json/text_hash.hpp"

#include <sys/stat.h>

#include <cstdint>
#include <ctime>
#include <string_view>

namespace libsync::transcripts {

[[nodiscard]] inline std::int64_t nanoseconds_of(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

[[nodiscard]] inline std::int64_t modified_ns(const struct stat& status) {
  return nanoseconds_of(status.st_mtim);
}

[[nodiscard]] inline std::int64_t changed_ns(const struct stat& status) {
  return nanoseconds_of(status.st_ctim);
}

// Under another label a file is to look changed.
[[nodiscard]] inline std::int64_t with_label(std::int64_t changed_ns, std::string_view label) {
  if (label.empty()) return changed_ns;
  return static_cast<std::int64_t>(mix(static_cast<std::uint64_t>(changed_ns), hash_of(label)));
}

}  // namespace libsync::transcripts
