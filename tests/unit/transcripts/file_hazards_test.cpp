// SPDX-License-Identifier: MIT
//
// What files and folders of transcripts do besides being read, one small case each.
#include "read/read_file.hpp"
#include "transcript_tree.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>

namespace libsync::testing {
namespace {

namespace fs = std::filesystem;
using transcripts::ProblemKind;

class FileHazards : public TranscriptTree {
 protected:
  // Reads a file that the walk found, as it is now.
  static transcripts::ReadOutcome read(
      const fs::path& path, const store::SourceState* known = nullptr,
      const std::function<void(std::int64_t)>& on_bytes = [](std::int64_t) {}) {
    transcripts::FoundFile file;
    file.path = path.string();
    file.session_key = "d/s.jsonl";
    transcripts::LineReader reader;
    return transcripts::read_file(file, known, reader, on_bytes);
  }
};

TEST_F(FileHazards, ASymlinkedRootIsWalked) {
  write("d/s.jsonl", said(0) + said(60));
  fs::create_directory_symlink(root(), folder() / "link");
  auto wanted = options();
  wanted.roots[0].folder = folder() / "link";
  EXPECT_EQ(import(wanted).sessions, 1);
}

TEST_F(FileHazards, LinksInCirclesEndAndAreReported) {
  write("d/s.jsonl", said(0) + said(60));
  fs::create_directory_symlink(root(), root() / "d/up");
  fs::create_directory_symlink(root(), root() / "loop");
  fs::create_symlink("self.jsonl", root() / "d/self.jsonl");
  fs::create_symlink("nowhere", root() / "d/dangling.jsonl");
  const auto report = import();
  EXPECT_EQ(report.files, 1);
  EXPECT_EQ(count_of(report, ProblemKind::not_a_file), 2);
}

TEST_F(FileHazards, FifosAndDevicesAreNotOpened) {
  write("d/s.jsonl", said(0) + said(60));
  ASSERT_EQ(::mkfifo((root() / "d/fifo.jsonl").c_str(), 0600), 0);
  fs::create_symlink("/dev/zero", root() / "d/zero.jsonl");
  fs::create_directories(root() / "d/folder.jsonl");
  const auto report = import();
  EXPECT_EQ(report.files, 1);
  EXPECT_EQ(count_of(report, ProblemKind::not_a_file), 2);
}

TEST_F(FileHazards, AFileThatTwoRootsHoldIsReadOnce) {
  write("d/s.jsonl", said(0) + said(60));
  fs::create_directories(folder() / "other/d");
  fs::create_hard_link(root() / "d/s.jsonl", folder() / "other/d/s.jsonl");
  fs::create_hard_link(root() / "d/s.jsonl", folder() / "other/d/renamed.jsonl");
  auto wanted = options();
  wanted.roots.push_back({folder() / "other", AgentKind::claude_code, transcripts::Root::Origin::named});
  wanted.roots.push_back(wanted.roots[0]);
  const auto report = import(wanted);
  EXPECT_EQ(report.files, 1);
  EXPECT_EQ(count_of(report, ProblemKind::same_file), 2);
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(FileHazards, RootsInsideOneAnotherHideNothing) {
  write("d/s.jsonl", said(0) + said(60));
  write("e/s.jsonl", said(0) + said(60));
  for (const auto& inner : {root() / "d", root().parent_path()}) {
    auto wanted = options();
    wanted.roots.insert(wanted.roots.begin(), {inner, AgentKind::claude_code, transcripts::Root::Origin::named});
    const auto report = import(wanted);
    EXPECT_EQ(report.files, 2) << inner;
    EXPECT_TRUE(report.problems.empty()) << inner;
  }
}

TEST_F(FileHazards, AFileIsReadByItsOwnNameAndNotByThatOfALinkToIt) {
  write("d/s.jsonl", said(0) + said(60));
  fs::create_directories(root() / "c");
  fs::create_symlink(root() / "d/s.jsonl", root() / "c/link.jsonl");
  const auto report = import();
  EXPECT_EQ(session("d/s.jsonl").active_time(), std::chrono::seconds{60});
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].file, root() / "c/link.jsonl");
  EXPECT_EQ(report.problems[0].cause, root() / "d/s.jsonl");
}

TEST_F(FileHazards, CopiesOfAFileInTwoRootsAreOneSession) {
  write("d/s.jsonl", said(0) + said(60));
  fs::create_directories(folder() / "other/d");
  std::ofstream{folder() / "other/d/s.jsonl"} << said(0) + said(60) + said(100);
  auto wanted = options();
  wanted.roots.push_back({folder() / "other", AgentKind::claude_code, transcripts::Root::Origin::named});
  const auto report = import(wanted);
  EXPECT_EQ(report.files, 2);
  EXPECT_EQ(report.sessions, 1);
  EXPECT_EQ(active_seconds("d/s.jsonl"), 100);
}

TEST_F(FileHazards, CopiesOfAFileInTwoRootsSpendTheirTokensOnce) {
  Line line;
  line.type = "assistant";
  line.time = stamp(60);
  line.uuid = "answer";
  line.input_tokens = 100;
  line.output_tokens = 10;
  Line other = line;
  other.uuid = "other answer";
  const std::string content = said(0) + line.str() + other.str();
  write("d/s.jsonl", content);
  fs::create_directories(folder() / "other/d");
  std::ofstream{folder() / "other/d/s.jsonl"} << content;
  auto wanted = options();
  wanted.roots.push_back({folder() / "other", AgentKind::claude_code, transcripts::Root::Origin::named});
  import(wanted);
  EXPECT_EQ(session("d/s.jsonl").tokens, (TokenCounts{200, 20, 0, 0}));
}

TEST_F(FileHazards, AFileWhoseReadingFailsIsReportedAndTriedAgain) {
  write("d/s.jsonl", said(0) + said(60));
  fs::create_symlink("/proc/self/mem", root() / "d/broken.jsonl");  // opens, and fails to be read at its start
  for (int i = 0; i < 2; ++i) {
    const auto report = import();
    EXPECT_EQ(report.sessions, 1);
    EXPECT_EQ(count_of(report, ProblemKind::unreadable), 1);
  }
}

TEST_F(FileHazards, WhatMayNotBeReadIsReported) {
  write("d/s.jsonl", said(0) + said(60));
  write("d/secret.jsonl", said(0));
  write("private/s.jsonl", said(0));
  fs::permissions(folder(), fs::perms{0755});
  fs::permissions(root() / "d/secret.jsonl", fs::perms::none);
  fs::permissions(root() / "private", fs::perms::none);
  const bool privileged = ::geteuid() == 0;
  ASSERT_EQ(privileged ? ::seteuid(65534) : 0, 0);
  const auto report = import();
  ASSERT_EQ(privileged ? ::seteuid(0) : 0, 0);
  fs::permissions(root() / "private", fs::perms::owner_all);
  EXPECT_EQ(report.sessions, 1);
  EXPECT_EQ(count_of(report, ProblemKind::unreadable), 2);
}

TEST_F(FileHazards, NamesThatAreNotUtf8AreNamesAllTheSame) {
  write("d/\xFF\xFE.jsonl", said(0) + said(60));
  write("d/\xFF.jsonl", said(1000) + said(1060));
  import();
  EXPECT_EQ(active_seconds("d/\xFF\xFE.jsonl"), 60);
  EXPECT_EQ(import().files_read, 0);
}

// --- between the walk and the reading -------------------------------------------------------------------------------

TEST_F(FileHazards, AFileThatVanishedSinceItWasFoundIsReported) {
  const auto outcome = read(root() / "d/gone.jsonl");
  EXPECT_FALSE(outcome.state);
  ASSERT_EQ(outcome.problems.size(), 1U);
  EXPECT_EQ(outcome.problems[0].kind, ProblemKind::vanished);
}

TEST_F(FileHazards, AFileThatBecameAFifoSinceItWasFoundDoesNotHoldTheImportUp) {
  fs::create_directories(root() / "d");
  ASSERT_EQ(::mkfifo((root() / "d/s.jsonl").c_str(), 0600), 0);
  const auto outcome = read(root() / "d/s.jsonl");
  EXPECT_FALSE(outcome.state);
  ASSERT_EQ(outcome.problems.size(), 1U);
  EXPECT_EQ(outcome.problems[0].kind, ProblemKind::not_a_file);
}

TEST_F(FileHazards, AFileThatGrewSinceItWasFoundIsReadToItsEndAndLooksChangedNextTime) {
  write("d/s.jsonl", said(0) + said(60));
  const auto before = read(root() / "d/s.jsonl");
  append("d/s.jsonl", said(120));
  const auto after = read(root() / "d/s.jsonl", &*before.state);
  EXPECT_EQ(after.bytes_read, static_cast<std::int64_t>(said(120).size()));
  EXPECT_EQ(after.state->size, static_cast<std::int64_t>(fs::file_size(root() / "d/s.jsonl")));
}

TEST_F(FileHazards, AFileThatIsWrittenAnewWhileItIsReadIsReadFromItsStartNextTime) {
  const auto lines = [](const std::string& name, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += said(i, "/work/api", fmt::format("{}{}", name, i));
    return text;
  };
  // Several times what is read at once; the last two have the beginning that was read.
  const std::string before = lines("old", 1000);
  for (const std::string& after : {lines("new", 1500), before.substr(0, 9000) + lines("new", 500),
                                   before.substr(0, 9000) + "\n" + before.substr(9001)}) {
    write("d/s.jsonl", before);
    bool written = false;
    const auto first = read(root() / "d/s.jsonl", nullptr, [&](std::int64_t) {
      if (!written) write("d/s.jsonl", after);
      written = true;
    });
    const auto second = read(root() / "d/s.jsonl", &*first.state);
    EXPECT_EQ(second.bytes_read, static_cast<std::int64_t>(after.size()));
  }
}

TEST_F(FileHazards, AFileThatIsAddedToWhileItIsReadIsReadOnFromThereNextTime) {
  for (const std::string& line : {said(0), said(0) + std::string(5'000'000, ' ') + "\n", std::string{}}) {
    write("d/s.jsonl", line + "{");
    bool added = false;
    const auto first = read(root() / "d/s.jsonl", nullptr, [&](std::int64_t) {
      if (!added) append("d/s.jsonl", std::string(5'000'000, ' '));
      added = true;
    });
    EXPECT_EQ(first.state->read_to, static_cast<std::int64_t>(line.size()));
    append("d/s.jsonl", "}\n" + said(60));
    const auto rest = static_cast<std::int64_t>(fs::file_size(root() / "d/s.jsonl") - line.size());
    const auto second = read(root() / "d/s.jsonl", &*first.state);
    EXPECT_EQ(second.bytes_read, rest);
    append("d/s.jsonl", said(120));
    EXPECT_EQ(read(root() / "d/s.jsonl", &*second.state).bytes_read, static_cast<std::int64_t>(said(120).size()));
  }
}

}  // namespace
}  // namespace libsync::testing
