// SPDX-License-Identifier: MIT
//
// The server's disk, a tmpfs of a few megabytes, runs full in the middle of a run. Registered where one can be mounted.
#include "postgres_server.hpp"
#include "values.hpp"

#include <libsync/store/store_error.hpp>
#include <libsync/store_postgres/postgres_store.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>

namespace libsync::store {
namespace {

class SmallDisk {
 public:
  explicit SmallDisk(const char* size) {
    const std::string options = std::string{"mode=0755,size="} + size;
    if (mount("tmpfs", folder_.path().c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options.c_str()) != 0) {
      throw std::runtime_error("cannot mount a disk");
    }
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() { umount2(folder_.path().c_str(), MNT_DETACH); }

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

  void fill() const {
    const int file = open((folder_ / "ballast").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const std::string page(4096, 'x');
    while (write(file, page.data(), page.size()) > 0) {
    }
    close(file);
  }
  void make_room() const { std::filesystem::remove(folder_ / "ballast"); }

 private:
  support::TempDir folder_;
};

TEST(FullDisk, EndsTheRunAndLosesNothingThatWasConfirmed) {
  const SmallDisk disk{"120m"};
  support::PostgresServer server{disk.path()};
  const auto address = server.new_database();
  auto store = open_postgres_store(address, {.machine = {"laptop", "laptop"}, .is_run = true});
  store->register_timesheet(timesheet());
  disk.fill();

  LocalDate date = monday();
  std::optional<StoreErrorKind> failure;
  for (int day = 0; day < 5000 && !failure; ++day) {
    failure = failure_of([&] { store->freeze(plan(date, "12")); });
    if (!failure) date = next_day(date);
  }
  ASSERT_TRUE(failure == StoreErrorKind::full || failure == StoreErrorKind::io) << "it never ran full";

  disk.make_room();
  server.kill();  // it may have ended by itself
  server.start();
  for (LocalDate each = monday(); each < date; each = next_day(each)) {
    ASSERT_EQ(store->day_plan(day(each)), plan(each, "12")) << format_date(each);
  }
  const auto last = store->day_plan(day(date));
  EXPECT_TRUE(!last || *last == plan(date, "12")) << "as a whole or not at all";
  store->freeze(plan(date, "12"));
  EXPECT_TRUE(store->begin_send(intent(*store, date, '1', 0)));
}

}  // namespace
}  // namespace libsync::store
