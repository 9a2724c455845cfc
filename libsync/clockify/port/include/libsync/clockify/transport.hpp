// SPDX-License-Identifier: MIT
//
// What a caller of the Clockify port sees of the wire: when a request leaves, how many did, and the clock by which
// their age is told.
#pragma once

#include <libsync/model/time.hpp>

#include <chrono>
#include <cstdint>
#include <functional>

namespace libsync::clockify {

// Time that goes on while the machine sleeps and that nobody can set (CLOCK_BOOTTIME). Only differences mean something.
using BootTime = std::chrono::time_point<struct BootClock, milliseconds>;

// Called exactly once per create_entries that gets as far as a connection for each: after connect and TLS handshake and
// before the first byte of any request. `abort` (or an exception, which is passed on) means that nothing is sent.
enum class Proceed { send, abort };
using BeforeSend = std::function<Proceed()>;

struct Traffic {
  std::int64_t requests = 0;     // requests of which at least one byte was sent
  std::int64_t connections = 0;  // TLS connections that were established
};

}  // namespace libsync::clockify
