// SPDX-License-Identifier: MIT
//
// Row 66: a backlog of days with fifty entries each, and three requests of ten go wrong.
#include "row.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <random>

namespace libsync::faults {
namespace {

using support::Fault;
namespace fault = support::fault;
using namespace std::chrono_literals;

constexpr int k_entries_of_a_day = 50;

class Backlog {
 public:
  Backlog() {
    std::vector<support::ServiceProject> projects;
    for (int i = 0; i < k_entries_of_a_day; ++i) {
      const auto id = *ProjectId::parse(fmt::format("65b2d73e06de527a7ee{:05x}", i));
      projects.push_back({id, fmt::format("Project {}", i), "", false});
      day.rules.project_mapping.insert_or_assign(folder(i), ProjectTarget{id, {}, {}});
    }
    for (const auto& known : support::well_known::projects()) projects.push_back({known.id, known.name, "", false});
    day.server.set_projects(projects);
    day.days.clear();
    for (const char* on : {"2026-01-28", "2026-01-29", "2026-01-30", "2026-02-02", "2026-02-03", "2026-02-04"}) {
      day.days.push_back(date(on));
      for (int i = 0; i < k_entries_of_a_day; ++i) day.track(date(on), folder(i), 9h + i * 9min, 9h + i * 9min + 5min);
    }
  }

  Workday day;

 private:
  static std::string folder(int i) { return fmt::format("/work/{:02}", i); }
};

// What can go wrong with a request, short of what takes a deadline to notice.
Fault any_fault(std::mt19937& dice) {
  const auto made = [&](Fault fault) { return dice() % 2 == 0 ? std::move(fault).applied() : std::move(fault); };
  switch (dice() % 9) {
    case 0:
      return made(fault::drop());
    case 1:
      return made(fault::reset());
    case 2:
      return made(fault::html(502));
    case 3:
      return made(fault::answer(201, ""));
    case 4:
      return fault::cut_in_body();
    case 5:
      return fault::throttle("5");
    case 6:
      return fault::refuse(400, 501, "Project doesn't belong to Workspace");
    case 7:
      return fault::not_found_though_made();
    default:
      return fault::close_after();
  }
}

void break_three_of_ten(support::FakeClockify& server, std::mt19937& dice) {
  for (std::int64_t nth = 1; nth <= 2'000; ++nth) {
    if (dice() % 10 < 3) server.on_post(nth, any_fault(dice));
    if (dice() % 10 < 3) server.on_listing(nth, dice() % 3 == 0 ? fault::stale(10min) : any_fault(dice));
  }
}

TEST(Backlog, Row66_OfManyDaysEndsExactThroughRandomFaults) {
  Backlog backlog;
  Workday& day = backlog.day;
  std::mt19937 dice{66};
  break_three_of_ten(day.server, dice);

  int failed = 0;
  while (const auto failure = day.run().failure) {
    ASSERT_LT(++failed, 1'000) << "it does not come to an end: " << failure->message;
    ASSERT_THAT(failure->kind, testing::AnyOf(FailureKind::offline, FailureKind::unavailable, FailureKind::in_doubt,
                                              FailureKind::refused, FailureKind::rate_limited))
        << failure->message;
    day.pass(failure->kind == FailureKind::in_doubt ? 16min : 10s);
  }
  EXPECT_GT(failed, 50);
  const auto counts = day.server.counts();
  std::printf("%d runs failed on the way, %ld POSTs and %ld listings\n", failed, static_cast<long>(counts.posts),
              static_cast<long>(counts.listings));
  come_to_the_end(day, {.posts = counts.posts});
}

}  // namespace
}  // namespace libsync::faults
