// SPDX-License-Identifier: MIT
#include "http/connection.hpp"

#include "http/http_message.hpp"
#include "http/name_lookup.hpp"

#include <libsync/clockify/boot_clock.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <fcntl.h>
#include <fmt/format.h>

#include <chrono>
#include <cstring>
#include <new>

namespace libsync::clockify {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using asio::use_awaitable;
using asio::ip::tcp;
using boost::system::error_code;
using boost::system::system_error;

// For an address that does not react, as long as there is another one to try.
constexpr std::chrono::seconds k_connect_patience{5};

}  // namespace

bool is_quiet(Connection& connection) {
  if (connection.buffer.size() != 0) return false;
  char byte = 0;
  error_code nothing_there;
  connection.stream.next_layer().non_blocking(true, nothing_there);
  if (!nothing_there) connection.stream.read_some(asio::buffer(&byte, 1), nothing_there);
  return nothing_there == asio::error::would_block;
}

asio::awaitable<void> Connector::open(std::unique_ptr<Connection>& connection, Progress& progress) {
  connection = std::make_unique<Connection>(context_, tls_);
  co_await connect(*connection, route_.proxy ? route_.proxy->server : route_.server, progress);
  if (route_.proxy) co_await tunnel(*connection, progress);
  co_await handshake(*connection, progress);
  connection->idle_since = boot_now();
}

void Connector::stop(Connection* connection) {
  error_code ignored;
  if (lookup_done_ != nullptr) lookup_done_->cancel(ignored);
  if (connection != nullptr) connection->stream.next_layer().close(ignored);
}

asio::awaitable<Connector::Endpoints> Connector::addresses_of(const HostPort& server, Progress& progress) {
  if (server.is_address) {
    co_return std::vector{tcp::endpoint{asio::ip::make_address(server.host), server.port}};
  }
  progress.phase = Phase::lookup;
  const NameLookup lookup{server.host, std::to_string(server.port)};
  asio::posix::stream_descriptor done{context_, ::fcntl(lookup.done_descriptor(), F_DUPFD_CLOEXEC, 0)};
  error_code failed;
  lookup_done_ = &done;
  co_await done.async_wait(asio::posix::stream_descriptor::wait_read, asio::redirect_error(use_awaitable, failed));
  lookup_done_ = nullptr;
  check_stopped(progress);
  if (failed) throw system_error{failed};

  const LookupAnswer& answer = lookup.answer();
  if (answer.error != 0) {
    const std::string set_in = progress.named_by.empty() ? "" : fmt::format(" (set in {})", progress.named_by);
    throw StopReason{ErrorKind::offline, lookup_problem(answer.error, server.host) + set_in};
  }
  Endpoints endpoints;
  for (const SocketAddress& address : answer.addresses) {
    tcp::endpoint& endpoint = endpoints.emplace_back();
    endpoint.resize(address.size);
    std::memcpy(endpoint.data(), &address.bytes, address.size);
  }
  if (endpoints.empty()) throw StopReason{ErrorKind::offline, fmt::format("`{}` has no address", server.host)};
  co_return endpoints;
}

asio::awaitable<void> Connector::connect(Connection& connection, const HostPort& server, Progress& progress) {
  progress.peer = server;
  progress.named_by = route_.proxy ? route_.proxy->origin : "";
  const Endpoints endpoints = co_await addresses_of(server, progress);
  progress.phase = Phase::connect;
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    const bool last = i + 1 == endpoints.size();
    tcp::socket& socket = connection.stream.next_layer();
    asio::steady_timer patience{context_, k_connect_patience};
    if (!last) {
      patience.async_wait([this, &connection, attempt = ++attempt_](error_code aborted) {
        error_code ignored;
        if (!aborted && attempt == attempt_) connection.stream.next_layer().close(ignored);
      });
    }
    try {
      co_await socket.async_connect(endpoints[i], use_awaitable);
      ++attempt_;
      socket.set_option(tcp::no_delay{true});
      co_return;
    } catch (const system_error&) {
      ++attempt_;
      if (last || progress.stopped) throw;
    }
    error_code ignored;
    socket.close(ignored);
  }
}

asio::awaitable<void> Connector::tunnel(Connection& connection, Progress& progress) {
  progress.phase = Phase::tunnel;
  tcp::socket& socket = connection.stream.next_layer();
  const Secret request = render_connect(route_.server.text(), route_.user_agent, route_.proxy->credentials);
  co_await asio::async_write(socket, asio::buffer(request.reveal()), use_awaitable);

  http::response_parser<http::empty_body> parser;
  parser.header_limit(k_header_limit);
  co_await http::async_read_header(socket, connection.buffer, parser, use_awaitable);
  const int status = static_cast<int>(parser.get().result_int());
  if (status == 407) {
    throw StopReason{ErrorKind::offline,
                     fmt::format("the proxy {} refused its user name and password", peer_name(progress))};
  }
  if (status < 200 || status > 299) {
    throw StopReason{ErrorKind::offline, fmt::format("the proxy {} gave no connection to {} (HTTP {})",
                                                     peer_name(progress), route_.server.text(), status)};
  }
  // TLS begins with us: a byte that is here already came from the proxy.
  if (connection.buffer.size() != 0) {
    throw StopReason{ErrorKind::protocol, fmt::format("the proxy {} does not answer as one", peer_name(progress))};
  }
}

asio::awaitable<void> Connector::handshake(Connection& connection, Progress& progress) {
  progress.phase = Phase::handshake;
  if (!expect_server(*connection.stream.native_handle(), route_.server)) throw std::bad_alloc{};
  co_await connection.stream.async_handshake(ssl::stream_base::client, use_awaitable);
}

}  // namespace libsync::clockify
