// SPDX-License-Identifier: MIT
//
// Patience with Clockify's request limit: what a run does about a 429.
#pragma once

#include "run_context.hpp"

#include <libsync/clockify/api_error.hpp>

#include <string>

namespace libsync::loop {

class RequestLimit {
 public:
  explicit RequestLimit(const RunContext& context) : context_(context) {}

  // Makes a request that may be repeated, and repeats it after each wait for the limit.
  template <class Request>
  [[nodiscard]] auto patiently(const Request& request) -> decltype(request()) {
    while (true) {
      auto answer = request();
      if (answer.has_value() || answer.error().kind != clockify::ErrorKind::rate_limited) request_got_through();
      if (answer.has_value() || !waited_for(answer.error())) return answer;
    }
  }

  // Sleeps until the request may be made again, if it was the limit that refused it and the person asked for that.
  // False when there was no wait or a signal ended it.
  [[nodiscard]] bool waited_for(const clockify::ApiError& error);

  // How often this object slept; what was seen before the last time is old.
  [[nodiscard]] int waits() const { return waits_; }

  // The next wait may be short again.
  void request_got_through() { waits_in_a_row_ = 0; }

  // What ends the run when a request failed for good. `act` completes "cannot ...".
  [[nodiscard]] Failure failure_of(const clockify::ApiError& error, const std::string& act) const;

 private:
  const RunContext& context_;
  int waits_ = 0;
  int waits_in_a_row_ = 0;  // without a request that got through
  bool interrupted_ = false;
};

}  // namespace libsync::loop
