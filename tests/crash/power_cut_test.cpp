// SPDX-License-Identifier: MIT
//
// The power goes at a sync, a send or a receive, and what was not synced is lost, torn or kept as chance wants: the
// store opens, and the next runs end right. A disk that lies about its syncs shows that this test can fail.
#include "power_cut.hpp"

#include "judge.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace libsync::crash {
namespace {

using namespace std::chrono_literals;
namespace fault = support::fault;
using testing::IsEmpty;

bool exhaustive() {
  const char* value = std::getenv("LIBSYNC_EXHAUSTIVE");
  return value != nullptr && std::string{value} == "1";
}

const Scenario& named(const std::string& name) {
  return *std::ranges::find(scenarios(), name, &Scenario::name);
}

// The POST that is on its way when the power goes takes effect only after the next run has looked. Here the intent is
// all that stands between the entry and a second one.
const Scenario& post_on_its_way() {
  static const Scenario scenario{"PostOnItsWay",
                                 [](World& world, const std::filesystem::path& file) {
                                   named("FreshDay").prepare(world, file);
                                   world.clockify.on_post(2, fault::drop().applied_at(world.clockify.now() + 10min));
                                 },
                                 3};
  return scenario;
}

// --- the disk -------------------------------------------------------------------------------------------------------

class PowerOnDisk : public testing::Test {
 protected:
  Disk disk{{{"old", std::string(2048, 'o')}}};

  // What a thousand power cuts make of a file; an absent one is "absent".
  std::map<std::string, int> outcomes(const std::string& name) const {
    std::map<std::string, int> seen;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
      const auto files = disk.after_power_cut(seed);
      ++seen[files.contains(name) ? files.at(name) : "absent"];
    }
    return seen;
  }
};

TEST_F(PowerOnDisk, KeepsWhatWasSynced) {
  disk.write("old", "new", 0);
  disk.sync("old");
  EXPECT_EQ(outcomes("old").size(), 1U);
  EXPECT_EQ(disk.after_power_cut(1).at("old").substr(0, 4), "newo");
  EXPECT_THAT(disk.unsynced(), IsEmpty());
}

TEST_F(PowerOnDisk, LosesOrKeepsAWriteThatWasNot) {
  disk.truncate("old", 0);
  disk.sync("old");
  disk.write("old", "new", 0);
  const auto seen = outcomes("old");
  EXPECT_TRUE(seen.contains(""));
  EXPECT_TRUE(seen.contains("new"));
  EXPECT_THAT(disk.unsynced(), testing::ElementsAre("old"));
}

TEST_F(PowerOnDisk, TearsAWriteBetweenSectors) {
  disk.write("old", std::string(1024, 'n'), 512);
  const auto seen = outcomes("old");
  const std::string before(512, 'o');
  EXPECT_TRUE(seen.contains(before + std::string(512, 'n') + std::string(1024, 'o')));
  EXPECT_TRUE(seen.contains(before + std::string(512, 'o') + std::string(512, 'n') + std::string(512, 'o')));
  for (const auto& [content, times] : seen) EXPECT_EQ(content.substr(0, 512), before) << "outside the write";
}

TEST_F(PowerOnDisk, KeepsNoNameBeforeTheFolderIsSynced) {
  disk.create("new");
  disk.write("new", "content", 0);
  disk.sync("new");
  disk.unlink("old");
  EXPECT_EQ(outcomes("new").size(), 2U);
  EXPECT_EQ(outcomes("old").size(), 2U);
  disk.sync_folder();
  EXPECT_EQ(outcomes("new"), (std::map<std::string, int>{{"content", 1000}}));
  EXPECT_EQ(outcomes("old"), (std::map<std::string, int>{{"absent", 1000}}));
}

// --- power cuts -----------------------------------------------------------------------------------------------------

struct Case {
  Scenario scenario;
  Journal journal;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const Journal journal : {Journal::rollback, Journal::write_ahead_log, Journal::fitting}) {
    for (const char* name :
         {"OneEntry", "FreshDay", "AfterARefusal", "InDoubtAndApplied", "LostAnswerInTheRunThatIsKilled", "EarlierTool",
          "FreshDayAtOnce", "TwoDaysAtOnceAfterFaults"}) {
      all.push_back({named(name), journal});
    }
    all.push_back({post_on_its_way(), journal});
  }
  return all;
}

class PowerCut : public testing::TestWithParam<Case> {};

TEST_P(PowerCut, LosesAndDoublesNothing) {
  PowerCuts cuts{GetParam().scenario, GetParam().journal};
  ASSERT_GT(cuts.points(), 0);
  // A thousand seeds at every point, or a hundred and more spread over the points.
  const std::int64_t times = exhaustive() ? 1000 * cuts.points() : std::max<std::int64_t>(100, 2 * cuts.points());
  for (std::int64_t seed = 0; seed < times; ++seed) {
    const std::int64_t point = 1 + seed % cuts.points();
    const std::string wrong = cuts.cut(point, static_cast<std::uint64_t>(seed));
    ASSERT_EQ(wrong, "") << "power cut at point " << point << " of " << cuts.points() << ", seed " << seed;
  }
  std::printf("%ld power cuts at %ld points, 0 wrong\n", static_cast<long>(times), static_cast<long>(cuts.points()));
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  switch (info.param.journal) {
    case Journal::rollback:
      return info.param.scenario.name + "WithARollbackJournal";
    case Journal::write_ahead_log:
      return info.param.scenario.name + "WithAWriteAheadLog";
    case Journal::fitting:
      break;
  }
  return info.param.scenario.name + "GoingOverToALog";
}

INSTANTIATE_TEST_SUITE_P(Scenarios, PowerCut, testing::ValuesIn(cases()), name_of);

// --- disks that lie -------------------------------------------------------------------------------------------------

struct Liar {
  const char* name;
  Lie lie;
  Journal journal;
};

class LyingDisk : public testing::TestWithParam<Liar> {};

TEST_P(LyingDisk, IsFoundOut) {
  PowerCuts cuts{post_on_its_way(), GetParam().journal, GetParam().lie};
  std::int64_t seed = 0;
  std::string wrong;
  for (; wrong.empty() && seed < 2000; ++seed) {
    wrong = cuts.cut(1 + seed % cuts.points(), static_cast<std::uint64_t>(seed));
  }
  EXPECT_NE(wrong, "") << "2000 power cuts, and nothing was wrong";
  std::printf("after %ld power cuts: %s\n", static_cast<long>(seed), wrong.c_str());
}

INSTANTIATE_TEST_SUITE_P(Disks, LyingDisk,
                         testing::Values(Liar{"AboutTheJournal", Lie::journal, Journal::rollback},
                                         Liar{"AboutTheEndOfTheJournal", Lie::journal_unlink, Journal::rollback},
                                         Liar{"AboutThePages", Lie::database, Journal::rollback},
                                         Liar{"AboutTheWriteAheadLog", Lie::write_ahead_log, Journal::write_ahead_log}),
                         [](const auto& disk) { return std::string{disk.param.name}; });

// --- the order of things --------------------------------------------------------------------------------------------

class Order : public testing::TestWithParam<Case> {};

TEST_P(Order, ASyncOfTheIntentLiesBetweenItsCommitAndThePost) {
  using What = Machine::Event::What;
  PowerCuts cuts{GetParam().scenario, GetParam().journal};
  cuts.run_undisturbed([](const Machine& machine, const World& world) {
    std::int64_t posts = 0;
    std::int64_t changes = 0;  // since before_send was called
    bool synced_since_change = false;
    for (const Machine::Event& event : machine.log()) {
      switch (event.what) {
        case What::before_send:
          changes = 0;
          synced_since_change = false;
          break;
        case What::change:
          ++changes;
          synced_since_change = false;
          break;
        case What::sync:
          synced_since_change = true;
          break;
        case What::send:
          ++posts;
          EXPECT_GT(changes, 0) << "no intent was written before POST " << posts;
          EXPECT_TRUE(synced_since_change) << "before POST " << posts;
          EXPECT_THAT(event.unsynced, testing::Each(testing::EndsWith(".lock"))) << "at POST " << posts;
          break;
      }
    }
    EXPECT_EQ(posts, world.clockify.counts().posts);
    EXPECT_GT(posts, 0);
    std::printf("%ld POSTs, each after the sync of its intent; %ld events\n", static_cast<long>(posts),
                static_cast<long>(machine.log().size()));
  });
}

INSTANTIATE_TEST_SUITE_P(
    Scenarios, Order,
    testing::Values(Case{named("ThreeDays"), Journal::rollback}, Case{named("ThreeDays"), Journal::write_ahead_log},
                    Case{named("ThreeDays"), Journal::fitting}, Case{named("ThreeDaysTwoAtOnce"), Journal::rollback},
                    Case{named("ThreeDaysTwoAtOnce"), Journal::fitting}, Case{named("Throttled"), Journal::rollback},
                    Case{named("EarlierTool"), Journal::write_ahead_log}),
    name_of);

// The end of the journal is the commit, so a lie about its content is not seen here.
TEST(OrderOnADisk, ThatLiesIsWrong) {
  for (const auto& [lie, journal] :
       {std::pair{Lie::journal_unlink, Journal::rollback}, std::pair{Lie::database, Journal::rollback},
        std::pair{Lie::write_ahead_log, Journal::write_ahead_log}}) {
    PowerCuts cuts{named("ThreeDays"), journal, lie};
    cuts.run_undisturbed([](const Machine& machine, const World&) {
      EXPECT_TRUE(std::ranges::any_of(machine.log(), [](const Machine::Event& event) {
        return std::ranges::any_of(event.unsynced, [](const std::string& name) { return !name.ends_with(".lock"); });
      }));
    });
  }
}

// --- a new store ----------------------------------------------------------------------------------------------------

TEST(PowerCutOfANewStore, LeavesNoneOrAWholeOne) {
  const auto open_on = [](Machine& machine, const std::filesystem::path& file) {
    const HookedSystemCalls calls{machine};
    try {
      (void)store::open_sqlite_store(file);
      machine.reach_point();
    } catch (const store::StoreError&) {
      if (!machine.is_off()) throw;
    }
  };
  std::int64_t whole = 0;
  std::int64_t none = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const support::FastDir folder;
    Machine machine{folder.path()};
    machine.cut_power_at(1 + static_cast<std::int64_t>(seed % 3), seed);  // its content, its name, the end
    open_on(machine, folder / "sessions.db");
    ASSERT_TRUE(machine.is_off());
    machine.restart();
    ++(std::filesystem::exists(folder / "sessions.db") ? whole : none);
    World world;
    ASSERT_EQ(come_to_an_end(world, folder / "sessions.db", 0), "") << "seed " << seed;
  }
  EXPECT_GT(whole, 100);
  EXPECT_GT(none, 0);
  std::printf("300 power cuts: %ld times there was no store yet, %ld times a whole one\n", static_cast<long>(none),
              static_cast<long>(whole));
}

}  // namespace
}  // namespace libsync::crash
