// SPDX-License-Identifier: MIT
#include <libsync/clockify/account.hpp>

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace libsync::clockify {

std::string account_name(const std::string& base_url, const Secret& api_key) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  bool good = digest != nullptr && EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) == 1;
  const std::string label = "claude-tracker account 1";
  for (const std::string* part : {&label, &base_url, &api_key.reveal()}) {
    good = good && EVP_DigestUpdate(digest.get(), part->c_str(), part->size() + 1) == 1;
  }
  good = good && EVP_DigestFinal_ex(digest.get(), hash.data(), &size) == 1;
  if (!good) throw std::runtime_error("SHA-256 is not available");

  std::string name;
  for (unsigned i = 0; i < size; ++i) name += fmt::format("{:02x}", hash[i]);
  return name;
}

}  // namespace libsync::clockify
