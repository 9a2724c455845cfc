// SPDX-License-Identifier: MIT
#include "failures.hpp"

#include "rules.hpp"

#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using namespace std::chrono_literals;

using clockify::ApiError;
using clockify::Delivery;
using clockify::ErrorKind;

const UtcTime k_now = utc("2026-02-06T10:15:00Z");

ApiError error(ErrorKind kind, int status = 0, std::string text = "", int code = 0) {
  return {kind, Delivery::answered, "create a time entry", "", status, code, std::move(text), {}};
}

Failure failure(const ApiError& error) {
  return api_failure(error, "post the entry", k_now);
}

TEST(ApiFailure, HasOneKindForEachQuestionACallerAsks) {
  EXPECT_EQ(failure(error(ErrorKind::offline)).kind, FailureKind::offline);
  EXPECT_EQ(failure(error(ErrorKind::timed_out)).kind, FailureKind::offline);
  EXPECT_EQ(failure(error(ErrorKind::tls)).kind, FailureKind::offline);
  EXPECT_EQ(failure(error(ErrorKind::untrusted)).kind, FailureKind::config);
  EXPECT_EQ(failure(error(ErrorKind::untrusted)).hint.step, Step::trust_certificate);
  EXPECT_EQ(failure(error(ErrorKind::unauthorized, 401)).kind, FailureKind::key_refused);
  EXPECT_EQ(failure(error(ErrorKind::forbidden, 403)).kind, FailureKind::refused);
  EXPECT_EQ(failure(error(ErrorKind::not_found, 404)).kind, FailureKind::refused);
  EXPECT_EQ(failure(error(ErrorKind::rejected, 400)).kind, FailureKind::refused);
  EXPECT_EQ(failure(error(ErrorKind::rate_limited, 429)).kind, FailureKind::rate_limited);
  EXPECT_EQ(failure(error(ErrorKind::server_fault, 500)).kind, FailureKind::unavailable);
  EXPECT_EQ(failure(error(ErrorKind::protocol, 200)).kind, FailureKind::unavailable);
  EXPECT_EQ(failure(error(ErrorKind::cancelled)).kind, FailureKind::interrupted);
}

TEST(ApiFailure, PassesOnClockifysOwnWords) {
  auto archived = error(ErrorKind::rejected, 400, "given project is archived", 501);
  archived.cause = "the request was refused (HTTP 400)";
  const auto refused = failure(archived);
  EXPECT_EQ(refused.message,
            "cannot post the entry: the request was refused (HTTP 400); Clockify said: given project is archived "
            "(code 501)");
  EXPECT_EQ(refused.hint.step, Step::check_ids_and_rights);
}

TEST(ApiFailure, SaysWhenToGoOnAfterARateLimit) {
  auto limited = error(ErrorKind::rate_limited, 429);
  limited.retry_after = std::chrono::minutes{5};
  EXPECT_EQ(failure(limited).retry_at, k_now + std::chrono::minutes{5});
  EXPECT_EQ(failure(limited).hint.step, Step::run_after_limit);
  limited.retry_after.reset();
  EXPECT_EQ(failure(limited).retry_at, k_now + std::chrono::hours{1});
}

TEST(StoreFailure, IsTemporaryOnlyWhenSomebodyElseIsAtIt) {
  EXPECT_EQ(store_failure({store::StoreErrorKind::busy, "cannot open", {Step::run_after_other_use}}).kind,
            FailureKind::locked);
  EXPECT_EQ(store_failure({store::StoreErrorKind::corrupt, "cannot open", {}}).kind, FailureKind::store);
}

TEST(StoreFailure, IsUnexpectedWhenARuleOfOursIsBroken) {
  EXPECT_EQ(store_failure({store::StoreErrorKind::broken_rule, "cannot write", {}}).kind, FailureKind::internal);
}

TEST(ShortestWait, DoublesUntilItIsTheWholeWindow) {
  EXPECT_EQ(shortest_wait(0), 1s);
  EXPECT_EQ(shortest_wait(3), 8s);
  EXPECT_EQ(shortest_wait(12), 1h);
  EXPECT_EQ(shortest_wait(1'000'000), 1h);
}

}  // namespace
}  // namespace libsync::loop
