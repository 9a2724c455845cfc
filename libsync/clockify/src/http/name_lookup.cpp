// SPDX-License-Identifier: MIT
#include "http/name_lookup.hpp"

#include <libsync/model/file_descriptor.hpp>

#include <fmt/format.h>
#include <netdb.h>
#include <sys/eventfd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

namespace libsync::clockify {

struct NameLookup::Shared {
  Shared() {
    if (!done.is_open()) throw std::system_error(errno, std::generic_category());
  }

  const FileDescriptor done{eventfd(0, EFD_CLOEXEC)};
  LookupAnswer answer;
  std::atomic<bool> answered = false;  // orders the thread's writes to `answer` before our reads
};

LookupAnswer system_lookup(const std::string& host, const std::string& port) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* list = nullptr;
  LookupAnswer answer;
  answer.error = getaddrinfo(host.c_str(), port.c_str(), &wanted, &list);
  for (const addrinfo* item = list; item != nullptr; item = item->ai_next) {
    SocketAddress& address = answer.addresses.emplace_back();
    std::memcpy(&address.bytes, item->ai_addr, item->ai_addrlen);
    address.size = item->ai_addrlen;
  }
  if (list != nullptr) freeaddrinfo(list);
  return answer;
}

NameLookup::NameLookup(std::string host, std::string port, LookupFunction lookup)
    : shared_(std::make_shared<Shared>()) {
  std::thread{[shared = shared_, host = std::move(host), port = std::move(port), lookup = std::move(lookup)] {
    shared->answer = lookup(host, port);
    shared->answered = true;
    shared->answered.notify_one();
    eventfd_write(shared->done.get(), 1);
  }}.detach();
}

int NameLookup::done_descriptor() const {
  return shared_->done.get();
}

const LookupAnswer& NameLookup::answer() const {
  shared_->answered.wait(false);
  return shared_->answer;
}

std::string lookup_problem(int error, const std::string& host) {
  switch (error) {
    case EAI_NONAME:
    case EAI_NODATA:
      return fmt::format("there is no host `{}`", host);
    case EAI_AGAIN:
      return fmt::format("the name `{}` cannot be looked up at the moment", host);
    default:
      return fmt::format("the name `{}` cannot be looked up: {}", host, gai_strerror(error));
  }
}

}  // namespace libsync::clockify
