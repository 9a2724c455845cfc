// SPDX-License-Identifier: MIT
#include "http/https_exchange.hpp"

#include "http/lane.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fcntl.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <exception>
#include <system_error>
#include <utility>

namespace libsync::clockify {
namespace {

namespace asio = boost::asio;
using asio::use_awaitable;
using boost::system::error_code;
using boost::system::system_error;

}  // namespace

class HttpsExchange::Impl {
 public:
  explicit Impl(ExchangeOptions options)
      : options_(std::move(options)),
        route_{options_.server, std::move(options_.proxy), options_.context.user_agent},
        tls_(options_.tls.release()),
        interrupt_(context_),
        gate_(context_) {
    gate_.expires_at(asio::steady_timer::time_point::max());
    if (options_.interrupt_fd >= 0) {
      const int copy = ::fcntl(options_.interrupt_fd, F_DUPFD_CLOEXEC, 0);
      if (copy < 0) throw std::system_error(errno, std::generic_category(), "interrupt_fd");
      interrupt_.assign(copy);
    }
  }

  ExchangeAnswers run(std::span<const HttpRequest> requests, const BeforeSend& before_send);

  Traffic traffic;

 private:
  asio::awaitable<HttpAnswer> exchange(Lane& lane, const HttpRequest& request, const BeforeSend& before_send);
  asio::awaitable<void> start_together(Lane& lane, const BeforeSend& before_send);
  void permit(const BeforeSend& before_send);

  [[nodiscard]] bool interrupted() const;
  [[nodiscard]] std::span<const std::unique_ptr<Lane>> running_lanes() const { return {lanes_.data(), requests_}; }
  void stop(ErrorKind why);
  void call_off(StopReason why);

  ExchangeOptions options_;
  const Route route_;
  asio::io_context context_{1};
  asio::ssl::context tls_;
  asio::posix::stream_descriptor interrupt_;
  asio::steady_timer gate_;  // never expires; what waits for it is let go
  std::vector<std::unique_ptr<Lane>> lanes_;

  // Of the requests that are running.
  std::chrono::steady_clock::time_point deadline_;
  std::size_t requests_ = 0;
  std::size_t not_ready_ = 0;
  bool is_permitted_ = false;
  std::optional<StopReason> called_off_;
  std::exception_ptr thrown_;  // by before_send
};

// ---------------------------------------------------------------------------------------------------- blocking outside

ExchangeAnswers HttpsExchange::Impl::run(std::span<const HttpRequest> requests, const BeforeSend& before_send) {
  deadline_ = std::chrono::steady_clock::now() + options_.deadline;
  requests_ = not_ready_ = requests.size();
  is_permitted_ = false;
  called_off_.reset();
  thrown_ = nullptr;
  while (lanes_.size() < requests.size()) lanes_.push_back(std::make_unique<Lane>(context_, route_, tls_));
  for (const auto& lane : running_lanes()) lane->begin(options_.deadline);

  std::vector<std::optional<Result<HttpAnswer, ExchangeFailure>>> ended(requests.size());
  std::size_t running = requests.size();
  std::optional<ExchangeFailure> culprit;  // on account of which nothing was sent
  bool culprit_waited = true;              // for others, which tells less than what those met
  context_.restart();
  if (interrupt_.is_open()) {
    interrupt_.async_wait(asio::posix::stream_descriptor::wait_read, [this](error_code aborted) {
      if (!aborted) stop(ErrorKind::cancelled);
    });
  }
  for (std::size_t i = 0; i < requests.size(); ++i) {
    Lane& lane = *lanes_[i];
    asio::co_spawn(context_, exchange(lane, requests[i], before_send),
                   [&, i](std::exception_ptr error, HttpAnswer answer) {
                     if (!error) {
                       ended[i] = std::move(answer);
                     } else if (is_permitted_) {
                       ended[i] = lane.failure(std::move(error));
                     } else {
                       const bool waited = lane.progress().phase == Phase::ready;
                       auto failure = lane.failure(std::move(error));
                       if (!culprit || (culprit_waited && !waited)) culprit = std::move(failure);
                       culprit_waited = culprit_waited && waited;
                       call_off({ErrorKind::cancelled, "another request could not be sent"});
                     }
                     error_code ignored;
                     if (--running == 0) interrupt_.cancel(ignored);
                   });
  }
  context_.run_until(deadline_);
  if (running > 0) {
    stop(ErrorKind::timed_out);
    context_.run();
  }

  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  ExchangeAnswers answers;
  for (auto& each : ended) {
    if (culprit) {
      answers.emplace_back(*culprit);
    } else {
      answers.push_back(*std::move(each));
    }
  }
  return answers;
}

// Makes everything the coroutines may be waiting for end at once.
void HttpsExchange::Impl::stop(ErrorKind why) {
  for (const auto& lane : running_lanes()) lane->stop(why);
  gate_.cancel();
}

// Nothing is sent. A connection that is ready is as good as before.
void HttpsExchange::Impl::call_off(StopReason why) {
  if (called_off_) return;
  called_off_ = std::move(why);
  for (const auto& lane : running_lanes()) {
    if (lane->progress().phase != Phase::ready) lane->stop(called_off_->kind);
  }
  gate_.cancel();
}

bool HttpsExchange::Impl::interrupted() const {
  if (options_.interrupt_fd < 0) return false;
  pollfd descriptor{.fd = options_.interrupt_fd, .events = POLLIN, .revents = 0};
  return ::poll(&descriptor, 1, 0) > 0;
}

// --------------------------------------------------------------------------------------------------- coroutines inside

asio::awaitable<HttpAnswer> HttpsExchange::Impl::exchange(Lane& lane, const HttpRequest& request,
                                                          const BeforeSend& before_send) {
  if (called_off_) throw StopReason{*called_off_};
  if (interrupted()) stop(ErrorKind::cancelled);
  check_stopped(lane.progress());
  bool reused = lane.can_reuse(options_.idle_limit);
  if (!reused) {
    co_await lane.open();
    ++traffic.connections;
  }
  co_await start_together(lane, before_send);

  while (true) {
    try {
      ++traffic.requests;
      co_return co_await lane.round_trip(request, options_.context);
    } catch (const system_error& error) {
      const Progress& progress = lane.progress();
      const bool may_repeat = request.method != Method::post && reused && !progress.answer_began && !progress.stopped;
      if (!may_repeat || !is_break(error.code())) throw;
    }
    reused = false;
    co_await lane.open();
    ++traffic.connections;
  }
}

// Returns when every request has its connection, and the caller's leave.
asio::awaitable<void> HttpsExchange::Impl::start_together(Lane& lane, const BeforeSend& before_send) {
  lane.is_ready();
  check_stopped(lane.progress());
  if (--not_ready_ == 0) {
    permit(before_send);
    gate_.cancel();
  } else if (!called_off_) {
    error_code cancelled;
    co_await gate_.async_wait(asio::redirect_error(use_awaitable, cancelled));
  }
  if (called_off_) throw StopReason{*called_off_};
  check_stopped(lane.progress());
}

// The last moment at which nothing has happened yet.
void HttpsExchange::Impl::permit(const BeforeSend& before_send) {
  if (before_send) {
    Proceed proceed = Proceed::abort;
    try {
      proceed = before_send();
    } catch (...) {
      thrown_ = std::current_exception();
    }
    if (proceed == Proceed::abort)
      return call_off({ErrorKind::cancelled, "it was called off before anything was sent"});

    // The callback may have taken its time.
    if (interrupted()) return stop(ErrorKind::cancelled);
    if (std::chrono::steady_clock::now() >= deadline_) return stop(ErrorKind::timed_out);
    for (const auto& lane : running_lanes()) {
      if (lane->is_quiet()) continue;
      lane->is_left();
      return call_off({ErrorKind::offline, "the server closed the connection before the request was sent"});
    }
  }
  is_permitted_ = true;
}

// ---------------------------------------------------------------------------------------------------------------------

HttpsExchange::HttpsExchange(ExchangeOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

HttpsExchange::~HttpsExchange() = default;

ExchangeAnswers HttpsExchange::run_together(std::span<const HttpRequest> requests, const BeforeSend& before_send) {
  return impl_->run(requests, before_send);
}

Traffic HttpsExchange::traffic() const {
  return impl_->traffic;
}

}  // namespace libsync::clockify
