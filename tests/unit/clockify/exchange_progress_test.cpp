// SPDX-License-Identifier: MIT
#include "http/exchange_progress.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>
#include <gtest/gtest.h>

namespace libsync::clockify {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

Progress at(Phase phase) {
  return {.server = *parse_host_port("api.example", 443),
          .peer = *parse_host_port("proxy.example:3128", 443),
          .deadline = std::chrono::seconds{60},
          .phase = phase};
}

TEST(WhyStopped, NamesThePhase) {
  const auto cause = [](Phase phase) {
    Progress progress = at(phase);
    progress.stopped = ErrorKind::timed_out;
    return why_stopped(progress).cause;
  };
  EXPECT_EQ(cause(Phase::lookup), "timed out after 60 s while looking up `proxy.example`");
  EXPECT_EQ(cause(Phase::connect), "timed out after 60 s while connecting to proxy.example:3128");
  EXPECT_EQ(cause(Phase::tunnel), "timed out after 60 s while asking the proxy proxy.example:3128 for a connection");
  EXPECT_EQ(cause(Phase::handshake), "timed out after 60 s while setting up TLS with api.example:443");
  EXPECT_EQ(cause(Phase::send), "timed out after 60 s while sending the request");
  EXPECT_EQ(cause(Phase::wait), "timed out after 60 s while waiting for the answer");
  EXPECT_EQ(cause(Phase::read), "timed out after 60 s while reading the answer");
}

TEST(WhyStopped, TellsAnInterruptionFromATimeout) {
  Progress progress = at(Phase::ready);
  progress.stopped = ErrorKind::cancelled;
  EXPECT_EQ(why_stopped(progress).kind, ErrorKind::cancelled);
  EXPECT_EQ(why_stopped(progress).cause, "interrupted while getting ready");
}

TEST(Explain, TheReasonWeStoppedComesBeforeTheErrorThatItCaused) {
  Progress progress = at(Phase::read);
  progress.stopped = ErrorKind::timed_out;
  EXPECT_EQ(explain(progress, asio::error::operation_aborted, nullptr).kind, ErrorKind::timed_out);
}

TEST(Explain, SaysWhatTheSameErrorMeansInEachPhase) {
  const auto cause = [](Phase phase, const boost::system::error_code& error) {
    return explain(at(phase), error, nullptr).cause;
  };
  const boost::system::error_code reset = asio::error::connection_reset;
  EXPECT_EQ(cause(Phase::connect, asio::error::connection_refused), "proxy.example:3128 refused the connection");
  EXPECT_EQ(cause(Phase::connect, reset), "no connection to proxy.example:3128: " + reset.message());
  EXPECT_EQ(cause(Phase::tunnel, reset), "the proxy proxy.example:3128 hung up");
  EXPECT_EQ(cause(Phase::handshake, reset), "the connection broke while setting up TLS with api.example:443");
  EXPECT_EQ(cause(Phase::wait, reset), "the connection was closed before an answer came");
}

TEST(Explain, NamesTheVariableThatNamedTheProxy) {
  Progress progress = at(Phase::connect);
  progress.named_by = "HTTPS_PROXY";
  EXPECT_EQ(explain(progress, asio::error::connection_refused, nullptr).cause,
            "proxy.example:3128 (set in HTTPS_PROXY) refused the connection");
  progress.phase = Phase::tunnel;
  EXPECT_EQ(explain(progress, asio::error::eof, nullptr).cause,
            "the proxy proxy.example:3128 (set in HTTPS_PROXY) hung up");
}

TEST(Explain, TellsAnAnswerThatBrokeOffFromNoneAndFromABadOne) {
  Progress progress = at(Phase::read);
  progress.answer_began = true;
  const auto reason = [&](http::error error) { return explain(progress, make_error_code(error), nullptr); };
  EXPECT_EQ(reason(http::error::partial_message).cause, "the connection broke before the answer was complete");
  EXPECT_EQ(reason(http::error::partial_message).kind, ErrorKind::offline);
  EXPECT_EQ(reason(http::error::body_limit).kind, ErrorKind::protocol);
  EXPECT_EQ(reason(http::error::header_limit).kind, ErrorKind::protocol);
  EXPECT_EQ(reason(http::error::bad_chunk).kind, ErrorKind::protocol);
}

TEST(IsBreak, IsTrueForEveryWayInWhichTheOtherSideGoes) {
  EXPECT_TRUE(is_break(asio::error::eof));
  EXPECT_TRUE(is_break(asio::error::broken_pipe));
  EXPECT_TRUE(is_break(asio::ssl::error::stream_truncated));
  EXPECT_TRUE(is_break(make_error_code(http::error::end_of_stream)));
  EXPECT_FALSE(is_break(make_error_code(http::error::bad_chunk)));
  EXPECT_FALSE(is_break({}));
}

}  // namespace
}  // namespace libsync::clockify
