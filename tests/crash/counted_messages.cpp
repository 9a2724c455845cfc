// SPDX-License-Identifier: MIT
//
// In the place of the C library's send() and recv(), for libpq: whatever goes to a PostgreSQL server passes a step
// before it is sent, and so does its answer before it is taken.
#include "steps.hpp"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <string_view>

namespace {

bool is_waiting = false;  // for an answer

bool is_counted(int socket) {
  if (!libsync::crash::steps().are_counted) return false;
  sockaddr_un peer{};
  socklen_t size = sizeof peer;
  return ::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && peer.sun_family == AF_UNIX &&
         std::string_view{peer.sun_path}.find("/.s.PGSQL.") != std::string_view::npos;
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) ssize_t send(int socket, const void* bytes, size_t size, int flags) {
  if (is_counted(socket)) {
    libsync::crash::steps().pass();
    is_waiting = true;
  }
  return ::syscall(SYS_sendto, socket, bytes, size, flags, nullptr, 0);
}

// The answer is there, and nobody has seen it.
__attribute__((visibility("default"))) ssize_t recv(int socket, void* bytes, size_t size, int flags) {
  const auto got = ::syscall(SYS_recvfrom, socket, bytes, size, flags, nullptr, nullptr);
  if (got > 0 && is_counted(socket) && is_waiting) {
    is_waiting = false;
    libsync::crash::steps().pass();
  }
  return got;
}
}
