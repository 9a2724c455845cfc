// SPDX-License-Identifier: MIT
#include "copies/repeats.hpp"

namespace libsync::transcripts {
namespace {

std::uint64_t keys_in(const std::vector<SessionFiles>& sessions, const std::vector<bool>& wanted) {
  std::uint64_t keys = 0;
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    for (const auto& file : sessions[i].files) keys += wanted[i] ? 2 * file.size() : 0;
  }
  return keys;
}

// Calls `visit` with the keys of each point; the second is 0 when it has one only.
template <class Visit>
void for_each_point(const SessionFiles& session, Visit&& visit) {
  for (const auto& file : session.files) {
    file.for_each([&](const PackedTranscript::Entry& entry) {
      const auto& point = entry.point;
      visit(point.key, point.response == 0 ? 0 : response_key(point.response, point.time));
    });
  }
}

}  // namespace

Repeats::Repeats(const std::vector<SessionFiles>& sessions, const std::vector<bool>& wanted)
    : keys_{keys_in(sessions, wanted)} {
  RoughSet seen{keys_in(sessions, wanted)};
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    if (!wanted[i]) continue;
    for_each_point(sessions[i], [&](std::uint64_t key, std::uint64_t response) {
      bool is_repeat = false;
      for (const auto one : {key, response}) {
        if (one == 0 || seen.insert(one)) continue;
        keys_.insert(one);
        is_repeat = true;
      }
      count_ += is_repeat ? 1 : 0;
    });
  }
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    if (wanted[i]) continue;
    for_each_point(sessions[i], [&](std::uint64_t key, std::uint64_t response) {
      bool is_repeat = false;
      for (const auto one : {key, response}) {
        if (one == 0 || !seen.may_hold(one)) continue;
        keys_.insert(one);
        is_repeat = true;
      }
      count_ += is_repeat ? 1 : 0;
    });
  }
}

}  // namespace libsync::transcripts
