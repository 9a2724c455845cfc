// SPDX-License-Identifier: MIT
#include "failing_calls.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>

namespace libsync::crash {

bool FailingCalls::strikes() {
  ++passed_;
  return until_ == Until::for_good ? passed_ >= call_ : passed_ == call_;
}

// --- SQLite's -------------------------------------------------------------------------------------------------------

int FailingCalls::open(const std::string&, bool creates) {
  const bool concerned = is(Trouble::input_output) || is(Trouble::denied) || (is(Trouble::full) && creates);
  return concerned && strikes() ? SQLITE_CANTOPEN : SQLITE_OK;
}

int FailingCalls::read(const std::string&) {
  return is(Trouble::input_output) && strikes() ? SQLITE_IOERR_READ : SQLITE_OK;
}

int FailingCalls::write(const std::string&, std::string_view bytes, std::size_t, std::size_t& written) {
  const bool concerned = is(Trouble::input_output) || is(Trouble::full) || is(Trouble::short_write);
  if (!concerned || !strikes()) return SQLITE_OK;
  written = is(Trouble::short_write) ? bytes.size() / 2 : 0;
  return is(Trouble::input_output) ? SQLITE_IOERR_WRITE : SQLITE_FULL;
}

int FailingCalls::truncate(const std::string&, std::size_t) {
  return is(Trouble::input_output) && strikes() ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

int FailingCalls::sync(const std::string&, bool) {
  return (is(Trouble::input_output) || is(Trouble::full)) && strikes() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int FailingCalls::remove(const std::string&, bool) {
  return is(Trouble::input_output) && strikes() ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

// --- the store's own ------------------------------------------------------------------------------------------------

int FailingCalls::before(SystemCall call) {
  const bool needs_room = call == SystemCall::open || call == SystemCall::make_temporary || call == SystemCall::write ||
                          call == SystemCall::sync || call == SystemCall::link;
  const bool opens = call == SystemCall::open || call == SystemCall::make_temporary || call == SystemCall::link;
  const bool can_wait = call == SystemCall::write || call == SystemCall::sync || call == SystemCall::lock;
  switch (trouble_) {
    case Trouble::input_output:
      return strikes() ? EIO : 0;
    case Trouble::full:
    case Trouble::short_write:
      return needs_room && strikes() ? ENOSPC : 0;
    case Trouble::interrupted:
      return can_wait && strikes() ? EINTR : 0;
    case Trouble::denied:
      return opens && strikes() ? EACCES : 0;
  }
  return 0;
}

std::size_t FailingCalls::portion(std::size_t bytes) {
  return is(Trouble::short_write) || is(Trouble::interrupted) ? std::max<std::size_t>(1, bytes / 2) : bytes;
}

}  // namespace libsync::crash
