// SPDX-License-Identifier: MIT
//
// The JSON contract of `undo`, `resync` and `verify`. Pure.
#pragma once

#include <libsync/loop/verification.hpp>
#include <libsync/loop/withdrawal_report.hpp>

#include <string>
#include <string_view>

namespace cli {

// `hint` is that of the failure, if there is one, in words.
[[nodiscard]] std::string withdrawal_json(const libsync::loop::WithdrawalReport& report, const std::string& hint);
[[nodiscard]] std::string verify_json(const libsync::loop::VerifyReport& report, const std::string& hint);

// The words of the contract: "forgotten", "to_delete", "missing".
[[nodiscard]] std::string_view word_of(libsync::loop::WithdrawalDayState state);
[[nodiscard]] std::string_view word_of(libsync::loop::WithdrawalEntryState state);
[[nodiscard]] std::string_view word_of(libsync::loop::EntryCheck check);

}  // namespace cli
