// SPDX-License-Identifier: MIT
#include "network_file_system.hpp"
#include "store_fixture.hpp"

#include <libsync/store/inspection.hpp>

#include <sys/stat.h>
#include <unistd.h>

namespace libsync::store {
namespace {

namespace fs = std::filesystem;

using Inspected = StoreTest;

TEST_F(Inspected, AStoreThatIsNotThereIsNotMade) {
  const auto found = inspect_store(file());
  EXPECT_FALSE(found.exists);
  EXPECT_FALSE(fs::exists(file()));
  EXPECT_TRUE(fs::is_empty(folder()));
}

TEST_F(Inspected, ASoundStoreHasNoDamageAndStaysAsItIs) {
  { (void)open_sqlite_store(file()); }
  const auto before = fs::last_write_time(file());
  const auto found = inspect_store(file());
  EXPECT_TRUE(found.exists);
  EXPECT_TRUE(found.may_write);
  EXPECT_FALSE(found.wal);
  EXPECT_EQ(found.damage, "");
  EXPECT_FALSE(found.run);
  EXPECT_EQ(fs::last_write_time(file()), before);
  EXPECT_EQ(std::distance(fs::directory_iterator{folder()}, fs::directory_iterator{}), 1);
}

TEST_F(Inspected, ARunThatIsUnderWayIsNamedAndNotDisturbed) {
  { (void)open_sqlite_store(file()); }
  const RunLock held = RunLock::acquire(file());
  const auto found = inspect_store(file());
  ASSERT_TRUE(found.run);
  EXPECT_EQ(found.run->process, getpid());
}

TEST_F(Inspected, AnEndedRunIsNotUnderWay) {
  { (void)open_sqlite_store(file()); }
  { const RunLock held = RunLock::acquire(file()); }
  EXPECT_FALSE(inspect_store(file()).run);
}

TEST_F(Inspected, ADamagedPageIsFound) {
  { (void)open_sqlite_store(file()); }
  {
    std::fstream bytes{file(), std::ios::in | std::ios::out | std::ios::binary};
    bytes.seekp(-2000, std::ios::end);
    bytes << std::string(1500, 'x');
  }
  std::string damage;
  try {
    damage = inspect_store(file()).damage;
  } catch (const StoreError& error) {
    damage = error.what();
  }
  EXPECT_NE(damage, "");
}

TEST_F(Inspected, AFileOfSomethingElseIsRefused) {
  std::ofstream{file()} << std::string(4096, 'x');
  EXPECT_EQ(kind_of_failure([&] { (void)inspect_store(file()); }), StoreErrorKind::corrupt);
}

TEST_F(Inspected, TheDisksOfThisMachineAreNoNetworkFileSystem) {
  EXPECT_EQ(network_file_system(folder()), "");
  EXPECT_EQ(network_file_system("/proc"), "");
  EXPECT_EQ(network_file_system(folder() / "no such folder"), "");
}

}  // namespace
}  // namespace libsync::store
