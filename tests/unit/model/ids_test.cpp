#include <libsync/model/ids.hpp>

#include <gtest/gtest.h>

namespace libsync {
namespace {

TEST(Id, IsTwentyFourHexDigits) {
  EXPECT_EQ(ProjectId::parse("65b2d73e06de527a7ed67404")->str(), "65b2d73e06de527a7ed67404");
  for (const char* bad : {"", "65b2d73e06de527a7ed6740", "65b2d73e06de527a7ed674041", "65b2d73e06de527a7ed6740g",
                          "x/../../user/projects/ab", "65b2d73e06de527a7ed674\r\n"}) {
    EXPECT_FALSE(ProjectId::parse(bad)) << bad;
  }
}

TEST(Id, FoldsUpperCaseSoThatEqualIdsCompareEqual) {
  EXPECT_EQ(EntryId::parse("65B2D73E06DE527A7ED67404"), EntryId::parse("65b2d73e06de527a7ed67404"));
}

}  // namespace
}  // namespace libsync
