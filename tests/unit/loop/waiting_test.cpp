// SPDX-License-Identifier: MIT
#include "waiting.hpp"

#include "rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace libsync::loop {
namespace {

using store::KnownMachine;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::chrono::days k_patience{7};

class Waiting : public testing::Test {
 protected:
  // Seen an hour ago, and imported last a day before the day in question was over.
  KnownMachine machine_{.key = "k",
                        .label = "desktop",
                        .seen_at = utc("2026-02-10T07:00:00Z"),
                        .imported_to = utc("2026-02-08T16:00:00Z"),
                        .unseen_for = std::chrono::hours{1}};
  [[nodiscard]] std::vector<std::string> waits_for() const {
    return machines_to_wait_for({machine_}, utc("2026-02-09T16:00:00Z"), k_patience);
  }
};

TEST_F(Waiting, IsForAMachineThatHasNotImportedPastTheDay) {
  EXPECT_THAT(waits_for(), ElementsAre("desktop"));
  machine_.imported_to = std::nullopt;
  EXPECT_THAT(waits_for(), ElementsAre("desktop")) << "it has begun its first import";
}

TEST_F(Waiting, EndsWhenItHasImportedToTheEndOfTheDay) {
  machine_.imported_to = utc("2026-02-09T15:59:59Z");
  EXPECT_THAT(waits_for(), ElementsAre("desktop"));
  machine_.imported_to = utc("2026-02-09T16:00:00Z");
  EXPECT_THAT(waits_for(), IsEmpty());
}

TEST_F(Waiting, EndsWithPatience) {
  machine_.unseen_for = k_patience;
  EXPECT_THAT(waits_for(), ElementsAre("desktop")) << "seven days ago to the second";
  machine_.unseen_for = k_patience + seconds{1};
  EXPECT_THAT(waits_for(), IsEmpty());
}

TEST_F(Waiting, IsNotForOneThatIsLeftOutNorForThisOne) {
  machine_.is_left_out = true;
  EXPECT_THAT(waits_for(), IsEmpty());
  machine_.is_left_out = false;
  machine_.is_this = true;
  EXPECT_THAT(waits_for(), IsEmpty());
}

}  // namespace
}  // namespace libsync::loop
