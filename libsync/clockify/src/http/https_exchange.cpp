// SPDX-License-Identifier: MIT
#include "http/https_exchange.hpp"

#include "http/connection.hpp"

#include <libsync/clockify/boot_clock.hpp>
#include <libsync/model/text.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <exception>
#include <system_error>
#include <utility>

namespace libsync::clockify {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::use_awaitable;
using boost::system::error_code;
using boost::system::system_error;

constexpr int k_most_interim_answers = 8;  // 1xx before the real one

template <class Name>
std::optional<std::string> field(const http::fields& fields, Name name) {
  const auto found = fields.find(name);
  if (found == fields.end()) return std::nullopt;
  return std::string{found->value()};
}

}  // namespace

class HttpsExchange::Impl {
 public:
  explicit Impl(ExchangeOptions options)
      : options_(std::move(options)),
        connector_(context_, {options_.server, std::move(options_.proxy), options_.context.user_agent},
                   std::move(options_.tls)),
        interrupt_(context_) {
    if (options_.interrupt_fd >= 0) {
      const int copy = ::fcntl(options_.interrupt_fd, F_DUPFD_CLOEXEC, 0);
      if (copy < 0) throw std::system_error(errno, std::generic_category(), "interrupt_fd");
      interrupt_.assign(copy);
    }
  }

  Result<HttpAnswer, ExchangeFailure> run(const HttpRequest& request, const BeforeSend& before_send);

  Traffic traffic;

 private:
  asio::awaitable<HttpAnswer> exchange(const HttpRequest& request, const BeforeSend& before_send);
  asio::awaitable<void> open();
  void permit(const BeforeSend& before_send);
  asio::awaitable<HttpAnswer> round_trip(const HttpRequest& request);
  asio::awaitable<HttpAnswer> read_answer(std::size_t max_body);

  [[nodiscard]] bool interrupted() const;
  [[nodiscard]] bool can_reuse();
  void stop(ErrorKind why);
  [[nodiscard]] ExchangeFailure failure(std::exception_ptr error);

  ExchangeOptions options_;
  asio::io_context context_{1};
  Connector connector_;
  asio::posix::stream_descriptor interrupt_;
  std::unique_ptr<Connection> connection_;

  // Of the request that is running.
  std::chrono::steady_clock::time_point deadline_;
  Progress progress_;
  std::exception_ptr thrown_;  // by before_send
};

// ---------------------------------------------------------------------------------------------------- blocking outside

Result<HttpAnswer, ExchangeFailure> HttpsExchange::Impl::run(const HttpRequest& request,
                                                             const BeforeSend& before_send) {
  deadline_ = std::chrono::steady_clock::now() + options_.deadline;
  progress_ = Progress{.server = options_.server, .peer = {}, .deadline = options_.deadline};
  thrown_ = nullptr;

  std::exception_ptr error;
  std::optional<HttpAnswer> answer;
  bool done = false;
  context_.restart();
  if (interrupt_.is_open()) {
    interrupt_.async_wait(asio::posix::stream_descriptor::wait_read, [this](error_code aborted) {
      if (!aborted) stop(ErrorKind::cancelled);
    });
  }
  asio::co_spawn(context_, exchange(request, before_send), [&](std::exception_ptr thrown, HttpAnswer received) {
    done = true;
    error = std::move(thrown);
    if (!error) answer = std::move(received);
    error_code ignored;
    interrupt_.cancel(ignored);
  });
  context_.run_until(deadline_);
  if (!done) {
    stop(ErrorKind::timed_out);
    context_.run();
  }

  if (answer) return *std::move(answer);
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  return failure(error);
}

// Makes everything the coroutine may be waiting for end at once.
void HttpsExchange::Impl::stop(ErrorKind why) {
  if (!progress_.stopped) progress_.stopped = why;
  connector_.stop(connection_.get());
}

bool HttpsExchange::Impl::interrupted() const {
  if (options_.interrupt_fd < 0) return false;
  pollfd descriptor{.fd = options_.interrupt_fd, .events = POLLIN, .revents = 0};
  return ::poll(&descriptor, 1, 0) > 0;
}

ExchangeFailure HttpsExchange::Impl::failure(std::exception_ptr error) {
  StopReason reason{ErrorKind::offline, {}};
  try {
    std::rethrow_exception(std::move(error));
  } catch (const StopReason& known) {
    reason = known;
  } catch (const system_error& known) {
    reason = explain(progress_, known.code(), connection_ ? connection_->stream.native_handle() : nullptr);
  } catch (const std::exception& other) {
    reason.cause = fmt::format("{} failed: {}", doing(progress_), other.what());
  }
  // When it was called off, the connection is as good as before.
  if (progress_.phase != Phase::ready) connection_.reset();
  return ExchangeFailure{.kind = reason.kind,
                         .delivery = progress_.handed_over ? Delivery::unknown : Delivery::not_sent,
                         .cause = std::move(reason.cause),
                         .http_status = progress_.status};
}

// --------------------------------------------------------------------------------------------------- coroutines inside

asio::awaitable<HttpAnswer> HttpsExchange::Impl::exchange(const HttpRequest& request, const BeforeSend& before_send) {
  if (interrupted()) stop(ErrorKind::cancelled);
  check_stopped(progress_);
  bool reused = can_reuse();
  if (!reused) co_await open();
  permit(before_send);

  while (true) {
    try {
      co_return co_await round_trip(request);
    } catch (const system_error& error) {
      const bool may_repeat = request.method != Method::post && reused && !progress_.answer_began && !progress_.stopped;
      if (!may_repeat || !is_break(error.code())) throw;
    }
    reused = false;
    co_await open();
  }
}

asio::awaitable<void> HttpsExchange::Impl::open() {
  co_await connector_.open(connection_, progress_);
  ++traffic.connections;
}

bool HttpsExchange::Impl::can_reuse() {
  return connection_ && boot_now() - connection_->idle_since <= options_.idle_limit && is_quiet(*connection_);
}

// The last moment at which nothing has happened yet.
void HttpsExchange::Impl::permit(const BeforeSend& before_send) {
  progress_.phase = Phase::ready;
  check_stopped(progress_);
  if (!before_send) return;
  Proceed proceed = Proceed::abort;
  try {
    proceed = before_send();
  } catch (...) {
    thrown_ = std::current_exception();
  }
  if (proceed == Proceed::abort) throw StopReason{ErrorKind::cancelled, "it was called off before anything was sent"};

  // The callback may have taken its time.
  if (interrupted()) stop(ErrorKind::cancelled);
  if (std::chrono::steady_clock::now() >= deadline_) stop(ErrorKind::timed_out);
  check_stopped(progress_);
  if (!is_quiet(*connection_)) {
    progress_.phase = Phase::send;
    throw StopReason{ErrorKind::offline, "the server closed the connection before the request was sent"};
  }
}

asio::awaitable<HttpAnswer> HttpsExchange::Impl::round_trip(const HttpRequest& request) {
  progress_.phase = Phase::send;
  const Secret bytes = render_request(request, options_.context);
  progress_.handed_over = true;
  ++traffic.requests;
  co_await asio::async_write(connection_->stream, asio::buffer(bytes.reveal()), use_awaitable);
  co_return co_await read_answer(request.max_answer);
}

asio::awaitable<HttpAnswer> HttpsExchange::Impl::read_answer(std::size_t max_body) {
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

// ---------------------------------------------------------------------------------------------------------------------

HttpsExchange::HttpsExchange(ExchangeOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

HttpsExchange::~HttpsExchange() = default;

Result<HttpAnswer, ExchangeFailure> HttpsExchange::run(const HttpRequest& request, const BeforeSend& before_send) {
  return impl_->run(request, before_send);
}

Traffic HttpsExchange::traffic() const {
  return impl_->traffic;
}

}  // namespace libsync::clockify
