// SPDX-License-Identifier: MIT
#include "key_mask.hpp"

#include "base64.hpp"

#include <fmt/format.h>

#include <string_view>

namespace libsync::clockify {
namespace {

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text, bool upper_case) {
  std::string encoded;
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += upper_case ? fmt::format("%{:02X}", byte) : fmt::format("%{:02x}", byte);
    }
  }
  return encoded;
}

}  // namespace

KeyMask::KeyMask(const Secret& key) {
  if (key.empty()) return;
  forms_.push_back(key);
  forms_.emplace_back(percent_encoded(key.reveal(), true));
  forms_.emplace_back(percent_encoded(key.reveal(), false));
  forms_.emplace_back(base64(key.reveal()));
}

std::string KeyMask::hide(std::string text) const {
  for (const Secret& form : forms_) {
    const std::string& key = form.reveal();
    for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at + k_hidden.size())) {
      text.replace(at, key.size(), k_hidden);
    }
  }
  return text;
}

}  // namespace libsync::clockify
