// SPDX-License-Identifier: MIT
#include "http/lane.hpp"

#include <libsync/clockify/boot_clock.hpp>
#include <libsync/model/text.hpp>

#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <optional>
#include <utility>

namespace libsync::clockify {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::use_awaitable;
using boost::system::system_error;

constexpr int k_most_interim_answers = 8;  // 1xx before the real one

template <class Name>
std::optional<std::string> field(const http::fields& fields, Name name) {
  const auto found = fields.find(name);
  if (found == fields.end()) return std::nullopt;
  return std::string{found->value()};
}

}  // namespace

bool Lane::can_reuse(milliseconds idle_limit) {
  return connection_ && boot_now() - connection_->idle_since <= idle_limit && is_quiet();
}

bool Lane::is_quiet() {
  return clockify::is_quiet(*connection_);
}

void Lane::stop(ErrorKind why) {
  if (!progress_.stopped) progress_.stopped = why;
  connector_.stop(connection_.get());
}

asio::awaitable<HttpAnswer> Lane::round_trip(const HttpRequest& request, const RequestContext& context) {
  progress_.phase = Phase::send;
  const Secret bytes = render_request(request, context);
  progress_.handed_over = true;
  co_await asio::async_write(connection_->stream, asio::buffer(bytes.reveal()), use_awaitable);
  co_return co_await read_answer(request.max_answer);
}

asio::awaitable<HttpAnswer> Lane::read_answer(std::size_t max_body) {
  auto& [stream, buffer, idle_since] = *connection_;
  for (int interim = 0; interim <= k_most_interim_answers; ++interim) {
    progress_.phase = Phase::wait;
    http::response_parser<http::string_body> parser;
    parser.header_limit(k_header_limit);
    parser.body_limit(max_body);
    try {
      co_await http::async_read_header(stream, buffer, parser, use_awaitable);
    } catch (const system_error&) {
      progress_.answer_began = progress_.answer_began || parser.got_some() || buffer.size() != 0;
      throw;
    }
    progress_.answer_began = true;
    progress_.status = static_cast<int>(parser.get().result_int());
    if (progress_.status == 101) break;
    if (progress_.status < 200) continue;

    progress_.phase = Phase::read;
    const auto encoding = field(parser.get(), http::field::content_encoding);
    if (encoding && ascii_lower(*encoding) != "identity") {
      throw StopReason{ErrorKind::protocol, "the answer is compressed although nobody asked for that"};
    }
    co_await http::async_read(stream, buffer, parser, use_awaitable);

    auto& message = parser.get();
    HttpAnswer answer{.status = progress_.status,
                      .date = field(message, http::field::date),
                      .retry_after = field(message, http::field::retry_after),
                      .last_page = field(message, "Last-Page"),
                      .body = std::move(message.body())};
    if (parser.keep_alive() && buffer.size() == 0) {
      idle_since = boot_now();
    } else {
      connection_.reset();
    }
    co_return answer;
  }
  throw StopReason{ErrorKind::protocol, "the server does not come to the answer"};
}

ExchangeFailure Lane::failure(std::exception_ptr error) {
  StopReason reason{ErrorKind::offline, {}};
  try {
    std::rethrow_exception(std::move(error));
  } catch (const StopReason& known) {
    reason = known;
  } catch (const system_error& known) {
    reason = explain(progress_, known.code(), connection_ ? connection_->stream.native_handle() : nullptr);
  } catch (const std::exception& other) {
    reason.cause = doing(progress_) + " failed: " + other.what();
  }
  // When it was called off, the connection is as good as before.
  if (progress_.phase != Phase::ready) connection_.reset();
  return ExchangeFailure{.kind = reason.kind,
                         .delivery = progress_.handed_over ? Delivery::unknown : Delivery::not_sent,
                         .cause = std::move(reason.cause),
                         .http_status = progress_.status};
}

}  // namespace libsync::clockify
