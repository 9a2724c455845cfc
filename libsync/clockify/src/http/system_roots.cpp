// SPDX-License-Identifier: MIT
#include "http/system_roots.hpp"

#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <system_error>

namespace libsync::clockify {
namespace {

bool is_there(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

}  // namespace

std::filesystem::path roots_elsewhere(std::span<const std::filesystem::path> looked_at,
                                      std::span<const std::filesystem::path> bundles) {
  if (std::ranges::any_of(looked_at, is_there)) return {};
  const auto bundle = std::ranges::find_if(bundles, is_there);
  return bundle == bundles.end() ? std::filesystem::path{} : *bundle;
}

std::filesystem::path system_roots_elsewhere() {
  for (const char* name : {X509_get_default_cert_file_env(), X509_get_default_cert_dir_env()}) {
    if (std::getenv(name) != nullptr) return {};
  }
  const std::array<std::filesystem::path, 2> looked_at = {X509_get_default_cert_file(), X509_get_default_cert_dir()};
  const std::array<std::filesystem::path, 5> bundles = {
      "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Arch
      "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora
      "/etc/pki/tls/certs/ca-bundle.crt",                   // its elder relatives
      "/etc/ssl/ca-bundle.pem",                             // openSUSE
      "/etc/ssl/cert.pem",
  };
  return roots_elsewhere(looked_at, bundles);
}

}  // namespace libsync::clockify
