// SPDX-License-Identifier: MIT
//
// From nothing to a TLS connection with the server: name lookup, connect, proxy, handshake. Coroutines; whoever runs
// them decides how long they may take. Holds Asio and Beast, so only lane.hpp includes it.
#pragma once

#include "http/exchange_progress.hpp"
#include "http/proxy.hpp"
#include "http/tls.hpp"

#include <libsync/clockify/transport.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace libsync::clockify {

inline constexpr std::uint32_t k_header_limit = 64 * 1024;

struct Connection {
  Connection(boost::asio::io_context& context, boost::asio::ssl::context& tls) : stream(context, tls) {}

  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream;
  boost::beast::flat_buffer buffer{std::size_t{2} * k_header_limit};
  BootTime idle_since{};
};

// Whether the peer has said nothing of substance since the last answer: no close, no alert, no stray bytes. Messages of
// TLS itself (session tickets come after the handshake) are taken in. Does not block.
[[nodiscard]] bool is_quiet(Connection& connection);

// The way to the server.
struct Route {
  HostPort server;
  std::optional<Proxy> proxy;
  std::string user_agent;  // for the proxy
};

class Connector {
 public:
  // Borrows all three.
  Connector(boost::asio::io_context& context, const Route& route, boost::asio::ssl::context& tls)
      : context_(context), route_(route), tls_(tls) {}

  // Puts a connection to the server into `connection`; what was there is closed. When it throws (a StopReason or a
  // system_error), `connection` and `progress` are as far as it came.
  boost::asio::awaitable<void> open(std::unique_ptr<Connection>& connection, Progress& progress);

  // Makes open() end at once, whatever it is waiting for. `progress.stopped` has to say why.
  void stop(Connection* connection);

 private:
  template <class T>
  using Awaitable = boost::asio::awaitable<T>;
  using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

  Awaitable<Endpoints> addresses_of(const HostPort& server, Progress& progress);
  Awaitable<void> connect(Connection& connection, const HostPort& server, Progress& progress);
  Awaitable<void> tunnel(Connection& connection, Progress& progress);
  Awaitable<void> handshake(Connection& connection, Progress& progress);

  boost::asio::io_context& context_;
  const Route& route_;
  boost::asio::ssl::context& tls_;
  boost::asio::posix::stream_descriptor* lookup_done_ = nullptr;  // while a lookup is awaited
  int attempt_ = 0;  // tells a timer that belongs to an earlier attempt to connect
};

}  // namespace libsync::clockify
