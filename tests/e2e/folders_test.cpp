// SPDX-License-Identifier: MIT
//
// Folders as other systems spell them, and folders of the same name on several machines.
#include "agent_files.hpp"

#include <fmt/format.h>

namespace e2e {
namespace {

using libsync::support::write_file;
using testing::HasSubstr;
using testing::Not;

std::string config_with(const std::string& top, const std::string& mapping) {
  return top + fmt::format(
                   "[sync]\nworkspace_id = \"{}\"\nother_project_id = \"{}\"\nwork_day_start = \"09:00\"\n"
                   "work_day_end = \"17:00\"\ntime_zone = \"Europe/Berlin\"\n[sync.project_mapping]\n{}",
                   known::workspace().str(), known::other().str(), mapping);
}

void work_in(Workplace& place, const std::string& folder) {
  write_file(claude_file(place, "one"),
             claude_session("one", folder, utc("2026-02-02T09:00:00Z"), utc("2026-02-02T10:00:00Z")));
}

struct Spelling {
  const char* name;
  const char* key;     // of the mapping
  const char* folder;  // of the session
  bool covered;
};

class AFolder : public testing::TestWithParam<Spelling> {};

TEST_P(AFolder, IsComparedByComponent) {
  Workplace place;
  place.configure_text(config_with("", fmt::format("'{}' = \"{}\"\n", GetParam().key, known::web().str())));
  work_in(place, GetParam().folder);
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  ASSERT_EQ(place.fake.entries().size(), 1U);
  EXPECT_EQ(place.fake.entries().at(0).project, GetParam().covered ? known::web() : known::other());
}

INSTANTIATE_TEST_SUITE_P(
    As, AFolder,
    testing::Values(
        Spelling{"OfADrive", R"(D:\x)", R"(D:\x\api)", true},
        Spelling{"OfADriveInLowerCase", R"(d:\x)", R"(D:\x\api)", true},
        Spelling{"OfADriveWithSlashes", "D:/x", R"(D:\x\api)", true},
        Spelling{"OfADriveWithABackslashAtItsEnd", R"(D:\x\)", R"(D:\x\api)", true},
        Spelling{"OfASessionWithSlashes", R"(D:\x)", "d:/x/api", true},
        Spelling{"WhoseNameOnlyBeginsLikeIt", R"(D:\x)", R"(D:\xy)", false},
        Spelling{"WhoseCaseDiffers", R"(D:\x)", R"(D:\X\api)", false},
        Spelling{"OfAnotherDrive", R"(D:\x)", R"(E:\x\api)", false},
        Spelling{"OfWsl", R"(\\wsl.localhost\Ubuntu\home\u\x)", R"(\\wsl.localhost\Ubuntu\home\u\x\api)", true},
        Spelling{"OfWslWhoseHostHasAnotherCase", R"(\\WSL.LOCALHOST\Ubuntu\home\u\x)",
                 R"(\\wsl.localhost\Ubuntu\home\u\x\api)", true},
        Spelling{"OfWslWithSlashes", "//wsl.localhost/Ubuntu/home/u/x", R"(\\wsl.localhost\Ubuntu\home\u\x\api)", true},
        Spelling{"OfWslByItsOlderName", R"(\\wsl$\Ubuntu\home\u\x)", R"(\\WSL$\Ubuntu\home\u\x\api)", true},
        Spelling{"WithADoubledSeparator", "/w/a", "/w//a", true}, Spelling{"WithADot", "/w/a", "/w/./a", true},
        Spelling{"OfADriveThatIsMounted", R"(D:\x)", "/mnt/d/x", false}),
    [](const auto& tested) { return std::string{tested.param.name}; });

TEST(AnIgnoredFolder, IsComparedByComponentToo) {
  Workplace place;
  place.configure_text(config_with("ignore_projects = ['C:\\T']\n", ""));
  work_in(place, R"(c:\T\q)");
  const auto answer = place.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(place.fake.counts().posts, 0);
}

// Two clients whose devcontainers both say /workspace.
class TwoRoots : public testing::Test {
 protected:
  TwoRoots() {
    write("acme", claude_session("a", "/workspace", utc("2026-02-02T08:00:00Z"), utc("2026-02-02T11:00:00Z")));
    write("bolt", claude_session("b", "/workspace", utc("2026-02-02T12:00:00Z"), utc("2026-02-02T13:00:00Z")));
  }

  void write(const std::string& client, const std::string& lines) {
    write_file(place_.home() / client / "projects" / "-workspace" / (client + ".jsonl"), lines);
  }

  void configure(const std::string& mapping) {
    const auto root = [&](const char* client) {
      return fmt::format("{{ path = \"{}\", label = \"{}\" }}", (place_.home() / client / "projects").string(), client);
    };
    place_.configure_text(config_with(fmt::format("transcripts = [{}, {}]\n", root("acme"), root("bolt")), mapping));
  }

  static std::string line(const std::string& key, const libsync::ProjectId& project) {
    return fmt::format("\"{}\" = \"{}\"\n", key, project.str());
  }

  Workplace place_;
};

TEST_F(TwoRoots, OfTheSameFolderAreToldApartByTheirLabels) {
  configure(line("acme:/workspace", known::api()) + line("bolt:/workspace", known::web()) +
            line("/workspace", known::infra()));
  const auto answer = place_.sync({"--until", k_monday});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  const auto entries = place_.fake.entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].project, known::api());
  EXPECT_EQ(*entries[0].end - entries[0].start, std::chrono::hours{6});
  EXPECT_EQ(entries[1].project, known::web());
  const auto text = place_.run({"import"});
  EXPECT_THAT(text.out + text.err, Not(HasSubstr("acme:/workspace")));
}

TEST_F(TwoRoots, OfTheSameFolderAreNotedWithoutALineForThem) {
  configure(line("/workspace", known::infra()));
  const auto result = place_.run({"sync", "--until", k_monday});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out + result.err, HasSubstr("acme:/workspace"));
  ASSERT_EQ(place_.fake.entries().size(), 1U);
  EXPECT_EQ(place_.fake.entries().at(0).project, known::infra());
}

}  // namespace
}  // namespace e2e
