// SPDX-License-Identifier: MIT
#include <libsync/config/edit.hpp>
#include <libsync/config/toml_text.hpp>

#include <gtest/gtest.h>

#include <string>

namespace libsync::config {
namespace {

const std::string k_api = "65b2d73e06de527a7ed67404";
const std::string k_web = "65b2d73e06de527a7ed67405";

MapFolder map(const std::string& folder, const std::string& project = k_web) {
  return {folder, *ProjectId::parse(project)};
}

LocalDate day(std::string_view text) {
  return *parse_date(text);
}

AddDaysOff off(std::string_view first, std::string_view last) {
  return {day(first), day(last)};
}
AddDaysOff off(std::string_view only) {
  return off(only, only);
}
RemoveDaysOff not_off(std::string_view first, std::string_view last) {
  return {day(first), day(last)};
}
RemoveDaysOff not_off(std::string_view only) {
  return not_off(only, only);
}

Result<std::string, ConfigError> edit(std::string_view text, const Edit& change) {
  return edit_config(text, change, "/etc/config.toml", "/home/me");
}

struct Case {
  const char* name;
  std::string before;
  Edit change;
  std::string after;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.before;
}

class EditConfig : public testing::TestWithParam<Case> {};

TEST_P(EditConfig, ChangesThisAndKeepsTheRest) {
  const auto edited = edit(GetParam().before, GetParam().change);
  ASSERT_TRUE(edited) << edited.error().cause;
  EXPECT_EQ(*edited, GetParam().after);
  const auto again = edit(*edited, GetParam().change);
  ASSERT_TRUE(again) << again.error().cause;
  EXPECT_EQ(*again, *edited) << "it is there already";
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

const std::string k_line_a = "\"/w/a\" = \"" + k_api + "\"";
const std::string k_line_b = "\"/w/b\" = \"" + k_web + "\"";
const std::string k_header = "[sync.project_mapping]\n";

INSTANTIATE_TEST_SUITE_P(
    Mapping, EditConfig,
    testing::Values(
        Case{"InAnEmptyFile", "", map("/w/b"), k_header + k_line_b + "\n"},
        Case{"InAFileWithoutASection", "idle_timeout_minutes = 7  # short\n", map("/w/b"),
             "idle_timeout_minutes = 7  # short\n\n" + k_header + k_line_b + "\n"},
        Case{"BehindTheLastLine", k_header + k_line_a + "  # the service\n\n# the end\n", map("/w/b"),
             k_header + k_line_a + "  # the service\n" + k_line_b + "\n\n# the end\n"},
        Case{"WithoutALastLineBreak", k_header + k_line_a, map("/w/b"), k_header + k_line_a + "\n" + k_line_b},
        Case{"WithLineEndsOfWindows", "[sync.project_mapping]\r\n" + k_line_a + "\r\n", map("/w/b"),
             "[sync.project_mapping]\r\n" + k_line_a + "\r\n" + k_line_b + "\r\n"},
        Case{"WithLineEndsOfWindowsInANewSection", "idle_timeout_minutes = 7\r\n", map("/w/b"),
             "idle_timeout_minutes = 7\r\n\r\n[sync.project_mapping]\r\n" + k_line_b + "\r\n"},
        Case{"InAnEmptySection", k_header + "# one line for each folder\n\n[sync]\ntime_zone = 'UTC'\n", map("/w/b"),
             k_header + k_line_b + "\n# one line for each folder\n\n[sync]\ntime_zone = 'UTC'\n"},
        Case{"InAnEmptySectionAtTheEnd", "[sync.project_mapping] # none", map("/w/b"),
             "[sync.project_mapping] # none\n" + k_line_b},
        Case{"WithItsIndentation", "[sync]\n\t[sync.project_mapping]\n\t\t" + k_line_a + "\n", map("/w/b"),
             "[sync]\n\t[sync.project_mapping]\n\t\t" + k_line_a + "\n\t\t" + k_line_b + "\n"},
        Case{"BeforeTheSectionThatFollows", "[sync.project_mapping]\n" + k_line_a + "\n[sync]\ntime_zone = 'UTC'\n",
             map("/w/b"), "[sync.project_mapping]\n" + k_line_a + "\n" + k_line_b + "\n[sync]\ntime_zone = 'UTC'\n"},
        Case{"InBraces", "[sync]\nproject_mapping = { " + k_line_a + " } # all\n", map("/w/b"),
             "[sync]\nproject_mapping = { " + k_line_a + ", " + k_line_b + " } # all\n"},
        Case{"InEmptyBraces", "[sync]\nproject_mapping = {}\n", map("/w/b"),
             "[sync]\nproject_mapping = { " + k_line_b + " }\n"},
        Case{"InASyncOfOneLine", "sync = { time_zone = 'UTC' }\n", map("/w/b"),
             "sync = { time_zone = 'UTC', project_mapping = { " + k_line_b + " } }\n"},
        Case{"InAnEmptySyncOfOneLine", "sync = {}\n", map("/w/b"),
             "sync = { project_mapping = { " + k_line_b + " } }\n"},
        Case{"AsADottedKeyInASyncOfOneLine", "sync = { project_mapping." + k_line_a + ", time_zone = 'UTC' }\n",
             map("/w/b"),
             "sync = { project_mapping." + k_line_a + ", project_mapping." + k_line_b + ", time_zone = 'UTC' }\n"},
        Case{"AsADottedKey", "[sync]\n  project_mapping." + k_line_a + " # a\ntime_zone = 'UTC'\n", map("/w/b"),
             "[sync]\n  project_mapping." + k_line_a + " # a\n  project_mapping." + k_line_b + "\ntime_zone = 'UTC'\n"},
        Case{
            "AsADottedKeyAtTheTop", "sync.project_mapping." + k_line_a + "\nidle_timeout_minutes = 7\n", map("/w/b"),
            "sync.project_mapping." + k_line_a + "\nsync.project_mapping." + k_line_b + "\nidle_timeout_minutes = 7\n"},
        Case{"BesideSectionsOfTheirOwn", "[sync.project_mapping.\"/w/a\"]\nproject_id = \"" + k_api + "\"\n",
             map("/w/b"),
             "[sync.project_mapping.\"/w/a\"]\nproject_id = \"" + k_api + "\"\n\n" + k_header + k_line_b + "\n"},
        Case{"BehindDottedKeysOfTheTop", "sync.time_zone = 'UTC'\n", map("/w/b"),
             "sync.time_zone = 'UTC'\n\n" + k_header + k_line_b + "\n"},
        Case{"BehindAByteOrderMark", "\xef\xbb\xbf[sync.project_mapping]\n" + k_line_a + "\n", map("/w/b"),
             "\xef\xbb\xbf[sync.project_mapping]\n" + k_line_a + "\n" + k_line_b + "\n"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    MappingAgain, EditConfig,
    testing::Values(
        Case{"TheProjectAlone", k_header + k_line_a + "  # the service\n" + k_line_b + "\n", map("/w/a"),
             k_header + "\"/w/a\" = \"" + k_web + "\"  # the service\n" + k_line_b + "\n"},
        Case{"NothingThatIsSo", k_header + k_line_a, map("/w/a", k_api), k_header + k_line_a},
        Case{"InAnotherSpelling", k_header + "\"/w//a/\" = '" + k_api + "'\n", map("/w/a"),
             k_header + "\"/w//a/\" = \"" + k_web + "\"\n"},
        Case{"OfAWindowsFolder", k_header + "'D:\\x' = '" + k_api + "'\n", map("d:/x/"),
             k_header + "'D:\\x' = \"" + k_web + "\"\n"},
        Case{"OfTheHome", k_header + "'~/a' = '" + k_api + "'\n", map("/home/me/a"),
             k_header + "'~/a' = \"" + k_web + "\"\n"},
        Case{"InATable", k_header + "'/w/a' = { billable = true, project_id = '" + k_api + "' , description = 'x' }\n",
             map("/w/a"),
             k_header + "'/w/a' = { billable = true, project_id = \"" + k_web + "\" , description = 'x' }\n"},
        Case{"InASectionOfItsOwn", "[sync.project_mapping.'/w/a']\nproject_id = '''" + k_api + "''' # x\n", map("/w/a"),
             "[sync.project_mapping.'/w/a']\nproject_id = \"" + k_web + "\" # x\n"},
        Case{"ByADottedKey", k_header + "'/w/a'.project_id = '" + k_api + "'\n", map("/w/a"),
             k_header + "'/w/a'.project_id = \"" + k_web + "\"\n"},
        Case{"BehindCharactersOfSeveralBytes", k_header + "'/w/ä€𝄞' = '" + k_api + "' # é\n", map("/w/ä€𝄞"),
             k_header + "'/w/ä€𝄞' = \"" + k_web + "\" # é\n"},
        Case{"OfALabel", k_header + "'acme:/w' = '" + k_api + "'\n", map("acme:/w"),
             k_header + "'acme:/w' = \"" + k_web + "\"\n"},
        Case{"BesideALabel", k_header + "'acme:/w' = '" + k_api + "'\n", map("/w"),
             k_header + "'acme:/w' = '" + k_api + "'\n\"/w\" = \"" + k_web + "\"\n"},
        Case{"WithBackslashesInSingleQuotes", k_header, map("D:\\src"), k_header + "'D:\\src' = \"" + k_web + "\"\n"},
        Case{"WithAQuote", k_header, map("/w/\"x\""), k_header + "\"/w/\\\"x\\\"\" = \"" + k_web + "\"\n"}),
    name_of);

const std::string k_sync = "[sync]\n";

INSTANTIATE_TEST_SUITE_P(
    DaysOff, EditConfig,
    testing::Values(
        Case{"InAnEmptyFile", "", off("2026-12-24"), "[sync]\ndays_off = [\"2026-12-24\"]\n"},
        Case{"InANewKey", "[sync]\ntime_zone = 'UTC' # here\n\n[sync.project_mapping]\n",
             off("2026-12-24", "2027-01-06"),
             "[sync]\ntime_zone = 'UTC' # here\ndays_off = [\"2026-12-24..2027-01-06\"]\n\n[sync.project_mapping]\n"},
        Case{"WithoutASectionOfItsOwn", "[sync.project_mapping]\n" + k_line_a + "\n", off("2026-12-24"),
             "[sync.project_mapping]\n" + k_line_a + "\n\n[sync]\ndays_off = [\"2026-12-24\"]\n"},
        Case{"InAnEmptyList", k_sync + "days_off = [ ]", off("2026-12-24"), k_sync + "days_off = [\"2026-12-24\" ]"},
        Case{"InAListOfComments", k_sync + "days_off = [\n  # none\n]\n", off("2026-12-24"),
             k_sync + "days_off = [\"2026-12-24\"\n  # none\n]\n"},
        Case{"InALine", k_sync + "days_off = ['2026-01-01'] # x\n", off("2026-12-24"),
             k_sync + "days_off = ['2026-01-01', \"2026-12-24\"] # x\n"},
        Case{"InALineWithAComma", k_sync + "days_off = ['2026-01-01', ]\n", off("2026-12-24"),
             k_sync + "days_off = ['2026-01-01', \"2026-12-24\", ]\n"},
        Case{"AsADateOfToml", k_sync + "days_off = [2026-01-01]\n", off("2026-12-24"),
             k_sync + "days_off = [2026-01-01, 2026-12-24]\n"},
        Case{"InALineOfItsOwn", k_sync + "days_off = [\n  \"2026-01-01\",  # New Year, [really]\n]\n",
             off("2026-12-24"),
             k_sync + "days_off = [\n  \"2026-01-01\",  # New Year, [really]\n  \"2026-12-24\",\n]\n"},
        Case{"InALineOfItsOwnWithoutAComma", k_sync + "days_off = [\n  '2026-01-01'  # , ]\n]\n", off("2026-12-24"),
             k_sync + "days_off = [\n  '2026-01-01',  # , ]\n  \"2026-12-24\"\n]\n"},
        Case{"WithLineEndsOfWindows", "[sync]\r\ndays_off = [\r\n  '2026-01-01' # x\r\n]\r\n", off("2026-12-24"),
             "[sync]\r\ndays_off = [\r\n  '2026-01-01', # x\r\n  \"2026-12-24\"\r\n]\r\n"},
        Case{"BehindAListThatEndsInTheLine", k_sync + "days_off = [\n  '2026-01-01',\n  '2026-01-02']\n",
             off("2026-12-24"), k_sync + "days_off = [\n  '2026-01-01',\n  '2026-01-02', \"2026-12-24\"]\n"},
        Case{"WithLeadingCommas", k_sync + "days_off = [\n    '2026-01-01'\n  , '2026-01-02'\n]\n", off("2026-12-24"),
             k_sync + "days_off = [\n    '2026-01-01'\n  , '2026-01-02', \"2026-12-24\"\n]\n"},
        Case{"NotAgain", k_sync + "days_off = ['2026-12-20..2026-12-31']\n", off("2026-12-24", "2026-12-26"),
             k_sync + "days_off = ['2026-12-20..2026-12-31']\n"},
        Case{"PartlyThere", k_sync + "days_off = ['2026-12-24']\n", off("2026-12-24", "2026-12-26"),
             k_sync + "days_off = ['2026-12-24', \"2026-12-24..2026-12-26\"]\n"},
        Case{"InASyncOfOneLine", "sync = { days_off = ['2026-01-01'] }\n", off("2026-12-24"),
             "sync = { days_off = ['2026-01-01', \"2026-12-24\"] }\n"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    DaysOffNoMore, EditConfig,
    testing::Values(Case{"WhereThereIsNone", k_sync, not_off("2026-12-24"), k_sync},
                    Case{"TheOnlyOne", k_sync + "days_off = ['2026-12-24'] # x", not_off("2026-12-24"),
                         k_sync + "days_off = [] # x"},
                    Case{"TheFirst", k_sync + "days_off = ['2026-12-24', '2026-12-25']\n", not_off("2026-12-24"),
                         k_sync + "days_off = ['2026-12-25']\n"},
                    Case{"TheLast", k_sync + "days_off = ['2026-12-24', '2026-12-25']\n", not_off("2026-12-25"),
                         k_sync + "days_off = ['2026-12-24']\n"},
                    Case{"TheMiddle", k_sync + "days_off = ['2026-12-24','2026-12-25' , '2026-12-26']\n",
                         not_off("2026-12-25"), k_sync + "days_off = ['2026-12-24','2026-12-26']\n"},
                    Case{"TheLastTwo", k_sync + "days_off = [2026-12-24, 2026-12-25, 2026-12-26]\n",
                         not_off("2026-12-25", "2026-12-31"), k_sync + "days_off = [2026-12-24]\n"},
                    Case{"All", k_sync + "days_off = [2026-12-24, 2026-12-25, 2026-12-26, ]\n",
                         not_off("2026-01-01", "2026-12-31"), k_sync + "days_off = []\n"},
                    Case{"InALineOfItsOwn", k_sync + "days_off = [\n  '2026-12-24', # eve\n  '2026-12-25' # day\n]\n",
                         not_off("2026-12-24"), k_sync + "days_off = [\n  '2026-12-25' # day\n]\n"},
                    Case{"TheLastInALineOfItsOwn",
                         k_sync + "days_off = [\n  '2026-12-24', # eve\n  '2026-12-25' # day\n]\n",
                         not_off("2026-12-25"), k_sync + "days_off = [\n  '2026-12-24', # eve\n]\n"},
                    Case{"BeforeTheBracket", k_sync + "days_off = [\n  '2026-12-24', # eve\n  '2026-12-25' ]\n",
                         not_off("2026-12-25"), k_sync + "days_off = [\n  '2026-12-24', # eve\n   ]\n"},
                    Case{"TheBeginningOfARange", k_sync + "days_off = ['2026-12-24..2026-12-31']\n",
                         not_off("2026-12-20", "2026-12-24"), k_sync + "days_off = [\"2026-12-25..2026-12-31\"]\n"},
                    Case{"TheEndOfARange", k_sync + "days_off = ['2026-12-24..2026-12-26']\n",
                         not_off("2026-12-25", "2027-01-26"), k_sync + "days_off = [\"2026-12-24\"]\n"},
                    Case{"TheMiddleOfARange", k_sync + "days_off = [ '2026-12-24..2026-12-31' ]\n",
                         not_off("2026-12-26", "2026-12-27"),
                         k_sync + "days_off = [ \"2026-12-24..2026-12-25\", \"2026-12-28..2026-12-31\" ]\n"},
                    Case{"ThatIsThereTwice", k_sync + "days_off = ['2026-12-24', '2026-12-23..2026-12-24']\n",
                         not_off("2026-12-24"), k_sync + "days_off = [\"2026-12-23\"]\n"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    KeysOfSync, EditConfig,
    testing::Values(Case{"New", "[sync] # all\n", SetSyncKey{"first_day", "2026-11-02"},
                         "[sync] # all\nfirst_day = \"2026-11-02\"\n"},
                    Case{"BehindAListOfSeveralLines", "[sync]\ndays_off = [\n  2026-12-24, # ]\n] # x\n",
                         SetSyncKey{"first_day", "2026-11-02"},
                         "[sync]\ndays_off = [\n  2026-12-24, # ]\n] # x\nfirst_day = \"2026-11-02\"\n"},
                    Case{"BehindATextOfSeveralLines",
                         "api_key_command = \"\"\"\necho \\\n '\"' # \"\"\"\n[sync]\ntime_zone = 'UTC'\n",
                         SetSyncKey{"first_day", "2026-11-02"},
                         "api_key_command = \"\"\"\necho \\\n '\"' # \"\"\"\n[sync]\ntime_zone = 'UTC'\n"
                         "first_day = \"2026-11-02\"\n"},
                    Case{"Other", "[sync]\nfirst_day = 2026-01-01 # x\nbillable = true\n",
                         SetSyncKey{"first_day", "2026-11-02"},
                         "[sync]\nfirst_day = \"2026-11-02\" # x\nbillable = true\n"}),
    name_of);

TEST(EditConfigErrors, NameThePlaceInAFileThatIsWrongAlready) {
  const auto edited = edit("[sync]\nbilable = true\n", map("/w/a"));
  ASSERT_FALSE(edited);
  EXPECT_EQ(edited.error().line, 2);
  EXPECT_EQ(edited.error().cause, "unknown key `bilable` in [sync]");
}

TEST(EditConfigErrors, RefuseAChangeThatIsNone) {
  EXPECT_EQ(edit("", SetSyncKey{"first_day", "2026-02-30"}).error().cause,
            "`first_day` must be a date that exists, not \"2026-02-30\"");
  EXPECT_EQ(edit("", SetSyncKey{"last_day", "2026-02-20"}).error().cause, "unknown key `last_day` in [sync]");
  EXPECT_EQ(edit("", map("~you/x")).error().cause,
            "the folder `~you/x` must not begin with the home folder of somebody else, as \"~you/x\" does");
  EXPECT_EQ(edit("", map("/w/\xff")).error().cause, "the folder is not UTF-8, which the file has to be");
}

TEST(EditConfigErrors, KeepATaskWithItsProject) {
  const auto edited =
      edit(k_header + "'/w/a' = { project_id = '" + k_api + "', task_id = '" + k_api + "' }\n", map("/w/a"));
  ASSERT_FALSE(edited);
  EXPECT_EQ(edited.error().cause, "the folder `/w/a` has a `task_id`, which belongs to the project it goes to now");
  EXPECT_EQ(edited.error().hint,
            (Hint{Step::put_in_by_hand, "\"/w/a\" = \"" + k_web + "\" under [sync.project_mapping]"}));
}

TEST(ChangedLines, AreABlock) {
  const auto changed = changed_lines("a\nb\nc\nd\n", "a\nx\ny\nd\n");
  EXPECT_EQ(changed.line, 2);
  EXPECT_EQ(changed.before, (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(changed.after, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(changed_lines("a\r\n", "a\r\nb\r\n").after, std::vector<std::string>{"b"});
  EXPECT_TRUE(changed_lines("a\n", "a\n").after.empty());
  EXPECT_EQ(changed_lines("a\na\n", "a\n").before, std::vector<std::string>{"a"});
}

TEST(TomlText, IsReadBack) {
  EXPECT_EQ(toml_text("/home/me/x"), "\"/home/me/x\"");
  EXPECT_EQ(toml_text("D:\\x"), "'D:\\x'");
  EXPECT_EQ(toml_text("it's\\"), "\"it's\\\\\"");
  EXPECT_EQ(toml_text("a\nb\x1b\xe2\x80\xae"), "\"a\\U0000000Ab\\U0000001B\\U0000202E\"");
  EXPECT_EQ(toml_text("\xff"), std::nullopt);
}

}  // namespace
}  // namespace libsync::config
