#include <libsync/model/result.hpp>

#include <gtest/gtest.h>

#include <string>

namespace libsync {
namespace {

struct Why {
  std::string cause;
};

Result<int, Why> half(int number) {
  if (number % 2 != 0) return Why{"odd"};
  return number / 2;
}

TEST(Result, HoldsAValueOrAReason) {
  EXPECT_EQ(*half(4), 2);
  ASSERT_FALSE(half(3).has_value());
  EXPECT_EQ(half(3).error().cause, "odd");
}

TEST(Result, OfNothingStillTellsFailureFromSuccess) {
  EXPECT_TRUE((Result<void, Why>{}.has_value()));
  EXPECT_FALSE((Result<void, Why>{Why{"no"}}.has_value()));
}

}  // namespace
}  // namespace libsync
