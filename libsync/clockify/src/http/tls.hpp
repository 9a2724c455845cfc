// SPDX-License-Identifier: MIT
//
// What this program demands of a TLS connection, and words for why it was not met. OpenSSL, without any I/O of its own.
#pragma once

#include <libsync/model/base_url.hpp>

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <string>

namespace libsync::clockify {

struct FreeTlsContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeTlsContext>;

struct TlsSetupError {
  std::string cause;
};

// A context for clients: TLS 1.2 or later, the peer's certificate always verified, against the certificates in
// `ca_file` (PEM) or, when that is empty, the system's. Fails when `ca_file` cannot be used.
[[nodiscard]] Result<TlsContext, TlsSetupError> make_tls_context(const std::filesystem::path& ca_file);

// Ties a new session to the server it is for: SNI and the check of the certificate's names or addresses. False when
// OpenSSL is out of memory.
[[nodiscard]] bool expect_server(SSL& session, const HostPort& server);

struct HandshakeProblem {
  std::string cause;
  bool untrusted = false;  // the server's certificate leads to no authority that is trusted here
};

// Why the handshake of `session` with `server` failed. `error` is the OpenSSL error that it failed with, or 0.
[[nodiscard]] HandshakeProblem handshake_problem(const SSL& session, const HostPort& server, unsigned long error);

}  // namespace libsync::clockify
