// SPDX-License-Identifier: MIT
//
// A kept-alive TLS connection and the request that is running over it. Coroutines; whoever runs them decides how long
// they may take. Holds Asio and Beast, so only https_exchange.cpp includes it.
#pragma once

#include "http/connection.hpp"
#include "http/https_exchange.hpp"

#include <exception>
#include <memory>

namespace libsync::clockify {

// Borrows all it is given.
class Lane {
 public:
  Lane(boost::asio::io_context& context, const Route& route, boost::asio::ssl::context& tls)
      : route_(route), connector_(context, route, tls) {}

  // Nothing has happened yet of a request that may take so long.
  void begin(milliseconds deadline) { progress_ = Progress{.server = route_.server, .peer = {}, .deadline = deadline}; }

  [[nodiscard]] const Progress& progress() const { return progress_; }

  // Whether there is a connection, idle no longer than that, of which the server has not let go.
  [[nodiscard]] bool can_reuse(milliseconds idle_limit);
  [[nodiscard]] bool is_quiet();

  boost::asio::awaitable<void> open() { return connector_.open(connection_, progress_); }

  // There is a connection, and nothing was sent over it.
  void is_ready() { progress_.phase = Phase::ready; }
  // The server let go of it all the same.
  void is_left() { progress_.phase = Phase::send; }

  // Requires a connection.
  boost::asio::awaitable<HttpAnswer> round_trip(const HttpRequest& request, const RequestContext& context);

  // Makes everything the coroutines may be waiting for end at once.
  void stop(ErrorKind why);

  // What an exception of theirs means. A connection over which something went wrong is given up.
  [[nodiscard]] ExchangeFailure failure(std::exception_ptr error);

 private:
  boost::asio::awaitable<HttpAnswer> read_answer(std::size_t max_body);

  const Route& route_;
  Connector connector_;
  std::unique_ptr<Connection> connection_;
  Progress progress_;
};

}  // namespace libsync::clockify
