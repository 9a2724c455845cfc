// SPDX-License-Identifier: MIT
//
// Rows 29 to 38 and 65: the request has left, and what comes back is broken, not understood, or nothing at all.
#include "forward_proxy.hpp"
#include "row.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <utility>

namespace libsync::faults {
namespace {

using support::Fault;
using support::ForwardProxy;
namespace fault = support::fault;
using namespace std::chrono_literals;

// The server says nothing more: only the deadline ends it.
Row silent_row(int number, std::string name, Fate fate, const Fault& answer) {
  return post_row(number, std::move(name), fate, FailureKind::in_doubt, [answer](Workday& day, int nth) {
    day.https.deadline = 1s;
    day.server.on_post(nth, answer);
  });
}

End half_a_request(Workday& day, int nth) {
  const ForwardProxy proxy{{.cuts_in_request = Workday::request_of(nth)}};
  day.https.proxy = Secret{proxy.url()};
  // The server sees no request, so for the count of POSTs this one was never sent; for the run it may have been.
  const auto report = day.run();
  EXPECT_TRUE(report.failure && report.failure->kind == FailureKind::in_doubt);
  EXPECT_EQ(day.row(nth).state, store::RowState::in_flight);
  EXPECT_EQ(day.server.counts().posts, nth - 1);
  return {.posts = 4, .waits = true};
}

End on_a_fresh_connection(Workday& day, int nth) {
  day.server.from_request(1, fault::announced_close());
  day.server.on_post(nth, fault::drop().applied());
  const End end = run_into(day, nth, Fate::found, FailureKind::in_doubt);
  EXPECT_EQ(day.server.counts().connections, day.server.counts().requests);
  return end;
}

End on_a_kept_connection(Workday& day, int nth) {
  day.server.on_post(nth, fault::drop().applied());
  const End end = run_into(day, nth, Fate::found, FailureKind::in_doubt);
  EXPECT_EQ(day.server.counts().connections, 1);
  return end;
}

// The answer names an entry that was there before.
End id_of_another(Workday& day, int nth) {
  const auto other = day.server.user_creates({day.rules.workspace,
                                              support::well_known::web(),
                                              {utc("2026-02-02T18:00:00Z"), utc("2026-02-02T19:00:00Z")},
                                              "Reading",
                                              {},
                                              {}});
  day.server.on_post(nth, fault::member("id", '"' + other.id.str() + '"'));
  const auto report = day.run();
  EXPECT_TRUE(report.failure && report.failure->kind == FailureKind::in_doubt);
  EXPECT_EQ(day.row(nth).state, store::RowState::in_flight);
  EXPECT_EQ(day.server.counts().posts, nth);
  return {};
}

void expect_conflict(Workday& day, int nth) {
  expect_stopped(day, FailureKind::conflict);
  EXPECT_EQ(day.row(nth).state, store::RowState::posted) << "it is ours, whatever it says";
  EXPECT_FALSE(day.open()->synced_days(day.timesheet()).contains(day.tuesday));
}

const char* const k_another_end = "\"2026-02-03T23:00:00Z\"";

End echo_with_other_times(Workday& day, int nth) {
  day.server.on_post(nth, fault::member("timeInterval.end", k_another_end));
  EXPECT_EQ(day.run().failure.value().kind, FailureKind::conflict);
  EXPECT_EQ(day.row(nth).state, store::RowState::posted);
  EXPECT_FALSE(day.row(nth).mismatch.empty());
  EXPECT_FALSE(day.open()->synced_days(day.timesheet()).contains(day.tuesday));
  return {};  // Clockify has the right ones: the next look says so
}

End stored_with_other_times(Workday& day, int nth) {
  (void)echo_with_other_times(day, nth);
  const auto stored = day.entry(nth);
  day.server.user_edits(stored.id, [](support::StoredEntry& entry) { *entry.end += 20min; });
  expect_conflict(day, nth);
  day.pass(1h);
  expect_conflict(day, nth);
  day.server.user_edits(stored.id, [](support::StoredEntry& entry) { *entry.end -= 20min; });
  return {};
}

End interrupted(Workday& day, int nth) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  day.https.interrupt_fd = ends[0];
  day.server.on_post(nth, fault::silent());
  day.server.before_request(Workday::request_of(nth), [&] { EXPECT_EQ(::write(ends[1], "x", 1), 1); });
  const End end = run_into(day, nth, Fate::found, FailureKind::interrupted);
  ::close(ends[0]);
  ::close(ends[1]);
  return end;
}

}  // namespace

std::vector<Row> rows_of_the_answer() {
  const auto found = [](int number, std::string name, const Fault& answer) {
    return answer_row(number, std::move(name), Fate::found, answer);
  };
  return {
      {29, "HalfOfTheRequestIsSentThenReset", half_a_request},
      {30, "DroppedAfterTheCommitOnAFreshConnection", on_a_fresh_connection},
      {31, "DroppedAfterTheCommitOnAKeptConnection", on_a_kept_connection},
      silent_row(32, "NoAnswerAfterTheCommit", Fate::found, fault::silent()),
      silent_row(32, "NoAnswerAndNoCommit", Fate::lost, fault::silent().not_applied()),
      silent_row(33, "AnAnswerInSingleBytes", Fate::found, fault::drip(20ms)),
      found(34, "ResetWithoutAByte", fault::reset().applied()),
      found(34, "ResetInTheHeaders", fault::cut_in_headers().resetting()),
      found(34, "ResetAfterTheHeaders", fault::cut_before_body().resetting()),
      found(34, "ResetMidBody", fault::cut_in_body().resetting()),
      found(35, "CutInTheBody", fault::cut_in_body()),
      found(35, "ContentLengthTooShort", fault::wrong_length(100)),
      found(35, "ContentLengthTooLong", fault::wrong_length(100'000)),
      found(35, "LastChunkMissing", fault::last_chunk_missing()),
      found(36, "InvalidJson", fault::answer(201, "{\"id\":").applied()),
      found(36, "EmptyBody", fault::answer(201, "").applied()),
      found(36, "Html", fault::html(201).applied()),
      found(36, "Compressed", fault::none().header("Content-Encoding", "gzip").body("\x1f\x8b\x08")),
      found(36, "HugeBody", fault::answer(201, std::string(2'000'000, ' ')).applied()),
      found(36, "ByteOrderMark", fault::answer(201, "\xef\xbb\xbf{}").applied()),
      found(36, "NoContent", fault::answer(204, "").applied()),
      found(37, "WithoutId", fault::member("id", std::nullopt)),
      found(37, "PathLikeId", fault::member("id", "\"../../user/5a0ab5acb079\"")),
      {37, "IdOfAnotherEntry", id_of_another},
      {38, "EchoWithOtherTimes", echo_with_other_times},
      {38, "StoredWithOtherTimes", stored_with_other_times},
      {65, "InterruptedWhileItWaits", interrupted},
  };
}

}  // namespace libsync::faults
