// SPDX-License-Identifier: MIT
//
// Linux alone: /proc/locks has a line for each lock, "1: FLOCK  ADVISORY  WRITE 4711 08:01:393228 0 EOF".
#include "lock_holder.hpp"

#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <string>

namespace libsync::store {
namespace {

// The device is left out: some file systems give another one here than to stat(2).
bool is_locked(ino_t inode, int process) {
  std::ifstream locks{"/proc/locks"};
  for (std::string line; std::getline(locks, line);) {
    std::istringstream words{line};
    std::string number;
    std::string kind;
    std::string manner;
    std::string mode;
    std::string place;
    int holder = 0;
    words >> number >> kind >> manner >> mode >> holder >> place;
    const bool same_file = place.substr(place.rfind(':') + 1) == std::to_string(inode);
    // A holder in another container has no number here.
    if (words && kind == "FLOCK" && same_file && (holder == process || holder <= 0)) return true;
  }
  return false;
}

}  // namespace

std::optional<RunHolder> lock_holder(const std::filesystem::path& lock_file) {
  struct stat info {};
  std::ifstream file{lock_file};
  int process = 0;
  if (stat(lock_file.c_str(), &info) != 0 || !(file >> process)) return std::nullopt;
  if (!is_locked(info.st_ino, process)) return std::nullopt;
  return RunHolder{process, UtcTime{seconds{info.st_mtime}}};
}

}  // namespace libsync::store
