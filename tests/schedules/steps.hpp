// SPDX-License-Identifier: MIT
//
// The places where a run can be interrupted: before and after every call of a port. They are counted, and something may
// happen at the n-th of them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace libsync::schedules {

// The process died. Thrown through the loop, which must not catch it: what the store and the server have stays, all
// else is gone.
struct Killed {};

enum class Place {
  before_store,  // the call has not begun
  after_store,   // it has taken effect, the caller does not know yet
  around_api,    // before a request, or after its answer
  leaving,       // between the intent (T2) and the first byte of the POST
};

class Steps {
 public:
  using Act = std::function<void(Place)>;

  void at(std::int64_t nth, Act act) { acts_.insert_or_assign(nth, std::move(act)); }

  void pass(Place place) {
    ++passed_;
    if (acts_.empty()) return;
    if (const auto act = acts_.find(passed_); act != acts_.end()) act->second(place);
  }

 private:
  std::int64_t passed_ = 0;
  std::map<std::int64_t, Act> acts_;
};

}  // namespace libsync::schedules
