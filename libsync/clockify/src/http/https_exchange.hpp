// SPDX-License-Identifier: MIT
//
// Requests and their answers, each over a kept-alive TLS connection of its own. Blocking on the outside; inside,
// coroutines, so that a single deadline and an interruption cover every phase: lookup, connect, proxy, handshake,
// write, read.
//
// This is the one place that knows whether a request may have reached the server, so it alone says so.
#pragma once

#include "http/http_message.hpp"
#include "http/proxy.hpp"
#include "http/tls.hpp"

#include <libsync/clockify/api_error.hpp>
#include <libsync/clockify/transport.hpp>
#include <libsync/model/result.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace libsync::clockify {

struct ExchangeOptions {
  HostPort server;
  std::optional<Proxy> proxy;
  TlsContext tls;
  RequestContext context;
  milliseconds deadline{};
  milliseconds idle_limit{};
  int interrupt_fd = -1;
};

struct ExchangeFailure {
  ErrorKind kind;
  Delivery delivery;
  std::string cause;
  int http_status = 0;  // of an answer that broke off or was no good; 0 before one
};

using ExchangeAnswers = std::vector<Result<HttpAnswer, ExchangeFailure>>;

class HttpsExchange {
 public:
  explicit HttpsExchange(ExchangeOptions options);
  ~HttpsExchange();
  HttpsExchange(const HttpsExchange&) = delete;
  HttpsExchange& operator=(const HttpsExchange&) = delete;

  // Sends all `requests` at once and reads the complete answers, whatever their status; their order is that of the
  // requests. A POST is written once at most; others once more, when the connection was a kept one and broke before a
  // byte of an answer came. `before_send` may be empty; it is called once at most, with all connections up, checked,
  // and nothing of any request written. What it throws is passed on. Until then they fail together: with what the one
  // met that cannot be sent.
  [[nodiscard]] ExchangeAnswers run_together(std::span<const HttpRequest> requests, const BeforeSend& before_send);

  [[nodiscard]] Result<HttpAnswer, ExchangeFailure> run(const HttpRequest& request) {
    return std::move(run_together({&request, 1}, {}).front());
  }

  [[nodiscard]] Traffic traffic() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace libsync::clockify
