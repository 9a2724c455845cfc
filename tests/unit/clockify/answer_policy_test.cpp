// SPDX-License-Identifier: MIT
#include "answer_policy.hpp"

#include <gtest/gtest.h>

#include <set>

namespace libsync::clockify {
namespace {

HttpAnswer answer(int status, std::string body = "") {
  return {.status = status, .date = {}, .retry_after = {}, .last_page = {}, .body = std::move(body)};
}

TEST(AnswerPolicy, TakesOnlyTheExpectedSuccesses) {
  EXPECT_FALSE(failure_of(Method::get, answer(200)));
  EXPECT_FALSE(failure_of(Method::post, answer(200)));
  EXPECT_FALSE(failure_of(Method::post, answer(201)));
  EXPECT_TRUE(failure_of(Method::get, answer(201)));
}

// The whole range at once: what is not on this list may have been applied.
TEST(AnswerPolicy, IsCertainOnlyOfTheRefusalsOnTheList) {
  const std::set<int> refusals{400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 429, 451};
  for (int status = 0; status < 1000; ++status) {
    if (status == 200 || status == 201) continue;
    const auto failure = failure_of(Method::post, answer(status));
    ASSERT_TRUE(failure) << status;
    EXPECT_EQ(failure->delivery, refusals.contains(status) ? Delivery::answered : Delivery::unknown) << status;
    EXPECT_EQ(failure->http_status, status);
  }
}

TEST(AnswerPolicy, AnEntryIsDeletedWithA204) {
  EXPECT_FALSE(failure_of(Method::remove, answer(204)));
  EXPECT_TRUE(failure_of(Method::post, answer(204)));
  const auto page_of_a_gateway = failure_of(Method::remove, answer(200, "<html>blocked</html>"));
  ASSERT_TRUE(page_of_a_gateway);
  EXPECT_EQ(page_of_a_gateway->delivery, Delivery::unknown);
}

TEST(AnswerPolicy, AnEntryIsGoneOnlyWhenClockifySaysSo) {
  const std::string gone = R"({"message":"Time entry doesn't belong to Workspace","code":501})";
  const std::string lost_sight = R"({"message":"TIMEENTRY with ID '6a507fafde10bd6a51ac37a9' not found","code":501})";
  for (const Method method : {Method::remove, Method::get}) {
    const auto gone_by = [&](int status, const std::string& body) { return says_gone(method, answer(status, body)); };
    EXPECT_TRUE(gone_by(400, gone));
    EXPECT_TRUE(gone_by(404, gone));
    EXPECT_EQ(gone_by(404, R"({"message":"not here","code":404})"), method == Method::get) << "what is not here?";
    EXPECT_FALSE(gone_by(400, "")) << "any other refusal";
    EXPECT_FALSE(gone_by(404, "")) << "nobody says who answers";
    EXPECT_FALSE(gone_by(403, gone));
    EXPECT_FALSE(gone_by(400, R"({"message":"Project doesn't belong to Workspace","code":501})")) << "something else";
    EXPECT_FALSE(gone_by(404, R"({"message":"No static resource x.","code":3000})")) << "a wrong address";
    EXPECT_FALSE(gone_by(404, "<html>not found</html>")) << "a gateway";
    EXPECT_FALSE(gone_by(404, R"({"status":404,"error":"Not Found","path":"/x"})"));
    EXPECT_EQ(gone_by(400, lost_sight), method == Method::get) << "it may be the very entry that is being deleted";
  }
}

TEST(AnswerPolicy, SortsErrorsByKind) {
  const auto kind = [](int status) { return failure_of(Method::post, answer(status))->kind; };
  EXPECT_EQ(kind(400), ErrorKind::rejected);
  EXPECT_EQ(kind(401), ErrorKind::unauthorized);
  EXPECT_EQ(kind(403), ErrorKind::forbidden);
  EXPECT_EQ(kind(404), ErrorKind::not_found);
  EXPECT_EQ(kind(422), ErrorKind::rejected);
  EXPECT_EQ(kind(429), ErrorKind::rate_limited);
  for (const int status : {408, 409, 425, 499, 418}) EXPECT_EQ(kind(status), ErrorKind::server_fault) << status;
  for (const int status : {500, 501, 502, 503, 504, 524}) EXPECT_EQ(kind(status), ErrorKind::server_fault) << status;
  for (const int status : {202, 204, 206, 301, 302, 304, 307, 308}) EXPECT_EQ(kind(status), ErrorKind::protocol);
}

TEST(AnswerPolicy, PassesOnWhatClockifySaid) {
  const auto failure =
      failure_of(Method::post, answer(400, R"({"message":"Project doesn't belong to Workspace","code":501})"));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->delivery, Delivery::answered);
  EXPECT_EQ(failure->api_code, 501);
  EXPECT_EQ(failure->server_text, "Project doesn't belong to Workspace");
  EXPECT_EQ(failure->cause, "the request was refused (HTTP 400)");
}

TEST(AnswerPolicy, DoubtsAServerThatCannotFindWhatItMade) {
  for (const int status : {400, 404, 501}) {
    const auto failure = failure_of(
        Method::post,
        answer(status, R"({"message":"TIMEENTRY with ID '6a507fafde10bd6a51ac37a9' not found","code":501})"));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->delivery, Delivery::unknown) << status;
    EXPECT_EQ(failure->kind, ErrorKind::server_fault) << status;
  }
  EXPECT_EQ(failure_of(Method::post, answer(400, "TimeEntry with id 7 NOT FOUND"))->delivery, Delivery::unknown);
  EXPECT_EQ(failure_of(Method::post, answer(404, R"({"message":"WORKSPACE with ID 'null' not found"})"))->delivery,
            Delivery::answered);
}

TEST(AnswerPolicy, ReadsTheWaitOfA429) {
  HttpAnswer limited = answer(429, R"({"message":"Too many requests"})");
  limited.retry_after = "120";
  EXPECT_EQ(failure_of(Method::post, limited)->retry_after, seconds{120});
  limited.date = "Sun, 06 Nov 1994 08:49:37 GMT";
  limited.retry_after = "Sun, 06 Nov 1994 08:50:37 GMT";
  EXPECT_EQ(failure_of(Method::get, limited)->retry_after, seconds{60});
  limited.retry_after = "soon";
  EXPECT_EQ(failure_of(Method::get, limited)->retry_after, std::nullopt);
  EXPECT_EQ(failure_of(Method::post, answer(429))->retry_after, std::nullopt);
}

TEST(AnswerPolicy, CopesWithPagesOfHtml) {
  const auto failure = failure_of(Method::get, answer(502, "<html><body>Bad Gateway</body></html>"));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->server_text, "");
  EXPECT_EQ(failure->cause, "the server failed (HTTP 502)");
}

TEST(AnswerPolicy, LeavesAnIncomprehensibleSuccessInDoubt) {
  const ApiError error = incomprehensible(answer(201), "the answer is not JSON");
  EXPECT_EQ(error.kind, ErrorKind::protocol);
  EXPECT_EQ(error.delivery, Delivery::unknown);
  EXPECT_EQ(error.http_status, 201);
}

}  // namespace
}  // namespace libsync::clockify
