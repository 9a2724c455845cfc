// SPDX-License-Identifier: MIT
//
// HTTP/1.1 over TLS on 127.0.0.1, in a thread of its own, able to misbehave at every step. Knows nothing of Clockify.
#pragma once

#include "certificates.hpp"
#include "clockify_service.hpp"
#include "fault.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace libsync::support {

// What goes onto the wire for one request, and what becomes of the connection.
struct Reply {
  std::string bytes;
  milliseconds per_byte{0};
  Fault::Then then = Fault::Then::keep;
  std::string filler;  // repeated for ever when `then` is endless
};

class TlsServer {
 public:
  // Called in the server's thread. Connections are numbered from 1.
  struct Handlers {
    std::function<std::optional<ConnectionFault>(std::int64_t connection)> connected;
    std::function<void()> handshake_failed;
    std::function<void()> closed;  // a connection, after its close was sent
    std::function<void(std::string_view bytes)> bytes_before_tls;
    std::function<Reply(Request request, std::int64_t connection)> request;
  };

  // Port 0 is a free one. Throws when the port cannot be had.
  TlsServer(const ServerIdentity& identity, bool only_tls_1_1, std::uint16_t port, Handlers handlers);
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer();

  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace libsync::support
