// SPDX-License-Identifier: MIT
//
// What may happen to the database of an agent, made up.
#pragma once

#include <libsync/model/time.hpp>

#include <rapidcheck.h>

#include <cstddef>
#include <ostream>
#include <vector>

namespace libsync::testing {

// Stories begin at this time.
constexpr Instant k_eight = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + std::chrono::hours{8};

// What happens to it, one after the other.
struct Event {
  enum class Kind { session, child, question, answer, tool, done, fork, new_version, forgotten } kind;
  int session;  // of those that are there then
  int time;     // seconds
};
using Story = std::vector<Event>;

std::ostream& operator<<(std::ostream& out, const Event& event);

// `with_loss`: rows of messages go as well.
[[nodiscard]] rc::Gen<Story> any_story(bool with_loss);

// Without copies, forks are not made and the second version never comes, which keeps what the first one has.
enum class Copies { made, left_out };

// The session that is meant, of those that are nobody's copy: numbers, and so folders, are the same with copies and
// without. Null when there is none.
template <class Session>
Session* meant_by(const Event& event, std::vector<Session>& sessions) {
  std::vector<Session*> own;
  for (auto& session : sessions) {
    if (!session.is_fork) own.push_back(&session);
  }
  return own.empty() ? nullptr : own[static_cast<std::size_t>(event.session) % own.size()];
}

}  // namespace libsync::testing
