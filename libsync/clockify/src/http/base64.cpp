// SPDX-License-Identifier: MIT
#include "http/base64.hpp"

#include <openssl/evp.h>

namespace libsync::clockify {

std::string base64(std::string_view bytes) {
  // The function closes what it writes with a NUL, which the string has room for behind its end.
  std::string text((bytes.size() + 2) / 3 * 4, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  return text;
}

}  // namespace libsync::clockify
