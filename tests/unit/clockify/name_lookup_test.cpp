// SPDX-License-Identifier: MIT
#include "http/name_lookup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netdb.h>
#include <poll.h>

#include <future>

namespace libsync::clockify {
namespace {

bool is_done(const NameLookup& lookup, int patience_ms) {
  pollfd descriptor{.fd = lookup.done_descriptor(), .events = POLLIN, .revents = 0};
  return ::poll(&descriptor, 1, patience_ms) == 1;
}

TEST(NameLookup, FindsThisMachine) {
  const NameLookup lookup{"localhost", "443"};
  ASSERT_TRUE(is_done(lookup, 30'000));
  EXPECT_EQ(lookup.answer().error, 0);
  EXPECT_FALSE(lookup.answer().addresses.empty());
}

TEST(NameLookup, PassesOnWhatTheLookupSays) {
  const NameLookup lookup{"api.example", "443", [](const std::string& host, const std::string& port) {
                            EXPECT_EQ(host + ":" + port, "api.example:443");
                            return LookupAnswer{.error = EAI_NONAME, .addresses = {}};
                          }};
  EXPECT_EQ(lookup.answer().error, EAI_NONAME);
}

TEST(NameLookup, CanBeGivenUpWhileItHangs) {
  struct Gate {
    std::promise<void> open;
    std::promise<void> passed;
  };
  const auto gate = std::make_shared<Gate>();
  {
    const NameLookup lookup{"api.example", "443", [gate](const std::string&, const std::string&) {
                              gate->open.get_future().wait();
                              gate->passed.set_value();
                              return LookupAnswer{};
                            }};
    EXPECT_FALSE(is_done(lookup, 0));
  }
  gate->open.set_value();
  gate->passed.get_future().wait();
}

TEST(LookupProblem, IsSaidInWords) {
  EXPECT_EQ(lookup_problem(EAI_NONAME, "api.example"), "there is no host `api.example`");
  EXPECT_EQ(lookup_problem(EAI_AGAIN, "api.example"), "the name `api.example` cannot be looked up at the moment");
  EXPECT_THAT(lookup_problem(EAI_FAIL, "api.example"),
              testing::StartsWith("the name `api.example` cannot be looked up: "));
}

}  // namespace
}  // namespace libsync::clockify
