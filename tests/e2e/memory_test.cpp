// SPDX-License-Identifier: MIT
//
// Whatever comes from outside, the program does not grow with it.
#include "workplace.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <fstream>

namespace e2e {
namespace {

TEST(Memory, DoesNotGrowWithATranscript) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  const auto folder = place.home() / ".claude/projects/some-project";
  // A hole, as a full disk or a crash leaves it, and no line ends in it.
  std::ofstream{folder / "hole.jsonl"};
  std::filesystem::resize_file(folder / "hole.jsonl", 200'000'000);
  {
    std::ofstream deep{folder / "deep.jsonl"};
    deep << R"({"type":"user","a":)" << std::string(10'000'000, '[') << "\n";
  }
  const auto result = place.run({"import", "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(json::parse(result.out).at("import").at("sessions"), 1);
  EXPECT_LT(result.peak_kib, 64L * 1024);
}

TEST(Memory, DoesNotGrowWithTheStoreThatIsLookedAt) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  SQLite::Database{place.database().string(), SQLite::OPEN_READWRITE}.exec(
      "UPDATE source_points SET points = zeroblob(200000000)");
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours{1};
  std::filesystem::last_write_time(place.database(), long_ago);
  for (const char* command : {"status", "report", "sync"}) {
    std::vector<std::string> arguments{command};
    if (arguments.front() == "sync") arguments.emplace_back("--dry-run");
    const auto result = place.run(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_LT(result.peak_kib, 64L * 1024) << command;
  }
}

// A page of a listing may have 64 MiB.
TEST(Memory, DoesNotGrowWithAnAnswer) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  for (const auto& hostile :
       {fault::endless_body(), fault::endless_headers(), fault::answer(200, std::string(7'000'000, '['))}) {
    place.fake.heal();
    place.fake.from_listing(1, hostile);
    const auto result = place.run({"sync", "--until", "2026-02-02"});
    EXPECT_EQ(result.exit_code, 75) << result.err;
    EXPECT_LT(result.peak_kib, 256L * 1024);
  }
  EXPECT_EQ(place.fake.counts().posts, 0);
}

}  // namespace
}  // namespace e2e
