// SPDX-License-Identifier: MIT
#include "http/exchange_progress.hpp"

#include "http/tls.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>
#include <fmt/format.h>

#include <chrono>

namespace libsync::clockify {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;

StopReason explain_handshake(const Progress& progress, const error_code& error, const SSL* session) {
  if (is_break(error) || error.category() == asio::error::get_system_category() || session == nullptr) {
    return {ErrorKind::offline, "the connection broke while " + doing(progress)};
  }
  const HandshakeProblem problem =
      handshake_problem(*session, progress.server, static_cast<unsigned long>(error.value()));
  return {problem.untrusted ? ErrorKind::untrusted : ErrorKind::tls, problem.cause};
}

StopReason explain_answer(const Progress& progress, const error_code& error) {
  if (is_break(error)) {
    return {ErrorKind::offline, progress.answer_began ? "the connection broke before the answer was complete"
                                                      : "the connection was closed before an answer came"};
  }
  if (error == http::error::body_limit || error == http::error::buffer_overflow) {
    return {ErrorKind::protocol, "the answer is larger than is reasonable"};
  }
  if (error == http::error::header_limit) return {ErrorKind::protocol, "the header of the answer is too large"};
  if (error.category() == make_error_code(http::error::bad_version).category()) {
    return {ErrorKind::protocol, fmt::format("the answer is not HTTP: {}", error.message())};
  }
  return {ErrorKind::offline, fmt::format("the connection broke while {}: {}", doing(progress), error.message())};
}

}  // namespace

std::string peer_name(const Progress& progress) {
  if (progress.named_by.empty()) return progress.peer.text();
  return fmt::format("{} (set in {})", progress.peer.text(), progress.named_by);
}

std::string doing(const Progress& progress) {
  switch (progress.phase) {
    case Phase::ready:
      break;
    case Phase::lookup:
      return fmt::format("looking up `{}`", progress.peer.host);
    case Phase::connect:
      return fmt::format("connecting to {}", peer_name(progress));
    case Phase::tunnel:
      return fmt::format("asking the proxy {} for a connection", peer_name(progress));
    case Phase::handshake:
      return fmt::format("setting up TLS with {}", progress.server.text());
    case Phase::send:
      return "sending the request";
    case Phase::wait:
      return "waiting for the answer";
    case Phase::read:
      return "reading the answer";
  }
  return "getting ready";
}

StopReason why_stopped(const Progress& progress) {
  if (progress.stopped == ErrorKind::cancelled) {
    return {ErrorKind::cancelled, fmt::format("interrupted while {}", doing(progress))};
  }
  const std::chrono::duration<double> limit = progress.deadline;
  return {ErrorKind::timed_out, fmt::format("timed out after {:g} s while {}", limit.count(), doing(progress))};
}

void check_stopped(const Progress& progress) {
  if (progress.stopped) throw why_stopped(progress);
}

StopReason explain(const Progress& progress, const error_code& error, const SSL* session) {
  if (progress.stopped) return why_stopped(progress);
  const std::string peer = peer_name(progress);
  switch (progress.phase) {
    case Phase::connect:
      if (error == asio::error::connection_refused) return {ErrorKind::offline, peer + " refused the connection"};
      return {ErrorKind::offline, fmt::format("no connection to {}: {}", peer, error.message())};
    case Phase::tunnel:
      if (is_break(error)) return {ErrorKind::offline, fmt::format("the proxy {} hung up", peer)};
      return {ErrorKind::protocol, fmt::format("the proxy {} does not answer as one: {}", peer, error.message())};
    case Phase::handshake:
      return explain_handshake(progress, error, session);
    default:
      return explain_answer(progress, error);
  }
}

bool is_break(const error_code& error) {
  return error == asio::error::eof || error == asio::error::connection_reset || error == asio::error::broken_pipe ||
         error == asio::error::connection_aborted || error == ssl::error::stream_truncated ||
         error == http::error::end_of_stream || error == http::error::partial_message;
}

}  // namespace libsync::clockify
