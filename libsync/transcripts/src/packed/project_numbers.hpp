// SPDX-License-Identifier: MIT
//
// The places of folders in a list in order of first sight. Agents may make a folder for each task, so there may be
// many.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::transcripts {

class ProjectNumbers {
 public:
  // Borrows the list, which nothing else may change from then on.
  explicit ProjectNumbers(std::vector<std::string>& projects) : projects_(projects) {
    for (std::uint32_t i = 0; i < projects_.size(); ++i) numbers_.emplace(projects_[i], i);
  }

  // Adds the folder if it is new.
  [[nodiscard]] std::uint32_t of(std::string_view folder) {
    const auto known = numbers_.find(folder);
    if (known != numbers_.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(projects_.size());
    projects_.emplace_back(folder);
    numbers_.emplace(folder, number);
    return number;
  }

 private:
  std::vector<std::string>& projects_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
};

}  // namespace libsync::transcripts
