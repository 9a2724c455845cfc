// SPDX-License-Identifier: MIT
//
// Which session a message counts for when several files hold a copy of it, and which brings the time before it:
// resumed, forked and reopened sessions repeat what came before.
//
// A message counts for a session that has it at its true time; of several for the one that it was written for, of those
// for the one whose key sorts first. The time between it and the message before it is brought once as well. Where
// transcripts do not agree which message that is, because one lacks some, the nearest holds, for what lies before that
// is brought by the messages in between; unless that transcript only begins there, or goes on there after a pause, when
// the farthest holds, or time would be lost. So nothing but the choice of the session depends on the names of files.
#pragma once

#include "copies/repeats.hpp"
#include "copies/session_stream.hpp"
#include "copies/true_times.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace libsync::transcripts {

class Copies {
 public:
  // Looks for copies of the messages of the `wanted` sessions in all of them. `sessions` must be sorted by key; the
  // numbers are indices into it. Uses a bounded amount of memory beside the result.
  //
  // The result holds for wanted sessions if shared() joins them to wanted ones only: what a message brings depends on
  // the messages before its copies, and so on the copies of those.
  Copies(const std::vector<SessionFiles>& sessions, const std::vector<bool>& wanted, milliseconds idle_timeout);

  [[nodiscard]] SessionStream points_of(const SessionFiles& files) const { return {files.files, true_times_}; }

  struct Verdict {
    bool counts = true;
    // Where the time begins that it brings, if the message before it in this session is no later.
    Instant since;
  };
  // What becomes of the `place`th point in points_of() a wanted session.
  [[nodiscard]] Verdict verdict(std::uint32_t session, std::uint32_t place, const SessionStream::Item& item) const;

  // Pairs of sessions that share a message. They join all that hold a message of a wanted session.
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, std::uint32_t>>& shared() const { return shared_; }

 private:
  // A point that may have copies.
  struct Claim {
    std::uint64_t message;
    Instant before;  // when the active gap begins that it ends
    Instant run;     // when the active time begins that this gap goes on
    std::uint32_t session;
    std::uint32_t place;  // in points_of() the session
    bool native;
    bool moved;
    bool ends_gap;  // or else `before` and `run` mean nothing
  };
  using Claims = std::vector<Claim>;

  // A gap that begins elsewhere than a look at the session alone would say.
  struct Gap {
    std::uint32_t session;
    std::uint32_t place;
    Instant since;
  };

  void settle(Claims::iterator first, Claims::iterator last);
  void settle_gap(Claims::iterator first, Claims::iterator last, std::uint32_t winner);

  TrueTimes true_times_;
  std::vector<std::vector<bool>> elsewhere_;  // by session and place, as far as there are any
  std::vector<Gap> gaps_;                     // by session and place
  std::vector<std::pair<std::uint32_t, std::uint32_t>> shared_;
};

}  // namespace libsync::transcripts
