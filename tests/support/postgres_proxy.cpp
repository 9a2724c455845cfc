// SPDX-License-Identifier: MIT
#include "postgres_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace libsync::support {
namespace {

sockaddr_un named(const std::string& path) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (path.size() >= sizeof name.sun_path) throw std::runtime_error("the path of a socket is too long: " + path);
  std::memcpy(name.sun_path, path.c_str(), path.size() + 1);
  return name;
}

// The value of `key` in "host=x user=y".
std::string part(const std::string& address, const std::string& key) {
  const auto start = address.find(key + '=') + key.size() + 1;
  return address.substr(start, address.find(' ', start) - start);
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// Nothing but a statement of that text.
bool is_end_of_a_reading(std::string_view message) {
  constexpr std::string_view k_parsed{"\0ROLLBACK\0", 10};  // behind the letter and the length: no name, the text
  return message.size() < 80 && message.starts_with('P') && message.substr(5).starts_with(k_parsed);
}

bool can_read(int file, int timeout_ms) {
  pollfd wanted{file, POLLIN, 0};
  return poll(&wanted, 1, timeout_ms) > 0;
}

}  // namespace

PostgresProxy::PostgresProxy(const std::string& server)
    : server_socket_(part(server, "host") + "/.s.PGSQL.5432"),
      address_("host=" + folder_.path().string() + " user=" + part(server, "user") +
               " dbname=" + part(server, "dbname")),
      listener_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const auto name = named((folder_ / ".s.PGSQL.5432").string());
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0 || listen(listener_, 8) != 0) {
    throw std::runtime_error("cannot listen");
  }
  thread_ = std::thread{[this] { serve(); }};
}

PostgresProxy::~PostgresProxy() {
  is_over_ = true;
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

void PostgresProxy::cut_at(int message, Cut cut) {
  messages_ = 0;
  is_cut_ = false;
  cut_ = cut;
  cut_at_ = message;
}

void PostgresProxy::cut_at(const std::string& bytes, Cut cut) {
  cut_at(0, cut);
  const std::lock_guard lock{mutex_};
  text_ = bytes;
}

// Once.
bool PostgresProxy::is_named(std::string_view message) {
  const std::lock_guard lock{mutex_};
  if (text_.empty() || message.find(text_) == std::string_view::npos) return false;
  text_.clear();
  return true;
}

// One client at a time, as a store has one connection.
void PostgresProxy::serve() {
  while (!is_over_) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    if (!(is_cut_ && stays_away_)) pass_on(client);
    close(client);
  }
}

void PostgresProxy::pass_on(int client) {
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto name = named(server_socket_);
  std::array<char, 1U << 16U> buffer{};
  bool goes_on = connect(server, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
  while (goes_on && !is_over_) {
    std::array<pollfd, 2> both{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
    if (poll(both.data(), both.size(), 50) <= 0) continue;
    if (both[1].revents != 0) {
      const auto size = read(server, buffer.data(), buffer.size());
      if (size <= 0 || !send_all(client, {buffer.data(), static_cast<std::size_t>(size)})) break;
    }
    if (both[0].revents != 0) {
      const auto size = read(client, buffer.data(), buffer.size());
      if (size <= 0) break;
      std::string_view message{buffer.data(), static_cast<std::size_t>(size)};
      const bool is_counted = ++messages_ == cut_at_;
      if (!is_end_of_a_reading(message)) ++round_trips_;
      const bool cuts = is_named(message) || is_counted;
      if (cuts && cut_ == Cut::before) message = {};
      if (cuts && cut_ == Cut::within) message = message.substr(0, message.size() / 2);
      if (!send_all(server, message)) break;
      if (cuts && cut_ == Cut::after && can_read(server, 5000)) {
        [[maybe_unused]] const auto lost = read(server, buffer.data(), buffer.size());
      }
      if (cuts) is_cut_ = true;
      goes_on = !cuts;
    }
  }
  close(server);
}

}  // namespace libsync::support
