// SPDX-License-Identifier: MIT
//
// The fault table of docs/testing.md, row by row. Whatever went wrong at whichever entry: once it goes right again,
// every planned entry stands in Clockify exactly once, the days sum to the work hours and are marked, and a further run
// makes no request.
#include "row.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ostream>

namespace libsync::faults {
namespace {

struct Case {
  Row row;
  int nth;
};

std::string name_of(const Case& tested) {
  constexpr const char* k_places[] = {"", "_AtTheFirstEntry", "_AtTheMiddleEntry", "_AtTheLastEntry"};
  return fmt::format("Row{:02}_{}{}", tested.row.number, tested.row.fault, k_places[tested.nth]);
}

void PrintTo(const Case& tested, std::ostream* out) {
  *out << name_of(tested);
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto rows : {rows_before_the_request, rows_of_the_answer, rows_of_the_status, rows_of_the_listing,
                          rows_of_the_store, rows_of_time, rows_of_people, rows_of_taking_back}) {
    for (const Row& row : rows()) {
      for (const int nth : row.positions) all.push_back({row, nth});
    }
  }
  return all;
}

class FaultTable : public testing::TestWithParam<Case> {};

TEST_P(FaultTable, EndsExact) {
  const auto& [row, nth] = GetParam();
  Workday day;
  const End end = row.play(day, nth);
  if (!HasFailure()) come_to_the_end(day, end);
}

INSTANTIATE_TEST_SUITE_P(, FaultTable, testing::ValuesIn(cases()),
                         [](const auto& test) { return name_of(test.param); });

}  // namespace
}  // namespace libsync::faults
