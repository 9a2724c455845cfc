// SPDX-License-Identifier: MIT
#include <libsync/model/secret.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace libsync {

void Secret::wipe() noexcept {
  explicit_bzero(text_.data(), text_.size());
  text_.clear();
}

Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)) {
  other.wipe();  // a short text lives inside the string object and is copied, not stolen
}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe();
    text_ = other.text_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    text_ = std::move(other.text_);
    other.wipe();
  }
  return *this;
}

Secret::~Secret() {
  wipe();
}

std::string without(std::string text, const Secret& secret) {
  const std::string& hidden = secret.reveal();
  if (hidden.empty()) return text;
  for (auto at = text.find(hidden); at != std::string::npos; at = text.find(hidden, at + k_hidden.size())) {
    text.replace(at, hidden.size(), k_hidden);
  }
  return text;
}

bool is_plausible_key(const Secret& key) {
  const std::string& text = key.reveal();
  return text.size() >= 8 && text.size() <= 256 &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace libsync
