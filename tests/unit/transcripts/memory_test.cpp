// SPDX-License-Identifier: MIT
//
// How much memory an import takes must not follow the size of what it reads. Each case is an import in a process of its
// own, which starts small, and another of a tree several times as large; the bounds leave room for the allocator and
// are far below what keeping a line, a file or a structure for each message would take.
#include "transcript_tree.hpp"

#include <libsync/store/sqlite_store.hpp>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace libsync::testing {
namespace {

constexpr long k_megabyte = 1024;  // in ru_maxrss

class Memory : public TranscriptTree {
 protected:
  // The most that an import of the tree into a new store had resident, beyond what the process has without it.
  long taken_by_import(AgentKind agent = AgentKind::claude_code) {
    const long with = peak_of([this, agent] {
      const auto store = store::open_sqlite_store(folder() / "sessions.db");
      auto wanted = options();
      wanted.roots[0].agent = agent;
      const auto result = transcripts::import_transcripts(wanted, *store);
      return !result.has_error() && result->sessions > 0;
    });
    return with - peak_of([] { return true; });
  }

  // Lines of about `size` bytes until the file has `bytes`.
  void write_lines(const std::string& name, std::size_t bytes, std::size_t size) {
    std::filesystem::create_directories((root() / name).parent_path());
    std::ofstream out{root() / name, std::ios::binary};
    Line line;
    line.text = std::string(size, 'x');
    for (std::size_t done = 0, i = 0; done < bytes; ++i) {
      line.uuid = fmt::format("{}-{}", name, i);
      line.time = stamp(static_cast<double>(i));
      const std::string text = line.str();
      out << text;
      done += text.size();
    }
  }

  // A document of that many messages of about `size` bytes, on one line.
  void write_document(const std::string& name, int messages, std::size_t size) {
    std::filesystem::create_directories((root() / name).parent_path());
    std::ofstream out{root() / name, std::ios::binary};
    const std::string text(size, 'x');
    for (int i = 0; i < messages; ++i) {
      out << (i == 0 ? "[" : ",")
          << fmt::format(R"({{"ts":{},"type":"say","say":"text","text":"{}"}})", at(i).time_since_epoch().count(),
                         text);
    }
    out << "]";
  }

 private:
  static long peak_of(const std::function<bool()>& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work() ? 0 : 1);
    int status = 0;
    rusage usage{};
    EXPECT_EQ(::wait4(child, &status, 0, &usage), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return usage.ru_maxrss;
  }
};

TEST_F(Memory, DoesNotFollowTheSizeOfAFile) {
  write_lines("d/s.jsonl", std::size_t{64} << 20U, 100'000);
  EXPECT_LT(taken_by_import(), 8 * k_megabyte);
}

TEST_F(Memory, DoesNotFollowTheLengthOfALine) {
  write_lines("d/s.jsonl", 1, std::size_t{64} << 20U);
  EXPECT_LT(taken_by_import(), 12 * k_megabyte);
}

TEST_F(Memory, DoesNotFollowTheSizeOfADocument) {
  write_document("tasks/1/ui_messages.json", 640, 100'000);
  EXPECT_LT(taken_by_import(AgentKind::cline), 8 * k_megabyte);
}

TEST_F(Memory, DoesNotFollowTheSizeOfAMessageInADocument) {
  write_document("tasks/1/ui_messages.json", 1, std::size_t{64} << 20U);
  EXPECT_LT(taken_by_import(AgentKind::cline), 12 * k_megabyte);
}

// 300,000 messages: 32 bytes and more each while they are read would be 10 MB, and a copy of them as much again.
TEST_F(Memory, FollowsTheNumberOfMessagesSlowly) {
  write_lines("d/s.jsonl", std::size_t{75} << 20U, 60);
  EXPECT_LT(taken_by_import(), 20 * k_megabyte);
}

TEST_F(Memory, FollowsTheNumberOfFilesSlowly) {
  for (int i = 0; i < 3000; ++i) write_lines(fmt::format("d/{}.jsonl", i), 1, 100);
  EXPECT_LT(taken_by_import(), 14 * k_megabyte);
}

}  // namespace
}  // namespace libsync::testing
