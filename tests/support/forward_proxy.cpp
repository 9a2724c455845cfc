// SPDX-License-Identifier: MIT
#include "forward_proxy.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <iterator>
#include <memory>
#include <mutex>
#include <thread>

namespace libsync::support {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

std::string base64(const std::string& text) {
  std::string encoded(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return encoded;
}

// Bytes from one side to the other until either goes.
awaitable<void> pump(std::shared_ptr<tcp::socket> from, std::shared_ptr<tcp::socket> to) {
  std::array<char, 16384> buffer;
  boost::system::error_code ignored;
  try {
    for (;;) {
      const std::size_t size = co_await from->async_read_some(asio::buffer(buffer), use_awaitable);
      co_await asio::async_write(*to, asio::buffer(buffer, size), use_awaitable);
    }
  } catch (const std::exception&) {
    to->shutdown(tcp::socket::shutdown_send, ignored);
  }
}

void reset(tcp::socket& socket) {
  boost::system::error_code ignored;
  socket.set_option(asio::socket_base::linger{true, 0}, ignored);
  socket.close(ignored);
}

// The same up to the middle of the n-th request. In TLS 1.3 a client sends one record of application data that ends the
// handshake, and a small request is one more.
awaitable<void> pump_half_of(std::int64_t request, std::shared_ptr<tcp::socket> from, std::shared_ptr<tcp::socket> to) {
  constexpr std::size_t k_header = 5;
  constexpr char k_application_data = 23;
  std::string record;
  try {
    for (std::int64_t seen = -1; seen < request;) {
      record.resize(k_header);
      co_await asio::async_read(*from, asio::buffer(record), use_awaitable);
      const auto byte = [&](std::size_t at) {
        return static_cast<std::size_t>(static_cast<unsigned char>(record[at]));
      };
      record.resize(k_header + (byte(3) << 8U) + byte(4));
      co_await asio::async_read(*from, asio::buffer(record.data() + k_header, record.size() - k_header), use_awaitable);
      if (record[0] == k_application_data) ++seen;
      if (seen == request) record.resize(record.size() / 2);
      co_await asio::async_write(*to, asio::buffer(record), use_awaitable);
    }
  } catch (const std::exception&) {
  }
  reset(*to);
  reset(*from);
}

}  // namespace

struct ForwardProxy::Impl {
  explicit Impl(ProxyOptions given)
      : options(std::move(given)), acceptor(io, tcp::endpoint{asio::ip::address_v4::loopback(), 0}) {
    asio::co_spawn(io, accept(), asio::detached);
    thread = std::thread{[this] { io.run(); }};
  }

  ~Impl() {
    io.stop();
    thread.join();
  }

  awaitable<void> accept() {
    for (;;) {
      auto client = std::make_shared<tcp::socket>(co_await acceptor.async_accept(use_awaitable));
      asio::co_spawn(io, serve(std::move(client)), asio::detached);
    }
  }

  awaitable<void> serve(std::shared_ptr<tcp::socket> client) {
    std::string head;
    co_await asio::async_read_until(*client, asio::dynamic_buffer(head), "\r\n\r\n", use_awaitable);
    bool lets_through = false;
    {
      const std::lock_guard lock{mutex};
      requests.push_back(head);
      lets_through = std::ssize(requests) <= options.refuses_after;
    }
    while (options.silent) co_await asio::async_read_until(*client, asio::dynamic_buffer(head), "\n", use_awaitable);
    const int refusal = lets_through ? 0 : refusal_of(head);
    if (refusal != 0) {
      const std::string answer = fmt::format(
          "HTTP/1.1 {} No\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n", refusal);
      co_await asio::async_write(*client, asio::buffer(answer), use_awaitable);
      co_return;
    }
    const std::string authority = head.substr(8, head.find(' ', 8) - 8);
    const auto colon = authority.rfind(':');
    tcp::resolver resolver{io};
    const auto found =
        co_await resolver.async_resolve(authority.substr(0, colon), authority.substr(colon + 1), use_awaitable);
    auto server = std::make_shared<tcp::socket>(io);
    bool connected = false;
    for (const auto& candidate : found) {
      boost::system::error_code error;
      server->close(error);
      co_await server->async_connect(candidate.endpoint(), asio::redirect_error(use_awaitable, error));
      connected = !error;
      if (connected) break;
    }
    const std::string answer = connected ? "HTTP/1.1 200 Connection established\r\n\r\n" : "HTTP/1.1 502 No\r\n\r\n";
    co_await asio::async_write(*client, asio::buffer(answer), use_awaitable);
    if (!connected) co_return;
    asio::co_spawn(
        io, options.cuts_in_request == 0 ? pump(client, server) : pump_half_of(options.cuts_in_request, client, server),
        asio::detached);
    co_await pump(server, client);
  }

  [[nodiscard]] int refusal_of(const std::string& head) const {
    if (options.refusal != 0) return options.refusal;
    if (head.rfind("CONNECT ", 0) != 0) return 405;
    if (options.credentials.empty()) return 0;
    return head.find("Proxy-Authorization: Basic " + base64(options.credentials) + "\r\n") == std::string::npos ? 407
                                                                                                                : 0;
  }

  ProxyOptions options;
  mutable std::mutex mutex;  // guards requests
  std::vector<std::string> requests;
  asio::io_context io{1};
  tcp::acceptor acceptor;
  std::thread thread;
};

ForwardProxy::ForwardProxy(ProxyOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

ForwardProxy::~ForwardProxy() = default;

std::string ForwardProxy::url() const {
  return fmt::format("http://127.0.0.1:{}", impl_->acceptor.local_endpoint().port());
}

std::string ForwardProxy::url_with(const std::string& credentials) const {
  return fmt::format("http://{}@127.0.0.1:{}", credentials, impl_->acceptor.local_endpoint().port());
}

std::vector<std::string> ForwardProxy::requests() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->requests;
}

}  // namespace libsync::support
