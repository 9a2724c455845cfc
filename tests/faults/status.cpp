// SPDX-License-Identifier: MIT
//
// Rows 39 to 40 and 43 to 48: a complete answer, and what its status says about the entry.
#include "row.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace libsync::faults {
namespace {

using support::FakeClockify;
using support::Fault;
namespace fault = support::fault;
using namespace std::chrono_literals;

Row refused_row(int number, std::string name, FailureKind kind, const Fault& answer) {
  return post_row(number, std::move(name), Fate::refused, kind,
                  [answer](Workday& day, int nth) { day.server.on_post(nth, answer); });
}

// 429, and what the run says about when to go on.
Row throttle_row(std::string name, std::optional<const char*> retry_after, seconds wait) {
  return {43, std::move(name), [=](Workday& day, int nth) {
            const Fault answer = retry_after ? fault::throttle(*retry_after) : fault::throttle();
            day.server.on_post(nth, answer);
            day.server.on_post(nth + 1, answer);
            const End end = run_into(day, nth, Fate::refused, FailureKind::rate_limited);
            const auto again = day.run();
            EXPECT_EQ(again.failure.value().retry_at, day.clocks.now() + wait);
            day.pass(wait);
            return End{.posts = end.posts + 1};
          }};
}

// With --wait: one run, as many sleeps as refusals.
Row patient_row(std::string name, const char* retry_after, seconds wait) {
  return {43, std::move(name), [=](Workday& day, int nth) {
            day.options.wait = true;
            for (const int more : {0, 1, 2}) day.server.on_post(nth + more, fault::throttle(retry_after));
            expect_through(day);
            EXPECT_THAT(day.clocks.sleeps(), testing::Each(milliseconds{wait}));
            EXPECT_EQ(day.clocks.sleeps().size(), 3U);
            return End{.posts = 7};
          }};
}

// Elsewhere is a server that the client would trust: only that nothing is followed keeps the key from it.
Row redirect_row(std::string name, int status, std::function<std::string(const FakeClockify&)> location) {
  return {46, std::move(name), [=](Workday& day, int nth) {
            const FakeClockify elsewhere{{.identity = day.server.identity()}};
            day.server.on_post(nth, fault::redirect(status, location(elsewhere)));
            const End end = run_into(day, nth, Fate::lost, FailureKind::in_doubt);
            EXPECT_EQ(elsewhere.counts().connections, 0);
            return end;
          }};
}

// Two entries stand there for one POST. A run that looks at the day again names the one that is too many.
End sent_twice(Workday& day, int nth) {
  day.server.on_post(nth, fault::twice());
  refuse_post(day, nth + 1);
  EXPECT_EQ(day.run().failure.value().kind, FailureKind::refused);
  EXPECT_THAT(expect_through(day).notes, testing::Contains(testing::HasSubstr("exactly like")));
  return {.posts = 5, .twins = 1};
}

std::vector<Row> server_faults() {
  std::vector<Row> rows;
  for (const int status : {500, 502, 503, 504, 524}) {
    rows.push_back(answer_row(39, fmt::format("Status{}BeforeTheCommit", status), Fate::lost, fault::html(status)));
    rows.push_back(
        answer_row(40, fmt::format("Status{}AfterTheCommit", status), Fate::found, fault::html(status).applied()));
  }
  for (const int status : {408, 409, 425}) {
    const auto answer = [&] { return fault::refuse(status, 0, "Conflict"); };
    rows.push_back(answer_row(44, fmt::format("Status{}BeforeTheCommit", status), Fate::lost, answer()));
    rows.push_back(answer_row(44, fmt::format("Status{}AfterTheCommit", status), Fate::found, answer().applied()));
  }
  return rows;
}

}  // namespace

std::vector<Row> rows_of_the_status() {
  std::vector<Row> rows = server_faults();
  const std::vector<Row> more{
      throttle_row("RetryAfterInSeconds", "120", 2min),
      throttle_row("RetryAfterAsADate", "Fri, 06 Feb 2026 11:05:00 GMT", 5min),
      throttle_row("NoRetryAfter", std::nullopt, 1h),
      throttle_row("RetryAfterABillionSeconds", "1000000000", 24h),
      throttle_row("NegativeRetryAfter", "-5", 1h),
      patient_row("WaitingAsToldThreeTimes", "30", 30s),
      refused_row(45, "BadRequest", FailureKind::refused,
                  fault::refuse(400, 501, "Project doesn't belong to Workspace")),
      refused_row(45, "Unauthorized", FailureKind::key_refused, fault::refuse(401, 4003, "Api key does not exist")),
      refused_row(45, "Forbidden", FailureKind::refused, fault::refuse(403, 1003, "Can't edit locked time entry.")),
      refused_row(45, "NotFound", FailureKind::refused, fault::refuse(404, 404, "No such workspace")),
      refused_row(45, "Unprocessable", FailureKind::refused, fault::refuse(422, 0, "Unprocessable entity")),
      answer_row(45, "NotFoundThoughMade", Fate::found, fault::not_found_though_made()),
      redirect_row("MovedToAnotherHost", 301, [](const auto& elsewhere) { return elsewhere.base_url() + "/user"; }),
      redirect_row("FoundOverPlainHttp", 302,
                   [](const auto& elsewhere) { return fmt::format("http://localhost:{}/", elsewhere.port()); }),
      redirect_row("TemporaryRedirectToAnotherHost", 307, [](const auto& elsewhere) { return elsewhere.base_url(); }),
      redirect_row("PermanentRedirectToAFile", 308, [](const auto&) { return std::string{"file:///etc/passwd"}; }),
      answer_row(47, "ACaptivePortalSaysOk", Fate::lost, fault::html(200)),
      answer_row(47, "ACaptivePortalSays511", Fate::lost, fault::html(511)),
      {48, "SomethingSendsThePostTwice", sent_twice},
  };
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace libsync::faults
