// SPDX-License-Identifier: MIT
#include "exit_code.hpp"

#include <gtest/gtest.h>

namespace cli {
namespace {

using libsync::FailureKind;

struct Row {
  FailureKind kind;
  int code;
  std::string_view word;
};

TEST(ExitCode, IsTheOneOfTheContractForEveryKind) {
  const Row rows[] = {
      {FailureKind::usage, 64, "usage"},
      {FailureKind::conflict, 65, "conflict"},
      {FailureKind::refused, 69, "refused"},
      {FailureKind::store, 74, "store"},
      {FailureKind::offline, 75, "offline"},
      {FailureKind::unavailable, 75, "unavailable"},
      {FailureKind::rate_limited, 75, "rate_limited"},
      {FailureKind::in_doubt, 75, "in_doubt"},
      {FailureKind::locked, 75, "locked"},
      {FailureKind::no_key, 77, "no_key"},
      {FailureKind::key_refused, 77, "key_refused"},
      {FailureKind::config, 78, "config"},
      {FailureKind::interrupted, 130, "interrupted"},
      {FailureKind::internal, 1, "internal"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.word);
    EXPECT_EQ(static_cast<int>(exit_code_of(row.kind)), row.code);
    EXPECT_EQ(word_of(row.kind), row.word);
  }
}

}  // namespace
}  // namespace cli
