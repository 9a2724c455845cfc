// SPDX-License-Identifier: MIT
//
// Folders, as agents on any system write them, compared by component. `\` and `/` separate; doubled separators, a
// separator at the end and `.` vanish; a drive letter and the host of `\\wsl.localhost` or `\\wsl$` compare without
// case. `D:\x`, `d:/x/` and `D:\.\x` are one folder; `/mnt/d/x` is another. A folder of a labelled root has the label
// in front of it: `acme:/workspace`. Pure, and without an allocation: a plan over years compares millions of them.
#pragma once

#include <cstddef>
#include <string_view>

namespace libsync {

// Takes the components off a folder, one by one.
class FolderReader {
 public:
  struct Component {
    std::string_view text;
    bool is_root = false;   // a label, a drive, a host or the leading separator: no name that a pattern may match
    bool any_case = false;  // compare it with the case of letters folded
  };

  explicit FolderReader(std::string_view folder) : rest_(folder) {}

  // For what stands behind a root.
  [[nodiscard]] static FolderReader of_names(std::string_view names) {
    FolderReader reader{names};
    reader.place_ = Place::names;
    return reader;
  }

  // False when there is none left.
  bool next(Component& component);

 private:
  enum class Place { label, root, host, names };

  bool next_root(Component& component);
  void skip_separators();

  std::string_view rest_;
  Place place_ = Place::label;
};

[[nodiscard]] bool same_component(const FolderReader::Component& left, const FolderReader::Component& right);

// An order in which two spellings of one folder are equal.
struct FolderLess {
  using is_transparent = void;  // NOLINT(readability-identifier-naming): the name that std::map looks for

  bool operator()(std::string_view left, std::string_view right) const;
};

// "acme" of "acme:/workspace"; empty without a label. A single letter is a drive.
[[nodiscard]] std::string_view label_of(std::string_view folder);

// `folder` without its label.
[[nodiscard]] std::string_view without_label(std::string_view folder);

// Whether `text` can be a label: two or more letters, digits, `-`, `_` and `.`.
[[nodiscard]] bool is_label(std::string_view text);

// The folder that `folder` lies in, as a part of the same text; empty when it is a root, a drive or a single name.
[[nodiscard]] std::string_view parent_folder(std::string_view folder);

}  // namespace libsync
