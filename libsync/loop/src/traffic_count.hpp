// SPDX-License-Identifier: MIT
//
// Writes down at the end what a run asked of Clockify, however the run ends.
#pragma once

#include <libsync/clockify/api.hpp>

namespace libsync::loop {

class TrafficCount {
 public:
  TrafficCount(const clockify::Api& api, clockify::Traffic& count) : api_(api), count_(count) {}
  ~TrafficCount() { count_ = api_.traffic(); }
  TrafficCount(const TrafficCount&) = delete;
  TrafficCount& operator=(const TrafficCount&) = delete;

 private:
  const clockify::Api& api_;
  clockify::Traffic& count_;
};

}  // namespace libsync::loop
