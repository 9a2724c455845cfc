// SPDX-License-Identifier: MIT
//
// Attributes messages to sessions when several files hold a copy of them: resumed, forked and reopened sessions repeat
// what came before.
//
//   a.jsonl   m1 10:00   m2 10:10
//   b.jsonl   m1 10:00   m2 10:10   m3 10:20      `a`, resumed
//
// m1 and m2 count once, for `a`, which was there first by name; m3 counts for `b`. The gap before a message belongs to
// that message, even where the message before it counts for another session: m2 brings 10:00-10:10 to `a`, m3 brings
// 10:10-10:20 to `b`, and the two have 20 minutes together, as the one conversation had.
//
//   b.jsonl   m1 12:00   m2 12:00   m3 12:05      the copies stamped anew
//
// The earliest copy tells when a message was written: m1 at 10:00, m2 at 10:10. So in `b` m3 comes almost two hours
// after the message before it, which is idle time.
//
//   a.jsonl   m1 10:00   m2 10:05   m3 10:10
//   b.jsonl   m1 10:00              m3 10:10      lacks a line
//
// Transcripts may disagree about the message before. The nearest holds: m3 brings 10:05-10:10, and m2 the rest. Only
// when the transcript with the nearest one begins there, or goes on there after a pause, does the farthest hold, or
// time would be lost.
//
// Of several sessions that have a message at its true time, it counts for the one that it was written for, else for the
// one whose key sorts first. Nothing but this choice depends on the names of files.
#pragma once

#include "copies/repeats.hpp"
#include "copies/session_stream.hpp"
#include "copies/true_times.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace libsync::transcripts {

class Attribution {
 public:
  // Looks for copies of the messages of the `wanted` sessions in all of them. `sessions` must be sorted by key; the
  // numbers are indices into it. Uses a bounded amount of memory beside the result.
  //
  // The result holds for wanted sessions if shared() joins them to wanted ones only: what a message brings depends on
  // the messages before its copies, and so on the copies of those.
  Attribution(const std::vector<SessionFiles>& sessions, const std::vector<bool>& wanted, milliseconds idle_timeout);

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
  // What one session has of a message that may have copies.
  struct Copy {
    std::uint64_t message;
    Instant before;   // when the active gap begins that it ends
    Instant stretch;  // when the active interval begins that the gap is a part of
    std::uint32_t session;
    std::uint32_t place;  // in points_of() the session
    bool native;
    bool moved;
    bool ends_gap;  // or else `before` and `stretch` mean nothing
  };
  using Copies = std::vector<Copy>;

  // A gap that begins elsewhere than a look at the session alone would say.
  struct Gap {
    std::uint32_t session;
    std::uint32_t place;
    Instant since;
  };

  // Of all copies of one message.
  void attribute(Copies::iterator first, Copies::iterator last);
  void attribute_gap(Copies::iterator first, Copies::iterator last, std::uint32_t owner);

  TrueTimes true_times_;
  std::vector<std::vector<bool>> elsewhere_;  // by session and place, as far as there are any
  std::vector<Gap> gaps_;                     // by session and place
  std::vector<std::pair<std::uint32_t, std::uint32_t>> shared_;
};

}  // namespace libsync::transcripts
