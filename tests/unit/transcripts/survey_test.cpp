// SPDX-License-Identifier: MIT
#include "transcript_tree.hpp"

#include <libsync/transcripts/survey.hpp>

namespace libsync::transcripts {
namespace {

namespace fs = std::filesystem;

using std::chrono::days;
using testing::said;

class Surveyed : public testing::TranscriptTree {
 protected:
  Survey look() {
    auto found = survey(options().roots, store_);
    EXPECT_TRUE(found.has_value());
    return found ? std::move(*found) : Survey{};
  }
  void settings(const std::string& json) { std::ofstream{folder() / "settings.json"} << json; }
};

TEST_F(Surveyed, ANewTranscriptWaitsUntilItIsImported) {
  write("p/a.jsonl", said(0) + said(60));
  const auto before = look();
  EXPECT_EQ(before.files, 1);
  ASSERT_EQ(before.waiting.size(), 1U);
  EXPECT_EQ(before.waiting[0].file, (root() / "p/a.jsonl").string());
  EXPECT_TRUE(before.waits_for_first_import());
  import();
  EXPECT_TRUE(look().waiting.empty());
  EXPECT_TRUE(look().skipped.empty());
}

TEST_F(Surveyed, AGrownTranscriptWaitsAgain) {
  write("p/a.jsonl", said(0));
  import();
  append("p/a.jsonl", said(60));
  EXPECT_EQ(look().waiting.size(), 1U);
  EXPECT_FALSE(look().waits_for_first_import());
}

TEST_F(Surveyed, ATranscriptThatWasAwayWhenTheRulesChangedWaits) {
  write("p/a.jsonl", said(0) + said(60));
  import();
  store_.settings["rules_version"] = "3";
  auto elsewhere = options();
  elsewhere.roots[0].folder = folder() / "elsewhere";
  fs::create_directories(elsewhere.roots[0].folder);
  import(elsewhere);
  EXPECT_EQ(look().waiting.size(), 1U);
  EXPECT_TRUE(look().skipped.empty());
}

TEST_F(Surveyed, AFileInAnotherFormatIsSkippedUntilItIsWell) {
  write("p/a.jsonl", std::string{"\xff\xfe{\0\"\0", 6});
  import();
  for (int i = 0; i < 2; ++i) {
    const auto found = look();
    ASSERT_EQ(found.skipped.size(), 1U);
    EXPECT_EQ(found.skipped[0].kind, ProblemKind::not_text);
    EXPECT_TRUE(found.waiting.empty());
    import();
  }
  write("p/a.jsonl", said(0));
  EXPECT_TRUE(look().skipped.empty());
  import();
  EXPECT_TRUE(look().waiting.empty());
}

TEST_F(Surveyed, AnEmptyFileIsNeitherSkippedNorWaiting) {
  write("p/a.jsonl", "");
  import();
  EXPECT_TRUE(look().skipped.empty());
  EXPECT_TRUE(look().waiting.empty());
}

TEST_F(Surveyed, AFileThatLeadsNowhereIsSkipped) {
  fs::create_directories(root() / "p");
  fs::create_symlink(root() / "nowhere", root() / "p/a.jsonl");
  const auto found = look();
  ASSERT_EQ(found.skipped.size(), 1U);
  EXPECT_EQ(found.skipped[0].kind, ProblemKind::not_a_file);
}

TEST_F(Surveyed, ClaudeCodeKeepsATranscriptForThirtyDaysAfterItsLastChange) {
  write("p/a.jsonl", said(0));
  const auto found = look();
  EXPECT_EQ(found.kept, days{30});
  ASSERT_EQ(found.waiting.size(), 1U);
  EXPECT_EQ(found.waiting[0].kept_until, found.waiting[0].modified + days{30});
}

TEST_F(Surveyed, ItsSettingsSayOtherwise) {
  settings(R"({"permissions": {"cleanupPeriodDays": 1}, "model": "x", "cleanupPeriodDays": 7})");
  write("p/a.jsonl", said(0));
  EXPECT_EQ(look().kept, days{7});
  for (const char* useless : {"{", "[]", "", R"({"cleanupPeriodDays": "7"})", R"({"cleanupPeriodDays": -1})"}) {
    settings(useless);
    EXPECT_EQ(look().kept, days{30}) << useless;
  }
}

TEST_F(Surveyed, CodexDeletesNothing) {
  EXPECT_EQ(kept_for({.folder = folder(), .agent = AgentKind::codex}), std::nullopt);
}

TEST_F(Surveyed, ANamedFolderThatIsMissingIsAnError) {
  EXPECT_FALSE(survey({{.folder = folder() / "no such folder"}}, store_).has_value());
}

}  // namespace
}  // namespace libsync::transcripts
