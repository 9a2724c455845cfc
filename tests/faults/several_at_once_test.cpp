// SPDX-License-Identifier: MIT
//
// The answers that can go wrong, when the four entries of both days are posted at once: whichever of them meets the
// fault, the others get their answers, nothing more is sent, and the end is exact.
#include "row.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ostream>

namespace libsync::faults {
namespace {

using support::Fault;
namespace fault = support::fault;
using namespace std::chrono_literals;

struct Mishap {
  const char* name;
  Fault fault;
  Fate fate;
  bool until_deadline = false;
};

std::vector<Mishap> mishaps() {
  return {{"Dropped", fault::drop(), Fate::lost},
          {"DroppedAndMade", fault::drop().applied(), Fate::found},
          {"ResetAndMade", fault::reset().applied(), Fate::found},
          {"CutInTheAnswer", fault::cut_in_body(), Fate::found},
          {"Silent", fault::silent(), Fate::found, true},
          {"SilentInTheAnswer", fault::silent_in_body(), Fate::found, true},
          {"BadGateway", fault::html(502), Fate::lost},
          {"Throttled", fault::throttle("60"), Fate::refused},
          {"Refused", fault::refuse(400, 501, "not now"), Fate::refused},
          {"ClosedAfter", fault::close_after(), Fate::not_sent}};
}

struct Case {
  Mishap mishap;
  int nth;  // of the POSTs as they arrive
};

std::string name_of(const Case& tested) {
  return fmt::format("{}_{}", tested.mishap.name, tested.nth);
}

void PrintTo(const Case& tested, std::ostream* out) {
  *out << name_of(tested);
}

class SeveralAtOnce : public testing::TestWithParam<Case> {
 protected:
  SeveralAtOnce() {
    day_.options.jobs = 4;
    if (GetParam().mishap.until_deadline) day_.https.deadline = 1s;
    day_.server.on_post(GetParam().nth, GetParam().mishap.fault);
  }

  Workday day_;
};

TEST_P(SeveralAtOnce, EndsExact) {
  const Fate fate = GetParam().mishap.fate;
  const auto report = day_.run();
  const bool fails = fate != Fate::not_sent;
  ASSERT_EQ(report.failure.has_value(), fails);
  EXPECT_EQ(day_.server.counts().posts, 4);
  EXPECT_EQ(day_.server.counts().connections, 4);
  EXPECT_EQ(report.summary.entries_posted, fails ? 3 : 4);
  if (fails) {
    EXPECT_EQ(report.failure->kind == FailureKind::in_doubt, fate != Fate::refused);
  }
  day_.pass(60s);
  come_to_the_end(day_, {.posts = fate == Fate::refused || fate == Fate::lost ? 5 : 4, .waits = fate == Fate::lost});
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& mishap : mishaps()) {
    for (const int nth : {1, 3, 4}) all.push_back({mishap, nth});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(, SeveralAtOnce, testing::ValuesIn(cases()),
                         [](const auto& test) { return name_of(test.param); });

}  // namespace
}  // namespace libsync::faults
