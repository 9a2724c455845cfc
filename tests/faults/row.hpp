// SPDX-License-Identifier: MIT
//
// The rows of the fault table. A row plays the runs in which its fault happens; what comes after them is the same for
// all: the faults end, runs go on until nothing is left to do, and one judge looks at the outcome.
#pragma once

#include "workday.hpp"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace libsync::faults {

// What must have come out once everything went right again.
struct End {
  std::int64_t posts = 4;             // on the wire, over all runs
  std::optional<bool> waits = false;  // whether a run had to wait for the quarantine; nothing: it may or may not
  int twins = 0;                      // entries exactly like a planned one, and too many
  int missing = 0;                    // planned entries that are not there any more: somebody took or changed them
  int strange = 0;                    // entries inside the work hours that nobody planned
};

struct Row {
  int number;         // in docs/testing.md
  std::string fault;  // in CamelCase
  // Plays the fault at the n-th entry of the Tuesday.
  std::function<End(Workday& day, int nth)> play;
  std::vector<int> positions{1, 2, 3};  // {0}: the row is not about one entry
};

[[nodiscard]] std::vector<Row> rows_before_the_request();
[[nodiscard]] std::vector<Row> rows_of_the_answer();
[[nodiscard]] std::vector<Row> rows_of_the_status();
[[nodiscard]] std::vector<Row> rows_of_the_listing();
[[nodiscard]] std::vector<Row> rows_of_the_store();
[[nodiscard]] std::vector<Row> rows_of_time();
[[nodiscard]] std::vector<Row> rows_of_people();
[[nodiscard]] std::vector<Row> rows_of_taking_back();

// --- what rows are made of ------------------------------------------------------------------------------------------

// What becomes of the POST of one entry.
enum class Fate {
  not_sent,  // not a byte left
  refused,   // Clockify says that it did nothing
  found,     // in doubt, and it stands there
  lost,      // in doubt, and it never takes effect
};

// One run that ends as it must when the POST of the n-th entry has that fate: the report, the rows of the store, the
// POSTs on the wire, nothing of the Wednesday. The report says `words`.
[[nodiscard]] End run_into(Workday& day, int nth, Fate fate, FailureKind kind, const std::string& words = "");

// A row of which that is the whole story.
[[nodiscard]] Row post_row(int number, std::string fault, Fate fate, FailureKind kind,
                           std::function<void(Workday& day, int nth)> set_up);
// The same for a fault of Clockify's answer. What is in doubt ends the run as in_doubt.
[[nodiscard]] Row answer_row(int number, std::string fault, Fate fate, const support::Fault& answer);

// A run that ends with that failure and posts nothing.
void expect_stopped(Workday& day, FailureKind kind);
// A run that comes through.
loop::SyncReport expect_through(Workday& day);

// Clockify refuses the n-th POST of the server's life.
void refuse_post(Workday& day, std::int64_t nth);

// Until nothing is left to do; then the judge.
void come_to_the_end(Workday& day, const End& end);

}  // namespace libsync::faults
