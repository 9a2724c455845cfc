// SPDX-License-Identifier: MIT
//
// Agents whose sessions are documents or journals of changes to one, in the places where they keep them.
#include "agent_files.hpp"

namespace e2e {
namespace {

using libsync::support::write_file;

const std::vector<int> k_an_hour{0, 10, 20, 30, 40, 50, 60};

class ADocument : public testing::Test {
 protected:
  void write(const std::string& file, const std::string& content) {
    const auto path = place_.home() / file;
    std::filesystem::create_directories(path.parent_path());
    write_file(path, content);
  }

  Workplace place_;
};

TEST_F(ADocument, OfGeminiCliCounts) {
  write(".gemini/tmp/api/.project_root", "/work/api");
  write(".gemini/tmp/api/chats/session-2026-02-02T08-00-3b44bc68.json", gemini_document(k_an_hour));
  EXPECT_EQ(tracked_seconds(place_, k_monday), k_hour);
}

TEST_F(ADocument, OfRooCodeCounts) {
  const std::string task = ".config/Code/User/globalStorage/rooveterinaryinc.roo-cline/tasks/a/";
  write(task + "history_item.json", R"({"id":"a","workspace":"/work/api"})");
  write(task + "ui_messages.json", cline_task(k_an_hour));
  EXPECT_EQ(tracked_seconds(place_, k_monday), k_hour);
}

TEST_F(ADocument, OfClineCountsOnceInTwoPlaces) {
  write(".config/Cursor/User/globalStorage/saoudrizwan.claude-dev/tasks/1/ui_messages.json",
        cline_task({0, 10, 20, 30}));
  write(".cline/data/tasks/1/ui_messages.json", cline_task(k_an_hour));
  EXPECT_EQ(tracked_seconds(place_, k_monday), k_hour);
}

TEST_F(ADocument, OfCopilotChatCountsInBothForms) {
  const std::string workspace = ".vscode-server/data/User/workspaceStorage/f00/";
  write(workspace + "workspace.json", R"({"folder":"file:///work/api"})");
  write(workspace + "chatSessions/1.json", R"({"version":3,"requests":[)" + copilot_requests({0, 10, 20, 30}) + "]}");
  write(workspace + "chatSessions/2.jsonl", R"({"kind":0,"v":{"version":3,"requests":[)" + copilot_requests({30, 40}) +
                                                "]}}\n" + R"({"kind":2,"k":["requests"],"v":[)" +
                                                copilot_requests({50, 60}) + "]}\n");
  EXPECT_EQ(tracked_seconds(place_, k_monday), k_hour);
}

TEST_F(ADocument, ThatIsWrittenAnewWithLessLosesNothing) {
  const std::string file = ".gemini/tmp/api/chats/session-2026-02-02T08-00-3b44bc68.json";
  write(".gemini/tmp/api/.project_root", "/work/api");
  write(file, gemini_document(k_an_hour));
  ASSERT_EQ(place_.run({"import"}).exit_code, 0);
  for (const auto& content : {gemini_document({0, 10}), std::string{}, gemini_document(k_an_hour).substr(0, 200)}) {
    write(file, content);
    ASSERT_EQ(place_.run({"import"}).exit_code, 0);
    EXPECT_EQ(tracked_seconds(place_, k_monday), k_hour) << content;
  }
}

}  // namespace
}  // namespace e2e
