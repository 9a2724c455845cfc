// SPDX-License-Identifier: MIT
#include "dead_ends.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace libsync::support {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

}  // namespace

DeafPort::DeafPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket_, generic, size) != 0 || ::getsockname(socket_, generic, &size) != 0) {
    throw std::runtime_error("cannot have a port");
  }
  port_ = ntohs(address.sin_port);
}

DeafPort::~DeafPort() {
  ::close(socket_);
}

FullPort::FullPort() {
  if (::listen(socket_, 0) != 0) throw std::runtime_error("cannot listen");
  const sockaddr_in address = loopback(port());
  for (int& waiting : waiting_) {
    waiting = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    ::connect(waiting, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
}

FullPort::~FullPort() {
  for (const int waiting : waiting_) ::close(waiting);
}

}  // namespace libsync::support
