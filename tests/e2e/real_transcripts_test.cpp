// SPDX-License-Identifier: MIT
//
// The whole way on other people's real transcripts: imported, spread, posted over TLS, and nothing the second time.
// Built only where that data lies beside the source tree.
#include "workplace.hpp"

#include <cstdio>

namespace e2e {
namespace {

struct Window {
  const char* name;
  int days;  // workdays with time in it, in that data
};

class RealTranscripts : public testing::TestWithParam<Window> {};

TEST_P(RealTranscripts, FillEveryWorkdayThatHasTimeExactlyAndOnlyOnce) {
  Workplace place;
  Config config;
  config.more_of_sync = std::string("session_window = \"") + GetParam().name + "\"\n";
  config.mapping = {{"/Users/dain/workspace", known::api().str()}, {"/Users/pete", known::web().str()}};
  place.configure(config);
  const std::string shared = REAL_TRANSCRIPTS;
  const std::vector<std::string> roots{"--transcripts", shared + "/daaain+claude-code-log/projects", "--transcripts",
                                       shared + "/moredip+session-share/projects"};
  const auto sync = [&] {
    std::vector<std::string> words = roots;
    words.insert(words.end(), {"sync", "--json", "--until", "2026-04-30"});
    return place.run(words);
  };

  const auto first = sync();
  ASSERT_EQ(first.exit_code, 0) << first.err;
  const auto report = json::parse(first.out).as_object();
  int filled = 0;
  for (const auto& day : report.at("days").as_array()) {
    const std::string on{day.at("date").as_string()};
    const bool has_time = day.at("tracked_seconds").as_int64() > 0;
    EXPECT_EQ(day.at("state").as_string(), has_time ? "synced" : "no_time") << on;
    if (!has_time) continue;
    place.expect_full(on, config);
    ++filled;
  }
  EXPECT_EQ(filled, GetParam().days);
  const auto counts = place.fake.counts();
  EXPECT_EQ(counts.connections, 1);
  EXPECT_EQ(counts.requests, counts.posts + 3);
  std::printf("%s: %d days, %ld entries, %ld requests, %ld connection\n", GetParam().name, filled,
              static_cast<long>(place.fake.entries().size()), static_cast<long>(counts.requests),
              static_cast<long>(counts.connections));

  ASSERT_EQ(sync().exit_code, 0);
  EXPECT_EQ(place.fake.counts().requests, counts.requests) << "the second run sends nothing";
}

INSTANTIATE_TEST_SUITE_P(Windows, RealTranscripts, testing::Values(Window{"work_hours", 4}, Window{"calendar_day", 15}),
                         [](const auto& window) { return std::string{window.param.name}; });

}  // namespace
}  // namespace e2e
