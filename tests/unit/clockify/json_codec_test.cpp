// SPDX-License-Identifier: MIT
#include "json_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace libsync::clockify {
namespace {

// As on the wire, with everything that a real element has.
const std::string k_entry = R"({"id":"6a507fafde10bd6a51ac37a9","description":"Refactor parser","tagIds":null,
  "userId":"5a0ab5acb07987125438b60f","billable":true,"taskId":null,"projectId":"25b687e29ae1f428e7ebe123",
  "workspaceId":"64a687e29ae1f428e7ebe303",
  "timeInterval":{"start":"2026-07-10T05:30:00Z","end":"2026-07-10T08:30:00Z","duration":"PT3H"},
  "customFieldValues":[],"type":"REGULAR","kioskId":null,"hourlyRate":{"amount":0,"currency":"USD"},
  "costRate":{"amount":0,"currency":"USD"},"isLocked":false})";

std::string with(const std::string& from, const std::string& to) {
  std::string text = k_entry;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string cause_of(const std::string& json) {
  const auto entry = parse_entry(json);
  return entry ? "none" : entry.error().cause;
}

TEST(ParseEntry, ReadsARealElement) {
  const auto entry = parse_entry(k_entry);
  ASSERT_TRUE(entry) << entry.error().cause;
  EXPECT_EQ(entry->id.str(), "6a507fafde10bd6a51ac37a9");
  EXPECT_EQ(entry->user.str(), "5a0ab5acb07987125438b60f");
  EXPECT_EQ(entry->workspace.str(), "64a687e29ae1f428e7ebe303");
  EXPECT_EQ(entry->project->str(), "25b687e29ae1f428e7ebe123");
  EXPECT_EQ(format_utc(entry->start), "2026-07-10T05:30:00Z");
  EXPECT_EQ(format_utc(*entry->end), "2026-07-10T08:30:00Z");
  EXPECT_EQ(entry->description, "Refactor parser");
}

TEST(ParseEntry, ComparesInstantsNotSpellings) {
  for (const char* spelling : {"2026-07-10T07:30:00+02:00", "2026-07-10T05:30:00.000Z", "2026-07-10T05:30:00.999Z",
                               "2026-07-09T22:30:00-07:00"}) {
    const auto entry = parse_entry(with("2026-07-10T05:30:00Z", spelling));
    ASSERT_TRUE(entry) << spelling;
    EXPECT_EQ(format_utc(entry->start), "2026-07-10T05:30:00Z") << spelling;
  }
}

TEST(ParseEntry, KeepsRunningTimersWithoutAnEnd) {
  EXPECT_EQ(parse_entry(with(R"("end":"2026-07-10T08:30:00Z")", R"("end":null)"))->end, std::nullopt);
  EXPECT_EQ(parse_entry(with(R"("end":"2026-07-10T08:30:00Z",)", ""))->end, std::nullopt);
}

TEST(ParseEntry, ToleratesWhatMayBeEmpty) {
  EXPECT_EQ(parse_entry(with(R"("projectId":"25b687e29ae1f428e7ebe123")", R"("projectId":null)"))->project,
            std::nullopt);
  EXPECT_EQ(parse_entry(with("25b687e29ae1f428e7ebe123", ""))->project, std::nullopt);
  EXPECT_EQ(parse_entry(with(R"("Refactor parser")", "null"))->description, "");
  EXPECT_EQ(parse_entry(with(R"("description":"Refactor parser",)", ""))->description, "");
  EXPECT_EQ(cause_of(with(R"("isLocked":false)", R"("isLocked":[{"new":1e5}],"more":{})")), "none");
  EXPECT_EQ(cause_of(with(R"("PT3H")", "null")), "none");
}

TEST(ParseEntry, IsStrictAboutWhatMatters) {
  EXPECT_EQ(cause_of(with(R"("id":"6a507fafde10bd6a51ac37a9",)", "")), "`id` is missing");
  EXPECT_EQ(cause_of(with("6a507fafde10bd6a51ac37a9", "")), "`id` is missing");
  EXPECT_EQ(cause_of(with("6a507fafde10bd6a51ac37a9", "../../../user")), "`id` is not an id");
  EXPECT_EQ(cause_of(with(R"("6a507fafde10bd6a51ac37a9")", "7")), "`id` is not a text");
  EXPECT_EQ(cause_of(with(R"("userId":"5a0ab5acb07987125438b60f")", R"("userId":null)")), "`userId` is missing");
  EXPECT_EQ(cause_of(with("64a687e29ae1f428e7ebe303", "64a687e29ae1f428e7ebe30")), "`workspaceId` is not an id");
  EXPECT_EQ(cause_of(with("25b687e29ae1f428e7ebe123", "none")), "`projectId` is not an id");
  EXPECT_EQ(cause_of(with("timeInterval", "interval")), "`timeInterval` is missing");
  EXPECT_EQ(cause_of(with(R"("2026-07-10T05:30:00Z")", "null")), "`timeInterval.start` is missing");
  EXPECT_EQ(cause_of(with("2026-07-10T05:30:00Z", "2026-07-10 at five")), "`timeInterval.start` is not a time");
  EXPECT_EQ(cause_of(with("2026-07-10T08:30:00Z", "2026-02-30T08:30:00Z")), "`timeInterval.end` is not a time");
  EXPECT_EQ(cause_of(with(R"("Refactor parser")", "[1]")), "`description` is not a text");
}

TEST(ParseEntry, RefusesWhatIsNotJson) {
  EXPECT_EQ(cause_of(""), "the answer is empty");
  EXPECT_EQ(cause_of("<!DOCTYPE html><html>"), "the answer is not JSON");
  EXPECT_EQ(cause_of("\xef\xbb\xbf" + k_entry), "the answer is not JSON");
  EXPECT_EQ(cause_of(k_entry + k_entry), "the answer is not JSON");
  EXPECT_EQ(cause_of(k_entry.substr(0, k_entry.size() - 1)), "the answer is not JSON");
  EXPECT_EQ(cause_of(with("Refactor parser", "\xff")), "the answer is not JSON");
  EXPECT_EQ(cause_of(with("false", "NaN")), "the answer is not JSON");
  EXPECT_EQ(cause_of("[]"), "it is not an object");
  EXPECT_EQ(cause_of("null"), "it is not an object");
}

TEST(ParseEntry, LimitsNesting) {
  const auto nested = [](std::size_t depth) { return with("[]", std::string(depth, '[') + std::string(depth, ']')); };
  EXPECT_EQ(cause_of(nested(30)), "none");
  EXPECT_EQ(cause_of(nested(40)), "the answer is nested too deeply");
  EXPECT_EQ(cause_of(std::string(1'000'000, '[')), "the answer is nested too deeply");
}

TEST(ParseEntries, ReadsAListAndSaysWhichElementIsBad) {
  EXPECT_TRUE(parse_entries("[]")->empty());
  EXPECT_EQ(parse_entries("[" + k_entry + "," + k_entry + "]")->size(), 2U);
  EXPECT_EQ(parse_entries("[" + k_entry + ",{}]").error().cause, "element 2: `timeInterval` is missing");
  EXPECT_EQ(parse_entries("[null]").error().cause, "element 1: it is not an object");
  EXPECT_EQ(parse_entries("{}").error().cause, "the answer is not a list");
}

TEST(ParseUser, ReadsWhatIsThere) {
  const auto user =
      parse_user(R"({"id":"5a0ab5acb07987125438b60f","email":"a@example.com","name":"Ann","memberships":[],
    "activeWorkspace":"64a687e29ae1f428e7ebe303","defaultWorkspace":null,"settings":{"timeZone":"Europe/Berlin"},
    "status":"ACTIVE"})");
  ASSERT_TRUE(user) << user.error().cause;
  EXPECT_EQ(user->id.str(), "5a0ab5acb07987125438b60f");
  EXPECT_EQ(user->name, "Ann");
  EXPECT_EQ(user->email, "a@example.com");
  EXPECT_EQ(user->time_zone, "Europe/Berlin");
  EXPECT_EQ(user->active_workspace->str(), "64a687e29ae1f428e7ebe303");
  EXPECT_EQ(user->default_workspace, std::nullopt);
}

TEST(ParseUser, NeedsNothingButTheId) {
  EXPECT_TRUE(parse_user(R"({"id":"5a0ab5acb07987125438b60f","settings":null,"name":null})"));
  EXPECT_EQ(parse_user(R"({"name":"Ann"})").error().cause, "`id` is missing");
}

TEST(ParseProjects, ReadsNamesClientsAndArchival) {
  const auto projects = parse_projects(R"([
    {"id":"25b687e29ae1f428e7ebe123","name":"Alpha","clientId":"","clientName":"","archived":false,"duration":null},
    {"id":"25b687e29ae1f428e7ebe124","name":"Beta","clientName":"ACME","archived":true},
    {"id":"25b687e29ae1f428e7ebe125","name":"Gamma"}])");
  ASSERT_TRUE(projects) << projects.error().cause;
  ASSERT_EQ(projects->size(), 3U);
  EXPECT_EQ((*projects)[0].client, "");
  EXPECT_FALSE((*projects)[0].archived);
  EXPECT_EQ((*projects)[1].client, "ACME");
  EXPECT_TRUE((*projects)[1].archived);
  EXPECT_FALSE((*projects)[2].archived);
}

TEST(ParseServerMessage, ReadsCodeAndText) {
  const auto said = parse_server_message(R"({"message":"Api key does not exist","code":4003})");
  EXPECT_EQ(said.code, 4003);
  EXPECT_EQ(said.text, "Api key does not exist");
}

TEST(ParseServerMessage, MakesDoWithLess) {
  for (const char* body : {"", "<html>", "[]", "{}", R"({"message":7,"code":"x"})", R"({"code":-5})",
                           R"({"code":99999999999999})", R"({"code":1.5})"}) {
    const auto said = parse_server_message(body);
    EXPECT_EQ(said.code, 0) << body;
    EXPECT_EQ(said.text, "") << body;
  }
  EXPECT_EQ(parse_server_message(R"({"message":")" + std::string(5000, 'x') + "\"}").text.size(), k_longest_message);
}

NewEntry new_entry() {
  const UtcTime start = std::chrono::sys_days{std::chrono::year{2026} / 7 / 10} + std::chrono::minutes{330};
  return {.workspace = *WorkspaceId::parse("64a687e29ae1f428e7ebe303"),
          .project = *ProjectId::parse("25b687e29ae1f428e7ebe123"),
          .interval = {start, start + std::chrono::hours{3}},
          .description = "Development",
          .billable = std::nullopt,
          .tags = {}};
}

TEST(RenderNewEntry, SaysNoMoreThanIsKnown) {
  EXPECT_EQ(render_new_entry(new_entry()), R"({"start":"2026-07-10T05:30:00Z","end":"2026-07-10T08:30:00Z",)"
                                           R"("projectId":"25b687e29ae1f428e7ebe123","description":"Development"})");
}

TEST(RenderNewEntry, AddsTheTaskWhenGiven) {
  NewEntry entry = new_entry();
  entry.task = *TaskId::parse("00b687e29ae1f428e7ebe003");
  EXPECT_EQ(render_new_entry(entry), R"({"start":"2026-07-10T05:30:00Z","end":"2026-07-10T08:30:00Z",)"
                                     R"("projectId":"25b687e29ae1f428e7ebe123","description":"Development",)"
                                     R"("taskId":"00b687e29ae1f428e7ebe003"})");
}

TEST(ParseWorkspaces, TakesIdAndName) {
  const auto workspaces = parse_workspaces(R"([{"id":"64a687e29ae1f428e7ebe303","name":"Acme","features":[]},
                                               {"id":"64a687e29ae1f428e7ebe304","name":null}])");
  ASSERT_TRUE(workspaces);
  ASSERT_EQ(workspaces->size(), 2U);
  EXPECT_EQ((*workspaces)[0].id.str(), "64a687e29ae1f428e7ebe303");
  EXPECT_EQ((*workspaces)[0].name, "Acme");
  EXPECT_EQ((*workspaces)[1].name, "");
  EXPECT_EQ(parse_workspaces(R"([{"name":"x"}])").error().cause, "element 1: `id` is missing");
}

TEST(ParseTasks, KnowsWhichAreDone) {
  const auto tasks = parse_tasks(R"([{"id":"57a687e29ae1f428e7ebe107","name":"Bugfixing","status":"ACTIVE"},
                                     {"id":"57a687e29ae1f428e7ebe108","name":"Kick-off","status":"DONE"},
                                     {"id":"57a687e29ae1f428e7ebe109"}])");
  ASSERT_TRUE(tasks);
  ASSERT_EQ(tasks->size(), 3U);
  EXPECT_EQ((*tasks)[0].name, "Bugfixing");
  EXPECT_FALSE((*tasks)[0].done);
  EXPECT_TRUE((*tasks)[1].done);
  EXPECT_FALSE((*tasks)[2].done);
  EXPECT_EQ(parse_tasks(R"([{"name":"x"}])").error().cause, "element 1: `id` is missing");
}

TEST(RenderNewEntry, AddsBillableAndTagsWhenGiven) {
  NewEntry entry = new_entry();
  entry.billable = false;
  entry.tags = {*TagId::parse("00b687e29ae1f428e7ebe001"), *TagId::parse("00b687e29ae1f428e7ebe002")};
  EXPECT_EQ(render_new_entry(entry),
            R"({"start":"2026-07-10T05:30:00Z","end":"2026-07-10T08:30:00Z",)"
            R"("projectId":"25b687e29ae1f428e7ebe123","description":"Development","billable":false,)"
            R"("tagIds":["00b687e29ae1f428e7ebe001","00b687e29ae1f428e7ebe002"]})");
}

RC_GTEST_PROP(RenderNewEntry, IsReadBackAsWritten, (const std::string& text, std::uint32_t at)) {
  NewEntry entry = new_entry();
  entry.description = text;
  for (char& c : entry.description) c = static_cast<char>(c & 0x7f);
  entry.interval.start = UtcTime{seconds{at}};
  entry.interval.end = entry.interval.start + seconds{1};
  std::string body = render_new_entry(entry);
  // The server's answer: the same members, the times in an object of their own, and the ids of the new entry.
  body.insert(1, R"("id":"6a507fafde10bd6a51ac37a9","userId":"5a0ab5acb07987125438b60f",
                     "workspaceId":"64a687e29ae1f428e7ebe303","timeInterval":{"start":")" +
                     format_utc(entry.interval.start) + R"(","end":")" + format_utc(entry.interval.end) + "\"},");
  const auto back = parse_entry(body);
  RC_ASSERT(static_cast<bool>(back));
  RC_ASSERT(back->description == entry.description);
  RC_ASSERT(back->start == entry.interval.start);
  RC_ASSERT(*back->end == entry.interval.end);
  RC_ASSERT(*back->project == entry.project);
}

RC_GTEST_PROP(ParseEntry, SurvivesAnyBytes, (std::string bytes)) {
  RC_ASSERT(!parse_entry(bytes));
  const std::size_t cut = *rc::gen::inRange<std::size_t>(0, k_entry.size());
  std::string broken = k_entry;
  broken[cut] = *rc::gen::arbitrary<char>();
  (void)parse_entry(broken).has_value();  // either way, but no crash
}

}  // namespace
}  // namespace libsync::clockify
