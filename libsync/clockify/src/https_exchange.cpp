// SPDX-License-Identifier: MIT
#include "https_exchange.hpp"

#include "ascii.hpp"
#include "boot_clock.hpp"
#include "name_lookup.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <exception>
#include <system_error>
#include <utility>

namespace libsync::clockify {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using asio::use_awaitable;
using asio::ip::tcp;
using boost::system::error_code;
using boost::system::system_error;

constexpr std::uint32_t k_header_limit = 64 * 1024;
constexpr int k_most_interim_answers = 8;  // 1xx before the real one
// For an address that does not react, as long as there is another one to try.
constexpr std::chrono::seconds k_connect_patience{5};

// What is going on, for the words of a failure: "timed out after 60 s while ...".
enum class Phase { lookup, connect, tunnel, handshake, check, send, wait, read };

// Ends an exchange from within the coroutine. Errors of Asio and Beast end it as the system_error they are.
struct Stop {
  ErrorKind kind;
  std::string cause;
};

struct Connection {
  Connection(asio::io_context& context, ssl::context& tls) : stream(context, tls) {}

  ssl::stream<tcp::socket> stream;
  beast::flat_buffer buffer{2 * k_header_limit};
  BootTime idle_since{};
};

// Whether the peer has said nothing of substance since the last answer: no close, no alert, no stray bytes. Messages of
// TLS itself (session tickets come after the handshake) are taken in. Does not block.
bool is_quiet(Connection& connection) {
  if (connection.buffer.size() != 0) return false;
  char byte = 0;
  error_code nothing_there;
  connection.stream.next_layer().non_blocking(true, nothing_there);
  if (!nothing_there) connection.stream.read_some(asio::buffer(&byte, 1), nothing_there);
  return nothing_there == asio::error::would_block;
}

std::optional<std::string> field(const http::fields& fields, http::field name) {
  const auto found = fields.find(name);
  if (found == fields.end()) return std::nullopt;
  return std::string{found->value()};
}

std::optional<std::string> field(const http::fields& fields, const char* name) {
  const auto found = fields.find(name);
  if (found == fields.end()) return std::nullopt;
  return std::string{found->value()};
}

bool is_break(const error_code& error) {
  return error == asio::error::eof || error == asio::error::connection_reset || error == asio::error::broken_pipe ||
         error == asio::error::connection_aborted || error == ssl::error::stream_truncated ||
         error == http::error::end_of_stream || error == http::error::partial_message;
}

}  // namespace

class HttpsExchange::Impl {
 public:
  explicit Impl(ExchangeOptions options)
      : options_(std::move(options)), tls_(options_.tls.release()), interrupt_(context_) {
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
  asio::awaitable<std::vector<tcp::endpoint>> addresses_of(const HostPort& server);
  asio::awaitable<void> connect(const HostPort& server);
  asio::awaitable<void> tunnel();
  asio::awaitable<void> handshake();
  void permit(const BeforeSend& before_send);
  asio::awaitable<HttpAnswer> round_trip(const HttpRequest& request);
  asio::awaitable<HttpAnswer> read_answer(std::size_t max_body);

  [[nodiscard]] bool interrupted() const;
  [[nodiscard]] bool can_reuse();
  void stop(ErrorKind why);
  void check_stopped() const;
  [[nodiscard]] ExchangeFailure failure(std::exception_ptr error);
  [[nodiscard]] Stop explain(const error_code& error);
  [[nodiscard]] std::string doing() const;
  [[nodiscard]] Stop stop_words() const;

  ExchangeOptions options_;
  asio::io_context context_{1};
  ssl::context tls_;
  asio::posix::stream_descriptor interrupt_;
  std::unique_ptr<Connection> connection_;
  std::optional<asio::posix::stream_descriptor> lookup_done_;

  // Of the request that is running.
  std::chrono::steady_clock::time_point deadline_;
  Phase phase_ = Phase::check;
  bool handed_over_ = false;   // a byte of the request was given to the TLS stream
  bool answer_began_ = false;  // a byte of an answer came
  int status_ = 0;             // of an answer whose header came
  HostPort peer_;              // being looked up or connected to
  std::optional<ErrorKind> stopped_;
  std::exception_ptr thrown_;  // by before_send
};

// ---------------------------------------------------------------------------------------------------- blocking outside

Result<HttpAnswer, ExchangeFailure> HttpsExchange::Impl::run(const HttpRequest& request,
                                                             const BeforeSend& before_send) {
  deadline_ = std::chrono::steady_clock::now() + options_.deadline;
  phase_ = Phase::check;
  handed_over_ = false;
  answer_began_ = false;
  status_ = 0;
  stopped_.reset();
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
  if (!stopped_) stopped_ = why;
  error_code ignored;
  if (lookup_done_) lookup_done_->cancel(ignored);
  if (connection_) connection_->stream.next_layer().close(ignored);
}

bool HttpsExchange::Impl::interrupted() const {
  if (options_.interrupt_fd < 0) return false;
  pollfd descriptor{.fd = options_.interrupt_fd, .events = POLLIN, .revents = 0};
  return ::poll(&descriptor, 1, 0) > 0;
}

Stop HttpsExchange::Impl::stop_words() const {
  if (stopped_ == ErrorKind::cancelled) return {ErrorKind::cancelled, fmt::format("interrupted while {}", doing())};
  const std::chrono::duration<double> limit = options_.deadline;
  return {ErrorKind::timed_out, fmt::format("timed out after {:g} s while {}", limit.count(), doing())};
}

void HttpsExchange::Impl::check_stopped() const {
  if (stopped_) throw stop_words();
}

std::string HttpsExchange::Impl::doing() const {
  switch (phase_) {
    case Phase::check:
      return "getting ready";
    case Phase::lookup:
      return fmt::format("looking up `{}`", peer_.host);
    case Phase::connect:
      return fmt::format("connecting to {}", peer_.text());
    case Phase::tunnel:
      return fmt::format("asking the proxy {} for a connection", peer_.text());
    case Phase::handshake:
      return fmt::format("setting up TLS with {}", options_.server.text());
    case Phase::send:
      return "sending the request";
    case Phase::wait:
      return "waiting for the answer";
    case Phase::read:
      return "reading the answer";
  }
  return "working";
}

ExchangeFailure HttpsExchange::Impl::failure(std::exception_ptr error) {
  Stop stop{ErrorKind::protocol, "unexpected failure"};
  try {
    std::rethrow_exception(std::move(error));
  } catch (const Stop& known) {
    stop = known;
  } catch (const system_error& known) {
    stop = explain(known.code());
  } catch (const std::exception& other) {
    stop = {ErrorKind::offline, fmt::format("{} failed: {}", doing(), other.what())};
  }
  // After `abort` or a refusal to send, the connection is as good as before.
  if (handed_over_ || phase_ != Phase::check) connection_.reset();
  return ExchangeFailure{.kind = stop.kind,
                         .delivery = handed_over_ ? Delivery::unknown : Delivery::not_sent,
                         .cause = std::move(stop.cause),
                         .http_status = status_};
}

Stop HttpsExchange::Impl::explain(const error_code& error) {
  if (stopped_) return stop_words();
  switch (phase_) {
    case Phase::connect:
      if (error == asio::error::connection_refused) {
        return {ErrorKind::offline, fmt::format("{} refused the connection", peer_.text())};
      }
      return {ErrorKind::offline, fmt::format("no connection to {}: {}", peer_.text(), error.message())};
    case Phase::handshake:
      if (error == asio::error::eof || error.category() == asio::error::get_system_category() ||
          error == ssl::error::stream_truncated) {
        return {ErrorKind::offline,
                fmt::format("the connection to {} broke while setting up TLS", options_.server.text())};
      }
      return {ErrorKind::tls, handshake_problem(*connection_->stream.native_handle(), options_.server,
                                                static_cast<unsigned long>(error.value()))};
    case Phase::tunnel:
      if (is_break(error)) return {ErrorKind::offline, fmt::format("the proxy {} hung up", peer_.text())};
      return {ErrorKind::protocol,
              fmt::format("the proxy {} does not answer as one: {}", peer_.text(), error.message())};
    default:
      break;
  }
  if (is_break(error)) {
    return {ErrorKind::offline, answer_began_ ? "the connection broke before the answer was complete"
                                              : "the connection was closed before an answer came"};
  }
  if (error == http::error::body_limit || error == http::error::buffer_overflow) {
    return {ErrorKind::protocol, "the answer is larger than is reasonable"};
  }
  if (error == http::error::header_limit) return {ErrorKind::protocol, "the header of the answer is too large"};
  if (phase_ != Phase::send && error.category() == http::make_error_code(http::error::bad_version).category()) {
    return {ErrorKind::protocol, fmt::format("the answer is not HTTP: {}", error.message())};
  }
  return {ErrorKind::offline, fmt::format("the connection broke while {}: {}", doing(), error.message())};
}

// --------------------------------------------------------------------------------------------------- coroutines inside

asio::awaitable<HttpAnswer> HttpsExchange::Impl::exchange(const HttpRequest& request, const BeforeSend& before_send) {
  if (interrupted()) stop(ErrorKind::cancelled);
  check_stopped();
  bool reused = can_reuse();
  if (!reused) co_await open();
  permit(before_send);

  while (true) {
    try {
      co_return co_await round_trip(request);
    } catch (const system_error& error) {
      const bool may_repeat = request.method == Method::get && reused && !answer_began_ && !stopped_;
      if (!may_repeat || !is_break(error.code())) throw;
    }
    reused = false;
    co_await open();
  }
}

bool HttpsExchange::Impl::can_reuse() {
  return connection_ && boot_now() - connection_->idle_since <= options_.idle_limit && is_quiet(*connection_);
}

asio::awaitable<void> HttpsExchange::Impl::open() {
  connection_ = std::make_unique<Connection>(context_, tls_);
  co_await connect(options_.proxy ? options_.proxy->server : options_.server);
  if (options_.proxy) co_await tunnel();
  co_await handshake();
  connection_->idle_since = boot_now();
  ++traffic.connections;
}

asio::awaitable<std::vector<tcp::endpoint>> HttpsExchange::Impl::addresses_of(const HostPort& server) {
  if (server.is_address) {
    co_return std::vector{tcp::endpoint{asio::ip::make_address(server.host), server.port}};
  }
  phase_ = Phase::lookup;
  const NameLookup lookup{server.host, std::to_string(server.port)};
  lookup_done_.emplace(context_, ::fcntl(lookup.done_descriptor(), F_DUPFD_CLOEXEC, 0));
  try {
    co_await lookup_done_->async_wait(asio::posix::stream_descriptor::wait_read, use_awaitable);
  } catch (const system_error&) {
    lookup_done_.reset();
    throw;
  }
  lookup_done_.reset();
  check_stopped();

  const LookupAnswer& answer = lookup.answer();
  if (answer.error != 0) throw Stop{ErrorKind::offline, lookup_problem(answer.error, server.host)};
  std::vector<tcp::endpoint> endpoints;
  for (const SocketAddress& address : answer.addresses) {
    tcp::endpoint& endpoint = endpoints.emplace_back();
    endpoint.resize(address.size);
    std::memcpy(endpoint.data(), &address.bytes, address.size);
  }
  if (endpoints.empty()) throw Stop{ErrorKind::offline, fmt::format("`{}` has no address", server.host)};
  co_return endpoints;
}

asio::awaitable<void> HttpsExchange::Impl::connect(const HostPort& server) {
  peer_ = server;
  const std::vector<tcp::endpoint> endpoints = co_await addresses_of(server);
  phase_ = Phase::connect;
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    const bool last = i + 1 == endpoints.size();
    tcp::socket& socket = connection_->stream.next_layer();
    asio::steady_timer patience{context_, k_connect_patience};
    if (!last) {
      patience.async_wait([&socket](error_code aborted) {
        error_code ignored;
        if (!aborted) socket.close(ignored);
      });
    }
    try {
      co_await socket.async_connect(endpoints[i], use_awaitable);
      socket.set_option(tcp::no_delay{true});
      co_return;
    } catch (const system_error&) {
      if (last || stopped_) throw;
    }
    error_code ignored;
    socket.close(ignored);
  }
}

asio::awaitable<void> HttpsExchange::Impl::tunnel() {
  phase_ = Phase::tunnel;
  tcp::socket& socket = connection_->stream.next_layer();
  const Secret request =
      render_connect(options_.server.text(), options_.context.user_agent, options_.proxy->credentials);
  co_await asio::async_write(socket, asio::buffer(request.reveal()), use_awaitable);

  http::response_parser<http::empty_body> parser;
  parser.header_limit(k_header_limit);
  co_await http::async_read_header(socket, connection_->buffer, parser, use_awaitable);
  const int status = static_cast<int>(parser.get().result_int());
  if (status == 407) {
    throw Stop{ErrorKind::offline, fmt::format("the proxy {} refused its user name and password", peer_.text())};
  }
  if (status < 200 || status > 299) {
    throw Stop{ErrorKind::offline, fmt::format("the proxy {} gave no connection to {} (HTTP {})", peer_.text(),
                                               options_.server.text(), status)};
  }
  // TLS begins with us: a byte that is here already came from the proxy.
  if (connection_->buffer.size() != 0) {
    throw Stop{ErrorKind::protocol, fmt::format("the proxy {} does not answer as one", peer_.text())};
  }
}

asio::awaitable<void> HttpsExchange::Impl::handshake() {
  phase_ = Phase::handshake;
  if (!expect_server(*connection_->stream.native_handle(), options_.server)) throw std::bad_alloc{};
  co_await connection_->stream.async_handshake(ssl::stream_base::client, use_awaitable);
}

// The last moment at which nothing has happened yet.
void HttpsExchange::Impl::permit(const BeforeSend& before_send) {
  phase_ = Phase::check;
  check_stopped();
  if (!before_send) return;
  Proceed proceed = Proceed::abort;
  try {
    proceed = before_send();
  } catch (...) {
    thrown_ = std::current_exception();
  }
  if (proceed == Proceed::abort) throw Stop{ErrorKind::cancelled, "it was called off before anything was sent"};

  // The callback may have taken its time.
  if (interrupted()) stop(ErrorKind::cancelled);
  if (std::chrono::steady_clock::now() >= deadline_) stop(ErrorKind::timed_out);
  check_stopped();
  if (!is_quiet(*connection_)) {
    phase_ = Phase::send;
    throw Stop{ErrorKind::offline, "the server closed the connection before the request was sent"};
  }
}

asio::awaitable<HttpAnswer> HttpsExchange::Impl::round_trip(const HttpRequest& request) {
  phase_ = Phase::send;
  const Secret bytes = render_request(request, options_.context);
  handed_over_ = true;
  ++traffic.requests;
  co_await asio::async_write(connection_->stream, asio::buffer(bytes.reveal()), use_awaitable);
  co_return co_await read_answer(request.max_answer);
}

asio::awaitable<HttpAnswer> HttpsExchange::Impl::read_answer(std::size_t max_body) {
  auto& [stream, buffer, idle_since] = *connection_;
  for (int interim = 0; interim <= k_most_interim_answers; ++interim) {
    phase_ = Phase::wait;
    http::response_parser<http::string_body> parser;
    parser.header_limit(k_header_limit);
    parser.body_limit(max_body);
    try {
      co_await http::async_read_header(stream, buffer, parser, use_awaitable);
    } catch (const system_error&) {
      answer_began_ = answer_began_ || parser.got_some() || buffer.size() != 0;
      throw;
    }
    answer_began_ = true;
    status_ = static_cast<int>(parser.get().result_int());
    if (status_ == 101) break;
    if (status_ < 200) continue;

    phase_ = Phase::read;
    const auto encoding = field(parser.get(), http::field::content_encoding);
    if (encoding && ascii_lower(*encoding) != "identity") {
      throw Stop{ErrorKind::protocol, "the answer is compressed although nobody asked for that"};
    }
    co_await http::async_read(stream, buffer, parser, use_awaitable);

    auto& message = parser.get();
    HttpAnswer answer{.status = status_,
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
  throw Stop{ErrorKind::protocol, "the server does not come to the answer"};
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
