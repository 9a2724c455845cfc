// SPDX-License-Identifier: MIT
//
// Rollouts that Codex compressed, and files that are not what their name says.
#include "transcript_tree.hpp"

#include <fmt/format.h>
#include <zstd.h>

namespace libsync::testing {
namespace {

using transcripts::ProblemKind;

std::string compressed(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string message(double time, const std::string& text = "x") {
  return fmt::format(
             R"({{"timestamp":"{}","type":"response_item","payload":{{"type":"message","role":"user","text":"{}"}}}})",
             stamp(time), text) +
         "\n";
}

class Compressed : public TranscriptTree {
 protected:
  transcripts::ImportReport import_codex() {
    auto wanted = options();
    wanted.roots[0].agent = AgentKind::codex;
    return import(wanted);
  }

  const std::string plain_ = "2026/02/02/rollout-1.jsonl";
  const std::string packed_ = plain_ + ".zst";
  const std::string key_ = "codex/rollout-1.jsonl";
};

TEST_F(Compressed, ARolloutIsReadLikeAPlainOne) {
  write(packed_, compressed(message(0) + message(60)));
  const auto report = import_codex();
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(active_seconds(key_), 60);
  EXPECT_EQ(import_codex().files_read, 0);
}

TEST_F(Compressed, ARolloutOfSeveralFramesIsOneText) {
  std::string content;
  for (int i = 0; i < 2000; ++i) content += message(i, std::string(1000, static_cast<char>('a' + i % 26)));
  write(packed_, compressed(content) + compressed(message(2000)) + compressed(""));
  EXPECT_TRUE(import_codex().problems.empty());
  EXPECT_EQ(active_seconds(key_), 2000);
}

TEST_F(Compressed, ThePlainTwinWins) {
  write(plain_, message(0) + message(60));
  write(packed_, "damaged");
  const auto report = import_codex();
  EXPECT_EQ(report.files, 1);
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(active_seconds(key_), 60);
}

TEST_F(Compressed, ARolloutThatWasCompressedSinceCountsOnce) {
  write(plain_, message(0) + message(60));
  import_codex();
  std::filesystem::remove(root() / plain_);
  write(packed_, compressed(message(0) + message(60)));
  EXPECT_EQ(import_codex().files_read, 1);
  EXPECT_EQ(active_seconds(key_), 60);
  EXPECT_EQ(total_seconds(), 60);
}

TEST_F(Compressed, ADamagedRolloutIsNamedAndKeepsWhatCanBeRead) {
  const std::string whole = compressed(message(0) + message(60));
  for (const std::string& bytes :
       {whole + whole.substr(0, whole.size() - 3), whole + "no frame", std::string{"no frame"}}) {
    write(packed_, bytes);
    const auto report = import_codex();
    ASSERT_EQ(count_of(report, ProblemKind::unreadable), 1);
    EXPECT_EQ(report.problems[0].file, (root() / packed_).string());
    EXPECT_EQ(report.problems[0].cause, "its compressed data is damaged");
    EXPECT_EQ(active_seconds(key_), 60);
    EXPECT_EQ(count_of(import_codex(), ProblemKind::unreadable), 1);  // every time
  }
}

TEST_F(Compressed, WhatIsNoTextIsNamedAsSuch) {
  std::string wide = "\xFF\xFE";
  for (const char c : said(0)) wide += {c, '\0'};
  write("d/utf16.jsonl", wide);
  write("d/utf16_without_mark.jsonl", wide.substr(2));
  write("d/gzip.jsonl", std::string{"\x1F\x8B\x08\0\0\0\0\0", 8});
  write("d/zstd.jsonl", compressed(said(0)));
  const auto report = import();
  ASSERT_EQ(report.problems.size(), 4U);
  for (const auto& problem : report.problems) EXPECT_EQ(problem.kind, ProblemKind::not_text) << problem.file;
  EXPECT_EQ(report.problems[0].cause, "it is compressed by gzip");
  EXPECT_EQ(report.problems[1].cause, "it is UTF-16");
  EXPECT_EQ(report.problems[2].cause, "it is UTF-16");
  EXPECT_EQ(report.problems[3].cause, "it is compressed by zstd");
  EXPECT_TRUE(store_.sessions.empty());
}

TEST_F(Compressed, TheFormatOf2025WithoutTimesIsNamedAsSuch) {
  write(plain_, R"({"id":"1","timestamp":"2025-05-07T17:24:21.123Z","instructions":null})"
                "\n"
                R"({"record_type":"state"})"
                "\n"
                R"({"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]})"
                "\n"
                R"({"type":"function_call","name":"shell","arguments":"{}"})"
                "\n");
  const auto report = import_codex();
  EXPECT_EQ(count_of(report, ProblemKind::untimed_line), 2);
  EXPECT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems.at(0).first_line, 3);
}

}  // namespace
}  // namespace libsync::testing
