// SPDX-License-Identifier: MIT
//
// What the agents do to their files: compress, migrate, fork and copy them, and spell times in more ways than one.
#include "agent_files.hpp"

#include <fmt/format.h>

namespace e2e {
namespace {

using libsync::support::write_file;
using testing::HasSubstr;

// One hour from 09:00 on in Berlin.
std::string rollout(const std::string& id) {
  return codex_meta(id, "/work/api", at(0)) + codex_messages(at(0), at(60));
}

TEST(ACompressedRollout, CountsLikeAPlainOne) {
  Workplace place;
  write_file(codex_file(place, "1").string() + ".zst", zstd_frame(rollout("1")));
  EXPECT_EQ(tracked_seconds(place, k_monday), k_hour);
}

TEST(ACompressedRollout, CountsOnceBesideItsPlainTwin) {
  Workplace place;
  write_file(codex_file(place, "1"), rollout("1"));
  write_file(codex_file(place, "1").string() + ".zst", zstd_frame(rollout("1")));
  EXPECT_EQ(tracked_seconds(place, k_monday), k_hour);
}

TEST(ACompressedRollout, CountsOnceWhenThePlainOneTurnsIntoIt) {
  Workplace place;
  write_file(codex_file(place, "1"), rollout("1"));
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  std::filesystem::remove(codex_file(place, "1"));
  write_file(codex_file(place, "1").string() + ".zst", zstd_frame(rollout("1")));
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  EXPECT_EQ(tracked_seconds(place, k_monday), k_hour);
}

TEST(ACompressedRollout, IsNamedWhenItIsDamaged) {
  Workplace place;
  const std::string whole = zstd_frame(rollout("1"));
  const auto file = codex_file(place, "1").string() + ".zst";
  write_file(file, whole.substr(0, whole.size() / 2));
  const auto result = place.run({"--verbose", "import"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out + result.err, HasSubstr("-1.jsonl.zst"));
}

TEST(ATranscriptThatIsRewritten, IsReadAgainThoughSizeAndTimeAreTheSame) {
  Workplace place;
  const auto file = claude_file(place, "one");
  write_file(file, claude_session("one", "/work/api", at(0), at(60)));
  const auto time = std::filesystem::last_write_time(file);
  const auto size = std::filesystem::file_size(file);
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  ASSERT_EQ(tracked_seconds(place, k_monday), k_hour);

  write_file(file, claude_session("two", "/work/api", at(1440), at(1500)));
  std::filesystem::last_write_time(file, time);
  ASSERT_EQ(std::filesystem::file_size(file), size);
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  EXPECT_EQ(tracked_seconds(place, "2026-02-03"), k_hour);
}

// The parent was migrated, so that its lines carry numbers; its fork has the same lines without them.
TEST(AForkOfAMigratedRollout, CountsTheLinesOfItsParentOnce) {
  Workplace place;
  write_file(codex_file(place, "1"), codex_meta("1", "/work/api", at(0)) + codex_messages(at(0), at(60), 1));
  write_file(codex_file(place, "2"),
             codex_meta("2", "/work/api", at(60)) + codex_messages(at(0), at(60)) + codex_messages(at(65), at(90)));
  EXPECT_EQ(tracked_seconds(place, k_monday), k_hour + k_hour / 2);
}

std::string conversation(const std::string& session, const std::string& uuids, int last_minute) {
  std::string lines;
  int message = 0;
  for (const UtcTime time : every(std::chrono::minutes{5}, at(0), at(last_minute))) {
    lines += ClaudeLine{.timestamp = fmt::format("\"{}\"", libsync::format_utc(time)),
                        .folder = "/work/api",
                        .session = session,
                        .uuid = fmt::format("{}-{}", uuids, ++message),
                        .text = fmt::format("step {}", message)}
                 .str();
  }
  return lines;
}

// In the background under a new id, and with new uuids.
TEST(ACopyOfAConversation, CountsOnceByWhatItSays) {
  Workplace place;
  write_file(claude_file(place, "one"), conversation("one", "a", 60));
  write_file(claude_file(place, "two"), conversation("two", "b", 90));
  EXPECT_EQ(tracked_seconds(place, k_monday), k_hour + k_hour / 2);
}

// Nothing was copied: two people's habits are alike, and one message at one time is not a conversation.
TEST(TwoSessionsOfTheSameTime, CountBoth) {
  Workplace place;
  write_file(claude_file(place, "one"), conversation("one", "a", 60));
  std::string other = conversation("two", "b", 60);
  for (auto found = other.find("step"); found != std::string::npos; found = other.find("step", found)) {
    other.replace(found, 4, "leap");
  }
  write_file(claude_file(place, "two"), other);
  EXPECT_EQ(tracked_seconds(place, k_monday), 2 * k_hour);
}

struct Stamp {
  const char* name;
  const char* first;  // as JSON
  const char* second;
};

class ATimestamp : public testing::TestWithParam<Stamp> {};

std::string two_lines(const char* first, const char* second) {
  const auto line = [](const char* time, const char* uuid) {
    return ClaudeLine{.timestamp = time, .folder = "/work/api", .session = "one", .uuid = uuid}.str();
  };
  return line(first, "a") + line(second, "b");
}

TEST_P(ATimestamp, IsReadWhenItIsUnambiguous) {
  Workplace place;
  write_file(claude_file(place, "one"), two_lines(GetParam().first, GetParam().second));
  EXPECT_EQ(tracked_seconds(place, k_monday), 600);
}

INSTANTIATE_TEST_SUITE_P(
    As, ATimestamp,
    testing::Values(Stamp{"Text", R"("2026-02-02T10:05:00.000Z")", R"("2026-02-02T10:15:00.000Z")"},
                    Stamp{"Milliseconds", "1770026700000", "1770027300000"},
                    Stamp{"Seconds", "1770026700", "1770027300"},
                    Stamp{"AnOffsetWithoutAColon", R"("2026-02-02T11:05:00+0100")", R"("2026-02-02T10:15:00+0000")"},
                    Stamp{"AnOffsetWithAColon", R"("2026-02-02T11:05:00+01:00")", R"("2026-02-02T10:15:00+00:00")"},
                    Stamp{"NoSeconds", R"("2026-02-02T10:05Z")", R"("2026-02-02T10:15Z")"}),
    [](const auto& tested) { return std::string{tested.param.name}; });

struct Unreadable {
  const char* name;
  std::string content;
};

class AFileOfNoUse : public testing::TestWithParam<Unreadable> {};

std::string utf16(const std::string& text) {
  std::string wide = "\xff\xfe";
  for (const char each : text) wide += {each, '\0'};
  return wide;
}

TEST_P(AFileOfNoUse, IsNamed) {
  Workplace place;
  write_file(claude_file(place, "one"), GetParam().content);
  const auto result = place.run({"--verbose", "import"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out + result.err, HasSubstr("one.jsonl"));
  EXPECT_EQ(tracked_seconds(place, k_monday), 0);
}

INSTANTIATE_TEST_SUITE_P(
    As, AFileOfNoUse,
    testing::Values(Unreadable{"Utf16", utf16(conversation("one", "a", 60))},
                    Unreadable{"Gzip", std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) + std::string(400, '\x55')},
                    Unreadable{"TimesOfAnotherAge", two_lines(R"("yesterday at ten")", R"("02/02/26 10:15")")}),
    [](const auto& tested) { return std::string{tested.param.name}; });

// Codex of early 2025 wrote its lines without times.
TEST(ARolloutWithoutTimes, IsNamedAsSuch) {
  Workplace place;
  write_file(codex_file(place, "1"),
             R"({"id":"1","timestamp":"2025-05-01T10:00:00.000Z","instructions":null})"
             "\n"
             R"({"record_type":"state"})"
             "\n"
             R"({"type":"message","role":"user","content":[{"type":"input_text","text":"go on"}]})"
             "\n"
             R"({"type":"message","role":"assistant","content":[{"type":"output_text","text":"done"}]})"
             "\n");
  const auto result = place.run({"--verbose", "import"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out + result.err, testing::AllOf(HasSubstr("-1.jsonl"), HasSubstr("without times")));
}

}  // namespace
}  // namespace e2e
