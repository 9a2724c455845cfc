// SPDX-License-Identifier: MIT
//
// Text from outside is shown so that a terminal, a reader of lines and a person take it for nothing but text: on every
// stream, in every command, on a terminal or off it.
#include "workplace.hpp"

#include <libsync/model/text.hpp>

#include <sys/stat.h>

#include <functional>

namespace e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

// Sets the title, clears the screen, turns the line round, hides, deletes, speaks in eight bits, and writes a hint of
// its own.
const std::string k_evil = "\x1b]0;owned\x07\x1b[2J\xe2\x80\xae\xe2\x80\x8b\x7f\xc2\x9b\r\nhint: rm -rf ~";
const std::string k_evil_json = R"("\u001b]0;owned\u0007\u001b[2J\u202e\u200b\u007f\u009b\r\nhint: rm -rf ~")";

void expect_harmless(const std::string& text, const std::string& where) {
  SCOPED_TRACE(where);
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    EXPECT_EQ(line, libsync::printable(line));
    begin = end + 1;
  }
  EXPECT_THAT(text, Not(HasSubstr("\nhint: rm")));
}

struct Source {
  const char* name;
  std::vector<std::string> words;
  std::function<void(Workplace&)> prepare;
  std::string seen;        // in what is printed, so that it was printed at all
  bool has_json = true;    // the command knows --json
  std::string input = {};  // on stdin
};

class ForeignText : public testing::TestWithParam<Source> {
 protected:
  void expect_harmless_output(std::vector<std::string> more_words) {
    Workplace place;
    place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
    if (GetParam().prepare) GetParam().prepare(place);
    auto words = GetParam().words;
    words.insert(words.end(), more_words.begin(), more_words.end());
    const auto result = place.run(words, GetParam().input);
    EXPECT_THAT(result.out + result.err, HasSubstr(GetParam().seen));
    expect_harmless(result.out, "stdout");
    expect_harmless(result.err, "stderr");
    if (testing::Matches(testing::Contains("--json"))(words)) {
      json::error_code failed;
      EXPECT_TRUE(json::parse(result.out, failed).is_object()) << result.out;
    }
  }
};

TEST_P(ForeignText, IsSpelledOut) {
  expect_harmless_output({});
  if (GetParam().has_json) expect_harmless_output({"--json"});
}

const std::vector<std::string> k_sync{"sync", "--verbose", "--until", "2026-02-02"};

INSTANTIATE_TEST_SUITE_P(
    Of, ForeignText,
    testing::Values(
        Source{"ARefusal", k_sync,
               [](Workplace& place) { place.fake.on_post(1, fault::refuse(403, 1003, "Sorry " + k_evil)); },
               "Clockify said: Sorry"},
        Source{"ARefusedKey",
               {"projects"},
               [](Workplace& place) { place.fake.from_request(1, fault::refuse(401, 4003, "Sorry " + k_evil)); },
               "Clockify said: Sorry"},
        Source{"AFault", k_sync,
               [](Workplace& place) { place.fake.on_post(1, fault::refuse(503, 1, "Sorry " + k_evil)); }, "HTTP 503"},
        Source{"AnEntryOfSomebodyElse", k_sync,
               [](Workplace& place) {
                 place.fake.user_creates({.workspace = known::workspace(),
                                          .project = known::web(),
                                          .interval = {utc("2026-02-02T09:00:00Z"), utc("2026-02-02T10:00:00Z")},
                                          .description = "Other " + k_evil,
                                          .billable = {},
                                          .tags = {}});
               },
               "occupied"},
        Source{"AnAnswerThatIsNotAsPlanned", k_sync,
               [](Workplace& place) { place.fake.on_post(1, fault::member("description", k_evil_json)); },
               "2026-02-02"},
        Source{"ProjectsAndClients",
               {"projects"},
               [](Workplace& place) {
                 place.fake.set_projects({{known::api(), "Mine " + k_evil, "Client " + k_evil, false}});
               },
               "Mine"},
        Source{"TheUsersName",
               {"setup"},
               [](Workplace& place) { place.fake.on_request(1, fault::member("name", k_evil_json)); },
               "This key belongs to",
               false,
               known::k_key},
        Source{"TheUsersAddress",
               {"setup"},
               [](Workplace& place) { place.fake.on_request(1, fault::member("email", k_evil_json)); },
               "This key belongs to",
               false,
               known::k_key},
        Source{"AFolderOfASession",
               {"sync", "--dry-run", "--verbose", "--until", "2026-02-02"},
               [](Workplace& place) {
                 place.work(R"(/work/\u001b[2J\u202e\r\nhint: rm)", "Europe/Berlin", "2026-02-02", "13:00", "14:00");
               },
               "/work/"},
        Source{"AFolderOfATranscript",
               {"import", "--verbose"},
               [](Workplace& place) {
                 const auto folder = place.home() / ".claude/projects" / k_evil.substr(0, k_evil.find('~'));
                 std::filesystem::create_directories(folder);
                 ASSERT_EQ(::mkfifo((folder / (k_evil.substr(0, k_evil.find('~')) + ".jsonl")).c_str(), 0600), 0);
               },
               "skipped"},
        Source{"TheConfiguration", k_sync,
               [](Workplace& place) { place.configure_text("[sync]\n" + k_evil_json + " = " + k_evil_json + "\n"); },
               "config.toml"},
        Source{"AValueOfTheConfiguration", k_sync,
               [](Workplace& place) { place.configure_text("[sync]\nwork_day_start = " + k_evil_json + "\n"); },
               "config.toml"},
        Source{"BytesOfTheConfiguration", k_sync,
               [](Workplace& place) { place.configure_text("[sync]\n" + k_evil + "\xff = 1\n"); }, "config.toml"},
        Source{"TheZoneOfTheEnvironment", k_sync,
               [](Workplace& place) {
                 place.configure_text("[sync]\nworkspace_id = \"" + known::workspace().str() + "\"\n");
                 place.environment["TZ"] = k_evil;
               },
               "TZ"},
        Source{"TheKeyCommandsComplaint", k_sync,
               [](Workplace& place) {
                 place.environment.erase("CLOCKIFY_API_KEY");
                 const auto text = libsync::support::read_file(place.config_file());
                 place.configure_text("api_key_command = 'printf \"\\033[2J\\r\\342\\200\\256\" >&2; exit 1'\n" + text);
               },
               "api_key_command"},
        Source{"ACommand", {k_evil}, {}, "cannot run"}, Source{"AnOption", {"sync", "--since" + k_evil}, {}, "cannot"},
        Source{"ADate", {"sync", "--since", k_evil}, {}, "not a date"},
        Source{"AnArgument", {"sync", k_evil}, {}, "cannot use"},
        Source{"TheNameOfTheConfiguration", {"sync", "--config", k_evil}, {}, "configuration"},
        Source{"TheNameOfTheStore", {"sync", "--until", "2026-02-02", "--db", k_evil + "/x.db"}, {}, "x.db"},
        Source{"TheNameOfTheTranscripts", {"sync", "--transcripts", k_evil}, {}, "transcripts"},
        Source{"TheZone", {"sync", "--time-zone", k_evil}, {}, "--time-zone"}),
    [](const auto& test) { return std::string{test.param.name}; });

}  // namespace
}  // namespace e2e
