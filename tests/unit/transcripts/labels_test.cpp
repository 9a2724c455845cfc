// SPDX-License-Identifier: MIT
//
// Roots with labels: folders that are called the same in different places.
#include "transcript_tree.hpp"

namespace libsync::testing {
namespace {

class Labels : public TranscriptTree {
 protected:
  Labels() {
    write("acme/d/a.jsonl", said(0, "/workspace", "a0") + said(60, "/workspace", "a1"));
    write("other/d/b.jsonl", said(10, "/workspace", "b0") + said(80, "/workspace", "b1"));
    options_.roots = {{root() / "acme"}, {root() / "other"}};
  }

  std::string project(const std::string& key) { return session(key).active.at(0).project; }

  transcripts::ImportOptions options_;
};

TEST_F(Labels, StandBeforeTheFoldersOfTheirRoot) {
  options_.roots[0].label = "acme";
  const auto report = import(options_);
  EXPECT_EQ(session("d/a.jsonl").project, "acme:/workspace");
  EXPECT_EQ(project("d/a.jsonl"), "acme:/workspace");
  EXPECT_EQ(project("d/b.jsonl"), "/workspace");
  EXPECT_TRUE(report.advice.empty());
}

TEST_F(Labels, MayChangeLater) {
  import(options_);
  options_.roots[1].label = "other";
  EXPECT_EQ(import(options_).files_read, 1);
  EXPECT_EQ(project("d/b.jsonl"), "other:/workspace");
  EXPECT_EQ(import(options_).files_read, 0);
  options_.roots[1].label = "";
  import(options_);
  EXPECT_EQ(project("d/b.jsonl"), "/workspace");
}

TEST_F(Labels, AreKeptForAFileThatIsGone) {
  options_.roots[0].label = "acme";
  import(options_);
  std::filesystem::remove(root() / "acme/d/a.jsonl");
  options_.idle_timeout = std::chrono::minutes{5};
  import(options_);
  EXPECT_EQ(project("d/a.jsonl"), "acme:/workspace");
}

TEST_F(Labels, AreAdvisedOnceWhenAFolderIsSeenBelowTwoRootsWithoutThem) {
  const auto report = import(options_);
  ASSERT_EQ(report.advice.size(), 1U);
  EXPECT_EQ(report.advice[0],
            "/workspace was seen below " + (root() / "acme").string() + " and below " + (root() / "other").string() +
                ": it counts as one folder; if it is not, give the roots labels (`transcripts` in the "
                "config)");
  append("acme/d/a.jsonl", said(120, "/workspace", "a2"));
  EXPECT_TRUE(import(options_).advice.empty());
}

TEST_F(Labels, AreNotAdvisedForThePlacesWhereAgentsPutThings) {
  for (auto& root : options_.roots) root.origin = transcripts::Root::Origin::assumed;
  EXPECT_TRUE(import(options_).advice.empty());
}

TEST_F(Labels, BelongToTheFoldersThatWereNamed) {
  transcripts::RootSettings settings;
  settings.named = {"/a", "/b/sessions"};
  settings.labels = {{"/b/sessions", "b"}, {"/c", "c"}};
  const auto roots = transcripts::find_roots(settings);
  ASSERT_EQ(roots.size(), 2U);
  EXPECT_EQ(roots[0].label, "");
  EXPECT_EQ(roots[1].label, "b");
}

}  // namespace
}  // namespace libsync::testing
