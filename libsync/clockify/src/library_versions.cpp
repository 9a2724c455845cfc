// SPDX-License-Identifier: MIT
#include <libsync/clockify/library_versions.hpp>

#include <boost/version.hpp>
#include <openssl/crypto.h>

#include <algorithm>
#include <string>

namespace libsync::clockify {

std::vector<LibraryVersion> library_versions() {
  std::string boost = BOOST_LIB_VERSION;
  std::ranges::replace(boost, '_', '.');
  return {{"Boost", boost}, {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)}};
}

}  // namespace libsync::clockify
