// SPDX-License-Identifier: MIT
#include "request_limit.hpp"

#include "failures.hpp"

#include <algorithm>

namespace libsync::loop {

bool RequestLimit::waited_for(const clockify::ApiError& error) {
  if (error.kind != clockify::ErrorKind::rate_limited || !context_.options.wait) return false;
  const auto wait = std::max(wait_asked_for(error), shortest_wait(waits_in_a_row_++));
  context_.observer.waiting(context_.clock.now() + wait, "Clockify's request limit is reached");
  ++waits_;
  interrupted_ = !context_.clock.sleep_for(wait);
  return !interrupted_;
}

Failure RequestLimit::failure_of(const clockify::ApiError& error, const std::string& act) const {
  return interrupted_ ? interrupted_wait_failure(act) : api_failure(error, act, context_.clock.now());
}

}  // namespace libsync::loop
