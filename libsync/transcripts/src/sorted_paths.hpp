// SPDX-License-Identifier: MIT
//
// Which of many files are meant, at a sixth of what a std::set of them takes.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace libsync::transcripts {

// Borrows the paths.
class SortedPaths {
 public:
  void add(std::string_view path) { paths_.push_back(path); }
  // After the last add(), before the first contains().
  void sort() {
    std::ranges::sort(paths_);
    paths_.erase(std::unique(paths_.begin(), paths_.end()), paths_.end());
  }

  [[nodiscard]] bool contains(std::string_view path) const { return std::ranges::binary_search(paths_, path); }
  [[nodiscard]] bool empty() const { return paths_.empty(); }

 private:
  std::vector<std::string_view> paths_;
};

}  // namespace libsync::transcripts
