// SPDX-License-Identifier: MIT
#pragma once

#include "temp_dir.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace libsync::credentials {

// A folder of the test's own, gone with it.
class TemporaryFolder : public support::TempDir {
 public:
  [[nodiscard]] std::filesystem::path write(std::string_view name, std::string_view text, int mode) const {
    const auto file = path() / name;
    std::ofstream{file, std::ios::binary} << text;
    std::filesystem::permissions(file, static_cast<std::filesystem::perms>(mode));
    return file;
  }
};

inline std::string content(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

}  // namespace libsync::credentials
