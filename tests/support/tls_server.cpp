// SPDX-License-Identifier: MIT
#include "tls_server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <openssl/ssl.h>

#include <algorithm>
#include <cctype>
#include <thread>

namespace libsync::support {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using Stream = asio::ssl::stream<tcp::socket>;

asio::ssl::context make_context(const ServerIdentity& identity, bool only_tls_1_1) {
  asio::ssl::context context{asio::ssl::context::tls_server};
  if (only_tls_1_1) {
    SSL_CTX_set_security_level(context.native_handle(), 0);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_1_VERSION);
    SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
  }
  context.use_certificate_chain(asio::buffer(identity.certificate_pem));
  context.use_private_key(asio::buffer(identity.key_pem), asio::ssl::context::pem);
  return context;
}

std::string lower(std::string_view name) {
  std::string result{name};
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

Request to_request(const http::request<http::string_body>& message) {
  Request request{std::string{message.method_string()}, std::string{message.target()}, {}, message.body()};
  for (const auto& field : message) request.headers[lower(field.name_string())] = std::string{field.value()};
  return request;
}

void reset(tcp::socket& socket) {
  socket.set_option(asio::socket_base::linger{true, 0});
  socket.close();
}

}  // namespace

struct TlsServer::Impl {
  Impl(const ServerIdentity& identity, bool only_tls_1_1, std::uint16_t port, Handlers given)
      : handlers(std::move(given)),
        tls(make_context(identity, only_tls_1_1)),
        acceptor(io, tcp::endpoint{asio::ip::address_v4::loopback(), port}) {
    asio::co_spawn(io, accept(), asio::detached);
    thread = std::thread{[this] { io.run(); }};
  }

  ~Impl() {
    io.stop();
    thread.join();
  }

  awaitable<void> accept() {
    for (;;) {
      tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
      boost::system::error_code ignored;
      socket.set_option(tcp::no_delay{true}, ignored);
      asio::co_spawn(io, serve(std::move(socket), ++connections), asio::detached);
    }
  }

  // Errors of a connection end it, and nothing else.
  awaitable<void> serve(tcp::socket socket, std::int64_t connection) {
    bool shaken = false;
    try {
      if (const auto fault = handlers.connected(connection)) {
        co_await fail(socket, *fault);
      } else {
        Stream stream{std::move(socket), tls};
        co_await stream.async_handshake(asio::ssl::stream_base::server, use_awaitable);
        shaken = true;
        co_await converse(stream, connection);
      }
    } catch (const std::exception&) {
    }
    // By now the socket is gone: whoever hears of it finds the close on the other end.
    shaken ? handlers.closed() : handlers.handshake_failed();
  }

  awaitable<void> fail(tcp::socket& socket, ConnectionFault fault) {
    if (fault == ConnectionFault::closed_at_once) co_return;
    if (fault == ConnectionFault::reset_at_once) {
      reset(socket);
      co_return;
    }
    constexpr std::string_view k_begin_of_server_hello{"\x16\x03\x03\x00\x7a\x02", 6};
    constexpr std::string_view k_plain_answer =
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    std::string seen(4096, '\0');
    for (bool first = true;; first = false) {
      const std::size_t size = co_await socket.async_read_some(asio::buffer(seen), use_awaitable);
      handlers.bytes_before_tls(std::string_view{seen}.substr(0, size));
      if (!first || fault == ConnectionFault::silent) continue;
      const bool plain = fault == ConnectionFault::plain_http;
      co_await asio::async_write(socket, asio::buffer(plain ? k_plain_answer : k_begin_of_server_hello), use_awaitable);
      if (fault != ConnectionFault::silent_in_handshake) co_return;
    }
  }

  awaitable<void> converse(Stream& stream, std::int64_t connection) {
    boost::beast::flat_buffer buffer;
    bool open = true;
    while (open) {
      http::request<http::string_body> message;
      co_await http::async_read(stream, buffer, message, use_awaitable);
      open = co_await write(stream, handlers.request(to_request(message), connection)) && message.keep_alive();
    }
  }

  // Whether the connection goes on.
  awaitable<bool> write(Stream& stream, Reply reply) {
    if (reply.per_byte == milliseconds{0}) {
      co_await asio::async_write(stream, asio::buffer(reply.bytes), use_awaitable);
    } else {
      asio::steady_timer timer{io};
      for (const char& byte : reply.bytes) {
        timer.expires_after(reply.per_byte);
        co_await timer.async_wait(use_awaitable);
        co_await asio::async_write(stream, asio::buffer(&byte, 1), use_awaitable);
      }
    }
    switch (reply.then) {
      case Fault::Then::keep:
        co_return true;
      case Fault::Then::close:
      case Fault::Then::close_announced:
        co_await close(stream);
        break;
      case Fault::Then::cut:
        break;
      case Fault::Then::reset:
        reset(stream.next_layer());
        break;
      case Fault::Then::stall:
        co_await until_closed(stream);
        break;
      case Fault::Then::endless:
        for (;;) co_await asio::async_write(stream, asio::buffer(reply.filler), use_awaitable);
    }
    co_return false;
  }

  // Says goodbye at once, and does not wait long for the other side to do so.
  awaitable<void> close(Stream& stream) {
    asio::steady_timer patience{io, std::chrono::milliseconds{100}};
    patience.async_wait([&stream](boost::system::error_code error) {
      if (!error) stream.next_layer().cancel();
    });
    co_await stream.async_shutdown(use_awaitable);
  }

  static awaitable<void> until_closed(Stream& stream) {
    std::string ignored(4096, '\0');
    for (;;) co_await stream.async_read_some(asio::buffer(ignored), use_awaitable);
  }

  Handlers handlers;
  std::int64_t connections = 0;
  asio::io_context io{1};
  asio::ssl::context tls;
  tcp::acceptor acceptor;
  std::thread thread;
};

TlsServer::TlsServer(const ServerIdentity& identity, bool only_tls_1_1, std::uint16_t port, Handlers handlers)
    : impl_(std::make_unique<Impl>(identity, only_tls_1_1, port, std::move(handlers))) {}

TlsServer::~TlsServer() = default;

std::uint16_t TlsServer::port() const {
  return impl_->acceptor.local_endpoint().port();
}

}  // namespace libsync::support
