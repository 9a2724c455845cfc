// SPDX-License-Identifier: MIT
//
// What may happen to the database of OpenCode, made up.
#pragma once

#include <libsync/model/time.hpp>

#include <rapidcheck.h>

#include <ostream>
#include <string>
#include <vector>

namespace libsync::testing {

// Stories begin at this time.
constexpr Instant k_eight = std::chrono::sys_days{std::chrono::year{2026} / 2 / 2} + std::chrono::hours{8};

// What happens to OpenCode, one after the other.
struct Event {
  enum class Kind { session, child, question, answer, tool, done, fork, new_version, forgotten } kind;
  int session;  // of those that are there then
  int time;     // seconds
};
using Story = std::vector<Event>;

std::ostream& operator<<(std::ostream& out, const Event& event);

// `with_loss`: rows of messages go as well.
[[nodiscard]] rc::Gen<Story> any_story(bool with_loss);

// The SQL of its transactions. Without copies, forks are not made and the second version never comes.
enum class Copies { made, left_out };
[[nodiscard]] std::vector<std::string> tell(const Story& story, Copies copies = Copies::made);

}  // namespace libsync::testing
