// SPDX-License-Identifier: MIT
//
// The answers of `undo`, `resync` and `verify` for people. Pure: report in, text out. Everything from outside is
// escaped.
#pragma once

#include <libsync/loop/verification.hpp>
#include <libsync/loop/withdrawal_report.hpp>
#include <libsync/model/zone.hpp>

#include <cstddef>
#include <string>

namespace cli {

// What the text is written for. `width` is that of the terminal; 0 for a pipe.
struct WithdrawalLook {
  const libsync::Zone& zone;
  bool colour = false;
  std::size_t width = 0;
};

// The days with their entries, and what was done in all.
[[nodiscard]] std::string withdrawal_text(const libsync::loop::WithdrawalReport& report, const WithdrawalLook& look);

// Whether there is anything to ask a person about.
[[nodiscard]] bool changes_something(const libsync::loop::WithdrawalReport& plan);

// The same without the totals, for the question.
[[nodiscard]] std::string withdrawal_plan_text(libsync::loop::WithdrawalReport plan, const WithdrawalLook& look);

// "Delete 2 entries of 1 day in Clockify?"
[[nodiscard]] std::string withdrawal_question(const libsync::loop::WithdrawalReport& plan);

[[nodiscard]] std::string verify_text(const libsync::loop::VerifyReport& report, const WithdrawalLook& look);

}  // namespace cli
