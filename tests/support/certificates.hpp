// SPDX-License-Identifier: MIT
//
// Certificates made on the spot: an authority of the test's own, and servers it vouches for, or not.
#pragma once

#include <string>

namespace libsync::support {

enum class ServerCertificate {
  good,           // for localhost and 127.0.0.1
  expired,        // a year ago
  not_yet_valid,  // until next year
  wrong_host,     // for clockify.invalid
  self_signed,    // for localhost, vouched for by nobody
  unknown_ca,     // for localhost, by an authority that the client does not have
};

struct ServerIdentity {
  std::string authority_pem;    // the authority that the client is told to trust
  std::string certificate_pem;  // of the server
  std::string key_pem;          // of the server
};

// A fresh authority and server on each call.
[[nodiscard]] ServerIdentity make_identity(ServerCertificate kind);

}  // namespace libsync::support
