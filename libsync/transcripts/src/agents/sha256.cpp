// SPDX-License-Identifier: MIT
#include "agents/sha256.hpp"

#include <openssl/sha.h>

#include <array>

namespace libsync::transcripts {

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  // Fails where the library has no SHA-256: then no folder has the name, as it is with one of another hash.
  if (SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data()) == nullptr) return "";

  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string hex;
  for (const unsigned byte : digest) {
    hex.push_back(k_digits[byte >> 4U]);
    hex.push_back(k_digits[byte & 0xFU]);
  }
  return hex;
}

}  // namespace libsync::transcripts
