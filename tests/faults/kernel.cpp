// SPDX-License-Identifier: MIT
#include "kernel.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>

namespace {

std::atomic<bool> names_gone{false};
std::atomic<bool> locks_gone{false};
std::atomic<std::uint16_t> detour_to{0};

}  // namespace

extern "C" {

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker's names
int __real_getaddrinfo(const char* host, const char* service, const addrinfo* hints, addrinfo** found);
int __real_connect(int socket, const sockaddr* address, socklen_t size);
int __real_flock(int file, int operation);

int __wrap_getaddrinfo(const char* host, const char* service, const addrinfo* hints, addrinfo** found) {
  return names_gone ? EAI_AGAIN : __real_getaddrinfo(host, service, hints, found);
}

int __wrap_connect(int socket, const sockaddr* address, socklen_t size) {
  const std::uint16_t port = detour_to;
  if (port == 0) return __real_connect(socket, address, size);
  if (address->sa_family != AF_INET) {
    errno = ECONNREFUSED;
    return -1;
  }
  sockaddr_in other{};
  other.sin_family = AF_INET;
  other.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  other.sin_port = htons(port);
  return __real_connect(socket, reinterpret_cast<const sockaddr*>(&other), sizeof other);
}

int __wrap_flock(int file, int operation) {
  if (!locks_gone) return __real_flock(file, operation);
  errno = ENOLCK;
  return -1;
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
}

namespace libsync::faults::kernel {

void no_names() {
  names_gone = true;
}

void detour(std::uint16_t port) {
  detour_to = port;
}

void no_file_locks() {
  locks_gone = true;
}

void heal() {
  names_gone = false;
  locks_gone = false;
  detour_to = 0;
}

}  // namespace libsync::faults::kernel
