// SPDX-License-Identifier: MIT
#include <libsync/model/folder.hpp>

#include <algorithm>

namespace libsync {
namespace {

constexpr std::string_view k_separators = "/\\";

bool is_separator(char c) {
  return c == '/' || c == '\\';
}

char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_letter(char c) {
  return folded(c) >= 'a' && folded(c) <= 'z';
}

bool starts_with_drive(std::string_view folder) {
  return folder.size() >= 2 && is_letter(folder[0]) && folder[1] == ':' &&
         (folder.size() == 2 || is_separator(folder[2]));
}

bool is_linux_host(std::string_view host) {
  const auto is = [&](std::string_view name) {
    return std::ranges::equal(host, name, [](char a, char b) { return folded(a) == b; });
  };
  return is("wsl.localhost") || is("wsl$");
}

// `\\host\share`; with slashes only for the hosts that are known to be ones, since `//work` is a doubled separator.
bool starts_with_host(std::string_view folder) {
  if (folder.size() < 3 || !is_separator(folder[0]) || !is_separator(folder[1]) || is_separator(folder[2]))
    return false;
  return folder.starts_with("\\\\") || is_linux_host(folder.substr(2, folder.find_first_of(k_separators, 2) - 2));
}

// How much of `folder`, which has no label, is its root.
std::size_t root_size(std::string_view folder) {
  if (starts_with_drive(folder)) return 2;
  if (starts_with_host(folder)) return std::min(folder.find_first_of(k_separators, 2), folder.size());
  return !folder.empty() && is_separator(folder[0]) ? 1 : 0;
}

// Whether the root of `folder` is its leading `/`, without a label, a drive or a host.
bool has_plain_root(std::string_view folder) {
  return folder.size() >= 2 && folder[0] == '/' && !is_separator(folder[1]);
}

// Below zero, zero or above, as `left` comes before, with or after `right`.
int compare(const FolderReader::Component& left, const FolderReader::Component& right) {
  const auto shown = [](const FolderReader::Component& c, std::size_t i) {
    const char letter = is_separator(c.text[i]) ? '/' : c.text[i];
    return static_cast<unsigned char>(c.any_case ? folded(letter) : letter);
  };
  const std::size_t common = std::min(left.text.size(), right.text.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (const int difference = int{shown(left, i)} - int{shown(right, i)}; difference != 0) return difference;
  }
  return left.text.size() == right.text.size() ? 0 : left.text.size() < right.text.size() ? -1 : 1;
}

}  // namespace

void FolderReader::skip_separators() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(k_separators), rest_.size()));
}

bool FolderReader::next_root(Component& component) {
  if (place_ == Place::label) {
    place_ = Place::root;
    if (const std::string_view label = label_of(rest_); !label.empty()) {
      component = {rest_.substr(0, label.size() + 1), true, false};
      rest_ = without_label(rest_);
      return true;
    }
  }
  if (place_ == Place::root) {
    place_ = Place::names;
    const std::size_t size = root_size(rest_);
    if (starts_with_host(rest_)) {
      place_ = Place::host;
      component = {rest_.substr(0, 2), true, false};
    } else {
      component = {rest_.substr(0, size), true, true};
    }
    rest_.remove_prefix(component.text.size());
    return size != 0;
  }
  place_ = Place::names;
  const std::string_view host = rest_.substr(0, rest_.find_first_of(k_separators));
  component = {host, true, is_linux_host(host)};
  rest_.remove_prefix(host.size());
  return true;
}

bool FolderReader::next(Component& component) {
  while (place_ != Place::names) {
    if (next_root(component)) return true;
  }
  for (skip_separators(); !rest_.empty(); skip_separators()) {
    const std::string_view name = rest_.substr(0, rest_.find_first_of(k_separators));
    rest_.remove_prefix(name.size());
    if (name == ".") continue;
    component = {name, false, false};
    return true;
  }
  return false;
}

bool same_component(const FolderReader::Component& left, const FolderReader::Component& right) {
  return left.is_root == right.is_root && compare(left, right) == 0;
}

bool FolderLess::operator()(std::string_view left, std::string_view right) const {
  FolderReader of_left{left};
  FolderReader of_right{right};
  // Most folders that are compared lie beside each other: what they have in common is passed over at once.
  if (has_plain_root(left) && has_plain_root(right)) {
    const auto common = static_cast<std::size_t>(std::ranges::mismatch(left, right).in1 - left.begin());
    const std::size_t separator = left.substr(0, common).find_last_of('/');
    of_left = FolderReader::of_names(left.substr(separator));
    of_right = FolderReader::of_names(right.substr(separator));
  }
  FolderReader::Component a;
  FolderReader::Component b;
  while (true) {
    const bool left_ended = !of_left.next(a);
    const bool right_ended = !of_right.next(b);
    if (left_ended || right_ended) return left_ended && !right_ended;
    if (a.is_root != b.is_root) return a.is_root;
    if (const int difference = compare(a, b); difference != 0) return difference < 0;
  }
}

bool is_label(std::string_view text) {
  return text.size() >= 2 && std::ranges::all_of(text, [](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
         });
}

std::string_view label_of(std::string_view folder) {
  const std::size_t colon = folder.find(':');
  if (colon == std::string_view::npos || !is_label(folder.substr(0, colon))) return {};
  return root_size(folder.substr(colon + 1)) != 0 ? folder.substr(0, colon) : std::string_view{};
}

std::string_view without_label(std::string_view folder) {
  const std::size_t label = label_of(folder).size();
  return folder.substr(label == 0 ? 0 : label + 1);
}

std::string_view parent_folder(std::string_view folder) {
  const std::size_t root = folder.size() - without_label(folder).size() + root_size(without_label(folder));
  while (folder.size() > root && is_separator(folder.back())) folder.remove_suffix(1);
  if (folder.size() <= root) return {};
  const std::size_t separator = folder.find_last_of(k_separators);
  if (separator == std::string_view::npos) return {};
  return folder.substr(0, std::max(separator, root));
}

}  // namespace libsync
