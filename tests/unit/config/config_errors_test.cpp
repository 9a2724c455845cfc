// SPDX-License-Identifier: MIT
#include <libsync/config/config.hpp>
#include <libsync/model/agent_kind.hpp>

#include <gtest/gtest.h>

#include <string>

namespace libsync::config {
namespace {

struct Case {
  const char* name;
  std::string text;
  int line;
  int column;
  std::string cause;
  Hint hint;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.text;
}

class ConfigErrors : public testing::TestWithParam<Case> {};

TEST_P(ConfigErrors, SayWhereAndWhat) {
  const auto config = parse_config(GetParam().text, "/etc/config.toml", "/home/me");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().file, "/etc/config.toml");
  EXPECT_EQ(config.error().line, GetParam().line);
  EXPECT_EQ(config.error().column, GetParam().column);
  EXPECT_EQ(config.error().cause, GetParam().cause);
  EXPECT_EQ(config.error().hint, GetParam().hint);
}

const std::string k_mapping = "[sync.project_mapping]\n";
const std::string k_id = "'65b2d73e06de527a7ed67404'";
// The beginning of a message about a word that is no agent.
const std::string k_agents = [] {
  std::string text = "an item of `agents` must be ";
  for (const auto& name : agent_names()) text += (name == agent_names().front() ? "\"" : " or \"") + name + "\"";
  return text + ", ";
}();
const Hint k_id_hint{Step::write_clockify_id};
const Hint k_workspace_hint{Step::write_clockify_id, "workspace"};
const Hint k_project_hint{Step::write_clockify_id, "project"};
const Hint k_day_hint{Step::write_value, "\"2026-12-24\", or \"2026-12-24..2027-01-06\" for several days"};
const Hint k_time_hint{Step::write_value, "\"09:00\"; 00:00 to 23:59"};
const Hint k_end_hint{Step::write_value, "\"17:00\"; 00:00 to 24:00"};
const Hint k_url_hint{Step::write_value_like, "\"https://api.clockify.me/api/v1\""};

const Case k_keys[] = {
    {"AgentMisspelt",
     "agents = ['codex', 'claude']",
     1,
     20,
     k_agents + "not \"claude\"",
     {Step::use_known_key, "claude-code"}},
    {"AgentLikeNoOther", "agents = ['cline-kilo']", 1, 11, k_agents + "not \"cline-kilo\"", {}},
    {"NoAgent", "agents = []", 1, 10, "`agents` must name an agent; without this key all of them count", {}},
    {"MisspeltAtTheTop",
     "\n  idle_timeout_minuts = 1",
     2,
     3,
     "unknown key `idle_timeout_minuts`",
     {Step::use_known_key, "idle_timeout_minutes"}},
    {"MisspeltInSync",
     "[sync]\nwork_day_strat = '09:00'",
     2,
     1,
     "unknown key `work_day_strat` in [sync]",
     {Step::use_known_key, "work_day_start"}},
    {"LikeNoOther", "colour = 'red'", 1, 1, "unknown key `colour`", {}},
    {"OfSyncAtTheTop",
     "workspace_id = ''",
     1,
     1,
     "unknown key `workspace_id`",
     {Step::move_key_to_sync, "workspace_id"}},
    {"OfTheTopInSync",
     "[sync]\ndatabase = 'x'",
     2,
     1,
     "unknown key `database` in [sync]",
     {Step::move_key_to_top, "database"}},
    {"AnotherSection", "[snyc]\nbillable = true", 1, 2, "unknown key `snyc`", {Step::use_known_key, "sync"}},
    {"TheFirstOfSeveral", "[sync]\nzzz = 1\naaa = 1", 2, 1, "unknown key `zzz` in [sync]", {}},
    {"TheApiKey", "api_key = 'SECRET-CANARY'", 1, 1, "unknown key `api_key`", {Step::store_key_elsewhere}},
    {"Twice",
     "[sync]\nbillable = true\nbillable = false",
     3,
     12,
     "Error while parsing key-value pair: cannot redefine existing boolean 'billable'",
     {}},
    {"MisspeltFirstDay",
     "[sync]\nfrist_day = 2026-10-05",
     2,
     1,
     "unknown key `frist_day` in [sync]",
     {Step::use_known_key, "first_day"}},
    {"MisspeltMinimum",
     "[sync]\nmin_tracked_minute = 1",
     2,
     1,
     "unknown key `min_tracked_minute` in [sync]",
     {Step::use_known_key, "min_tracked_minutes"}},
    {"MisspeltTask",
     "[sync]\ntasks_id = ''",
     2,
     1,
     "unknown key `tasks_id` in [sync]",
     {Step::use_known_key, "task_id"}},
    {"OfAFolderOfTranscripts",
     "transcripts = [{ path = '/a', lable = 'x' }]",
     1,
     31,
     "unknown key `lable` of a folder of transcripts",
     {Step::use_known_key, "label"}},
    {"OfAProject",
     k_mapping + "'/w' = { project_id = " + k_id + ", bilable = true }",
     2,
     51,
     "unknown key `bilable` for the folder `/w`",
     {Step::use_known_key, "billable"}},
    {"FolderWithoutQuotes",
     k_mapping + "work.api = " + k_id,
     2,
     6,
     "unknown key `api` for the folder `work`",
     {Step::quote_folder}},
    {"WholePathWithoutQuotes",
     k_mapping + "'/w' = " + k_id + "\n  /home/me/api = " + k_id + "\n",
     3,
     3,
     "the folder `/home/me/api` stands without quotes",
     {Step::write_value, "\"/home/me/api\" = ..."}},
    {"PathInTheHomeFolderWithoutQuotes",
     k_mapping + "~/work/api=" + k_id,
     2,
     1,
     "the folder `~/work/api` stands without quotes",
     {Step::write_value, "\"~/work/api\" = ..."}},
    {"PathOfWindowsWithoutQuotes",
     k_mapping + "D:\\src = " + k_id,
     2,
     1,
     "the folder `D:\\src` stands without quotes",
     {Step::write_value, "'D:\\src' = ..."}},
    {"LabelWithoutQuotes",
     k_mapping + "acme:/workspace = " + k_id,
     2,
     1,
     "the folder `acme:/workspace` stands without quotes",
     {Step::write_value, "\"acme:/workspace\" = ..."}},
    {"SettingBelowTheMapping",
     k_mapping + "description = 'Web'",
     2,
     15,
     "the project of `description` must be a Clockify id, not \"Web\"",
     {Step::move_key_to_sync, "description"}},
    {"ListBelowTheMapping",
     k_mapping + "transcripts = ['/a']",
     2,
     15,
     "the project of `transcripts` must be a Clockify id or a table with `project_id`, not a list",
     {Step::move_key_to_top, "transcripts"}},
};

const Case k_types[] = {
    {"TextForANumber",
     "idle_timeout_minutes = '15'",
     1,
     24,
     "`idle_timeout_minutes` must be a whole number, not a text",
     {}},
    {"FractionForANumber",
     "idle_timeout_minutes = 15.0",
     1,
     24,
     "`idle_timeout_minutes` must be a whole number, not a fraction",
     {}},
    {"NumberForAText", "database = 5", 1, 12, "`database` must be a text in quotes, not a whole number", {}},
    {"TextForAList", "transcripts = '/a'", 1, 15, "`transcripts` must be a list in square brackets, not a text", {}},
    {"NumberInAList",
     "transcripts = ['/a', 5]",
     1,
     22,
     "an item of `transcripts` must be a text in quotes, not a whole number",
     {}},
    {"TextForAFlag", "[sync]\nbillable = 'yes'", 2, 12, "`billable` must be true or false, not a text", {}},
    {"ValueForASection", "sync = true", 1, 8, "`sync` must be a table, not true or false", {}},
    {"ListForASection", "[[sync]]\nbillable = true", 1, 1, "`sync` must be a table, not a list", {}},
    {"TimeForAText",
     "sync.work_day_start = 09:00:00",
     1,
     23,
     "`work_day_start` must be a text in quotes, not a time",
     {}},
    {"DateTimeForADay",
     "sync.days_off = [2026-12-24T00:00:00Z]",
     1,
     18,
     "an item of `days_off` must be a text in quotes, not a date with a time",
     {}},
};

const Case k_values[] = {
    {"NoMinutes", "idle_timeout_minutes = 0", 1, 24, "`idle_timeout_minutes` must be from 1 to 1440, not 0", {}},
    {"TooManyMinutes",
     "idle_timeout_minutes = 1441",
     1,
     24,
     "`idle_timeout_minutes` must be from 1 to 1440, not 1441",
     {}},
    {"EmptyPath", "database = ''", 1, 12, "`database` must not be empty", {}},
    {"NulInAPath", "database = \"a\\u0000b\"", 1, 12, "`database` must not hold a NUL character", {}},
    {"HomeOfSomebodyElse",
     "database = '~root/x'",
     1,
     12,
     "`database` must not begin with the home folder of somebody else, as \"~root/x\" does",
     {Step::write_value, "the whole path"}},
    {"EmptyCommand", "api_key_command = ' '", 1, 19, "`api_key_command` must not be empty", {}},
    {"StoreIsNoServer",
     "store = 'mysql://db'",
     1,
     9,
     "`store` must be the address of a PostgreSQL server",
     {Step::write_value_like, "store = \"postgresql://ann@db.example/tracker\""}},
    {"StoreWithAPassword",
     "store = 'postgresql://ann:secret@db/tracker'",
     1,
     9,
     "`store` must not hold a password: `store_password_command` or ~/.pgpass gives it",
     {Step::write_value_like, "store = \"postgresql://ann@db.example/tracker\""}},
    {"StoreWithAPasswordBehind",
     "store = 'postgresql://db/tracker?password=secret'",
     1,
     9,
     "`store` must not hold a password: `store_password_command` or ~/.pgpass gives it",
     {Step::write_value_like, "store = \"postgresql://ann@db.example/tracker\""}},
    {"EmptyNotifyCommand", "notify_command = ''", 1, 18, "`notify_command` must not be empty", {}},
    {"BadWorkspace", "[sync]\nworkspace_id = 'x/../../user'", 2, 16,
     "`workspace_id` must be a Clockify id, not \"x/../../user\"", k_workspace_hint},
    {"LongWorkspace", "[sync]\nworkspace_id = '" + std::string(80, 'a') + "'", 2, 16,
     "`workspace_id` must be a Clockify id, not \"" + std::string(60, 'a') + "...\"", k_workspace_hint},
    {"BadOtherProject", "[sync]\nother_project_id = ''", 2, 20, "`other_project_id` must be a Clockify id, not \"\"",
     k_project_hint},
    {"BadTag", "[sync]\ntag_ids = [\n  'urgent']", 3, 3, "an item of `tag_ids` must be a Clockify id, not \"urgent\"",
     k_id_hint},
    {"TimeBeyondTheDay", "sync.work_day_start = '24:00'", 1, 23,
     "`work_day_start` must be a time of day, not \"24:00\"", k_time_hint},
    {"TimeWithSeconds", "sync.work_day_end = '17:00:00'", 1, 21,
     "`work_day_end` must be a time of day, not \"17:00:00\"", k_end_hint},
    {"EndBeyondTheDay", "sync.work_day_end = '24:01'", 1, 21, "`work_day_end` must be a time of day, not \"24:01\"",
     k_end_hint},
    {"FirstDayThatDoesNotExist",
     "sync.first_day = '2026-02-30'",
     1,
     18,
     "`first_day` must be a date that exists, not \"2026-02-30\"",
     {Step::write_value, "\"2026-12-24\""}},
    {"FewerMinutesThanNone",
     "sync.min_tracked_minutes = -1",
     1,
     28,
     "`min_tracked_minutes` must be from 0 to 1440, not -1",
     {}},
    {"NoMinutesOfAttendance",
     "sync.attended_minutes = 0",
     1,
     25,
     "`attended_minutes` must be from 1 to 1440, not 0",
     {}},
    {"SameFolderOnAnotherSystem",
     k_mapping + "'D:\\x' = " + k_id + "\n'd:/x/' = " + k_id,
     3,
     1,
     "the folder `d:/x` is mapped twice, first in line 2",
     {}},
    {"LabelThatIsADrive",
     "transcripts = [{ path = '/a', label = 'd' }]",
     1,
     39,
     "`label` must be two or more letters, digits, `-`, `_` and `.`, not \"d\"",
     {}},
    {"LabelWithoutAFolder",
     "transcripts = [{ label = 'acme' }]",
     1,
     16,
     "an item of `transcripts` must have a `path`",
     {}},
    {"EqualStartAndEnd",
     "[sync]\nwork_day_end = '09:00'\nwork_day_start = '09:00'",
     2,
     16,
     "`work_day_end` is the same as `work_day_start`",
     {Step::end_below_start}},
    {"NoTimeZone",
     "sync.time_zone = ''",
     1,
     18,
     "`time_zone` must not be empty",
     {Step::write_value, "\"Europe/Berlin\", or leave the key out"}},
    {"NoWorkday", "sync.work_days = []", 1, 18, "`work_days` must name at least one day", {}},
    {"EighthDay", "sync.work_days = [1, 8]", 1, 22, "an item of `work_days` must be from 1 to 7, not 8", {}},
    {"UnknownDay",
     "sync.work_days = ['Mo']",
     1,
     19,
     "an item of `work_days` must be a day of the week, not \"Mo\"",
     {Step::write_value, "\"Mon\" to \"Sun\", or 1 to 7 with 1 for Monday"}},
    {"DateThatIsNone", "sync.days_off = ['2026-02-29']", 1, 18,
     "an item of `days_off` must be a date that exists, not \"2026-02-29\"", k_day_hint},
    {"RangeWithoutAnEnd", "sync.days_off = ['2026-02-27..']", 1, 18,
     "an item of `days_off` must be a date that exists, not \"2026-02-27..\"", k_day_hint},
    {"RangeBackwards",
     "sync.days_off = ['2027-01-06..2026-12-24']",
     1,
     18,
     "an item of `days_off` must not end before it begins, as \"2027-01-06..2026-12-24\" does",
     {}},
    {"RangeOfCenturies",
     "sync.days_off = ['0001-01-01..9999-12-31']",
     1,
     18,
     "an item of `days_off` must not be longer than ten years, as \"0001-01-01..9999-12-31\" is",
     {}},
    {"UnknownWindow",
     "sync.session_window = 'day'",
     1,
     23,
     "`session_window` must be \"calendar_day\" or \"work_hours\", not \"day\"",
     {}},
    {"UnknownPolicy",
     "sync.on_existing = 'overwrite'",
     1,
     20,
     "`on_existing` must be \"fill\" or \"post\" or \"skip\", not \"overwrite\"",
     {}},
    {"BlankDescription", "sync.description = '  '", 1, 20, "`description` must not be empty", {}},
    {"MarkupInADescription",
     "sync.description = 'a <b>'",
     1,
     20,
     "`description` must not hold `<` or `>`: Clockify refuses them",
     {}},
    {"LineBreakInADescription",
     "sync.description = \"a\\nb\"",
     1,
     20,
     "`description` must not hold line breaks or other control characters",
     {}},
    {"C1ControlInADescription",
     "sync.description = \"a\\u009bb\"",
     1,
     20,
     "`description` must not hold line breaks or other control characters",
     {}},
    {"LongDescription",
     "sync.description = '" + std::string(3001, 'x') + "'",
     1,
     20,
     "`description` must not be longer than 3000 characters; it has 3001",
     {}},
};

const Case k_urls[] = {
    {"PlainHttp", "sync.base_url = 'http://api.clockify.me'", 1, 17,
     "`base_url` cannot be \"http://api.clockify.me\": it does not start with https://", k_url_hint},
    {"NoHost", "sync.base_url = 'https:///api'", 1, 17,
     "`base_url` cannot be \"https:///api\": its host or port is malformed", k_url_hint},
    {"UserInfo", "sync.base_url = 'https://me:pw@host'", 1, 17,
     "`base_url` cannot be \"https://***@host\": it must not hold a user name or password", k_url_hint},
    {"Port", "sync.base_url = 'https://host:65536'", 1, 17,
     "`base_url` cannot be \"https://host:65536\": its host or port is malformed", k_url_hint},
    {"Query", "sync.base_url = 'https://host/a?b'", 1, 17,
     "`base_url` cannot be \"https://host/a?b\": it must not hold a query or fragment", k_url_hint},
    {"HeaderInjection", "sync.base_url = \"https://host/\\r\\nX-Api-Key: 1\"", 1, 17,
     "`base_url` cannot be \"https://host/\r\nX-Api-Key: 1\": its path is malformed", k_url_hint},
    {"DoubledSlash", "sync.base_url = 'https://h//x'", 1, 17,
     "`base_url` cannot be \"https://h//x\": its path is malformed", k_url_hint},
    {"ParentFolder", "sync.base_url = 'https://h/../'", 1, 17,
     "`base_url` cannot be \"https://h/../\": its path is malformed", k_url_hint},
    {"ShortAddress", "sync.base_url = 'https://127.1'", 1, 17,
     "`base_url` cannot be \"https://127.1\": its host or port is malformed", k_url_hint},
};

const Case k_mappings[] = {
    {"BadId", k_mapping + "'/w' = 'web'", 2, 8, "the project of `/w` must be a Clockify id, not \"web\"",
     k_project_hint},
    {"BadIdInATable", k_mapping + "'/w' = { project_id = 'web' }", 2, 23,
     "`project_id` must be a Clockify id, not \"web\"", k_project_hint},
    {"NoId", k_mapping + "'/w' = { billable = true }", 2, 8, "the project of `/w` must have a `project_id`", {}},
    {"EmptyDescription",
     k_mapping + "'/w' = { project_id = " + k_id + ", description = '' }",
     2,
     65,
     "`description` must not be empty",
     {}},
    {"NeitherIdNorTable",
     k_mapping + "'/w' = 5",
     2,
     8,
     "the project of `/w` must be a Clockify id or a table with `project_id`, not a whole number",
     {}},
    {"NoFolder", k_mapping + "'' = " + k_id, 2, 1, "the folder `` must not be empty", {}},
    {"SameFolderTwice",
     k_mapping + "'/w/a' = " + k_id + "\n'/w/b' = " + k_id + "\n'/w//a/' = " + k_id,
     4,
     1,
     "the folder `/w/a` is mapped twice, first in line 2",
     {}},
    {"HomeAndWholePath",
     k_mapping + "'/home/me/w' = " + k_id + "\n'~/w' = " + k_id,
     3,
     1,
     "the folder `/home/me/w` is mapped twice, first in line 2",
     {}},
};

std::string name_of(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Keys, ConfigErrors, testing::ValuesIn(k_keys), name_of);
INSTANTIATE_TEST_SUITE_P(Types, ConfigErrors, testing::ValuesIn(k_types), name_of);
INSTANTIATE_TEST_SUITE_P(Values, ConfigErrors, testing::ValuesIn(k_values), name_of);
INSTANTIATE_TEST_SUITE_P(BaseUrl, ConfigErrors, testing::ValuesIn(k_urls), name_of);
INSTANTIATE_TEST_SUITE_P(Mapping, ConfigErrors, testing::ValuesIn(k_mappings), name_of);

struct Syntax {
  const char* name;
  std::string text;
  int line;
  int column;
};

class ConfigSyntax : public testing::TestWithParam<Syntax> {};

TEST_P(ConfigSyntax, IsReportedWithItsPlace) {
  const auto config = parse_config(GetParam().text, "/etc/config.toml", "/home/me");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().line, GetParam().line) << config.error().cause;
  EXPECT_EQ(config.error().column, GetParam().column) << config.error().cause;
  EXPECT_FALSE(config.error().cause.empty());
}

const Syntax k_syntax[] = {
    {"OpenText", "[sync]\ndescription = 'abc", 2, 19},
    {"NoValue", "[sync]\nbillable =\n", 2, 11},
    {"OpenSection", "\n[sync\n", 2, 6},
    {"NotUtf8", "# ok\n# \xff\xfe", 2, 2},  // the last character that was one
    {"NoSuchDate", "sync.days_off = [2026-02-30]", 1, 28},
};

INSTANTIATE_TEST_SUITE_P(Of, ConfigSyntax, testing::ValuesIn(k_syntax),
                         [](const auto& syntax) { return std::string{syntax.param.name}; });

TEST(ConfigErrorsWithoutAHome, AskForOne) {
  const auto config = parse_config("database = '~/x'", "/etc/config.toml", "");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().cause, "`database` cannot be \"~/x\": no home folder is known");
  EXPECT_EQ(config.error().hint, Hint{Step::set_home_or_write_path});
}

}  // namespace
}  // namespace libsync::config
