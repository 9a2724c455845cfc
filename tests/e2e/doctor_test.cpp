// SPDX-License-Identifier: MIT
//
// doctor, on the built program. What follows from what it sees is tested in tests/unit/cli/doctor_test.cpp.
#include "workplace.hpp"

#include <fstream>
#include <set>

namespace e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Examined {
  int exit_code;
  json::object object;
  std::string err;

  [[nodiscard]] const json::object& check(std::string_view name) const {
    for (const auto& each : object.at("checks").as_array()) {
      if (each.at("check").as_string() == name) return each.as_object();
    }
    ADD_FAILURE() << "there is no " << name << " in " << json::serialize(object);
    static const json::object nothing{{"verdict", ""}, {"message", ""}, {"hint", ""}};
    return nothing;
  }
  [[nodiscard]] std::string verdict(std::string_view name) const {
    return std::string{check(name).at("verdict").as_string()};
  }
};

Examined examine(Workplace& place) {
  const auto result = place.run({"doctor", "--json"});
  boost::system::error_code error;
  const auto value = json::parse(result.out, error);
  EXPECT_FALSE(error) << result.out << result.err;
  return {result.exit_code, value.is_object() ? value.get_object() : json::object{{"checks", json::array{}}},
          result.err};
}

std::set<std::string> files_of(const std::filesystem::path& folder) {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) files.insert(entry.path().string());
  return files;
}

Workplace& with_work(Workplace& place) {
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  return place;
}

TEST(Doctor, PassesWithTwoRequestsAndWritesNothing) {
  Workplace place;
  with_work(place);
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  const auto before = files_of(place.home());
  const auto found = examine(place);
  EXPECT_EQ(found.exit_code, 0) << json::serialize(found.object);
  EXPECT_EQ(found.object.at("summary").at("requests").as_int64(), 2);
  EXPECT_EQ(place.fake.counts().requests, 2);
  for (const char* check : {"config", "store", "run", "skipped", "key", "connection", "clock"}) {
    EXPECT_EQ(found.verdict(check), "pass") << check;
  }
  EXPECT_FALSE(found.object.contains("error"));
  EXPECT_EQ(files_of(place.home()), before);
}

TEST(Doctor, GoesOnWithoutAConfigThatCanBeRead) {
  Workplace place;
  place.configure_text("[sync\n");
  const auto found = examine(place);
  EXPECT_EQ(found.exit_code, 78);
  EXPECT_EQ(found.verdict("config"), "fail");
  EXPECT_THAT(std::string{found.check("config").at("message").as_string()}, HasSubstr("line 1"));
  EXPECT_EQ(found.object.at("error").at("kind").as_string(), "config");
  EXPECT_EQ(found.verdict("key"), "pass");
}

// The key is no business of any other server than that in the file.
TEST(Doctor, AsksNobodyWhileTheFileThatMayNameTheServerCannotBeRead) {
  Workplace place;
  place.configure_text("garbage = [\n");
  place.catch_connections();
  const auto result = place.run_alone({"doctor", "--json"});
  EXPECT_EQ(result.exit_code, 78) << result.err;
  EXPECT_THAT(result.out, HasSubstr("not asked: the address of Clockify is not known while the config cannot be read"));
  EXPECT_EQ(place.fake.counts().connections, 0);

  place.configure({});
  EXPECT_EQ(place.run_alone({"doctor", "--json"}).exit_code, 75);
  EXPECT_EQ(place.fake.counts().connections, 1) << "a connection would have been seen";
}

TEST(Doctor, AsksTheServerOfAFileWhoseTimeZoneIsNone) {
  Workplace place;
  place.configure_text("[sync]\nbase_url = '" + place.fake.base_url() + "'\nca_file = '" +
                       place.fake.ca_file().string() + "'\ntime_zone = 'berlin'\n");
  const auto result = place.run_alone({"doctor"});
  EXPECT_EQ(result.exit_code, 78) << result.err;
  EXPECT_THAT(result.out, HasSubstr("`time_zone` is wrong"));
  EXPECT_THAT(result.out, HasSubstr("Clockify answers"));
  EXPECT_THAT(result.out, Not(HasSubstr("your days are planned in")));
}

TEST(Doctor, SaysWhenThereIsNoKey) {
  Workplace place;
  place.environment.erase("CLOCKIFY_API_KEY");
  const auto found = examine(place);
  EXPECT_EQ(found.exit_code, 77);
  EXPECT_EQ(found.verdict("key"), "fail");
  EXPECT_EQ(place.fake.counts().requests, 0);
}

TEST(Doctor, SaysWhenTheKeyIsRefused) {
  Workplace place;
  place.environment["CLOCKIFY_API_KEY"] = "bm8tc3VjaC1rZXk";
  const auto found = examine(place);
  EXPECT_EQ(found.exit_code, 77);
  EXPECT_EQ(found.verdict("key"), "fail");
  EXPECT_EQ(found.verdict("connection"), "pass");
}

TEST(Doctor, SaysWhenClockifyCannotBeReached) {
  Workplace place;
  place.environment["HTTPS_PROXY"] = "http://127.0.0.1:9";
  place.environment["NO_PROXY"] = "";
  const auto found = examine(place);
  EXPECT_EQ(found.exit_code, 75);
  EXPECT_EQ(found.verdict("connection"), "fail");
  EXPECT_EQ(found.verdict("store"), "pass");
}

TEST(Doctor, SaysWhenTheStoreIsNoStore) {
  Workplace place;
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  std::ofstream{place.database()} << std::string(8192, 'x');
  const auto found = examine(place);
  EXPECT_EQ(found.exit_code, 74);
  EXPECT_EQ(found.verdict("store"), "fail");
}

TEST(Doctor, NamesAMappedProjectThatClockifyDoesNotHave) {
  Workplace place;
  with_work(place);
  Config config;
  config.mapping["/work/api"] = "65b2d73e06de527a7ed6ffff";
  place.configure(config);
  const auto found = examine(place);
  EXPECT_EQ(found.exit_code, 78);
  EXPECT_EQ(found.verdict("mapping"), "fail");
}

TEST(Doctor, KeepsNamingASkippedTranscriptUntilItIsWell) {
  Workplace place;
  with_work(place);
  std::filesystem::path transcript;
  for (const auto& file : files_of(place.home())) {
    if (file.ends_with(".jsonl")) transcript = file;
  }
  ASSERT_FALSE(transcript.empty());
  const auto sound = [&] {
    std::ifstream file{transcript};
    return std::string{std::istreambuf_iterator<char>{file}, {}};
  }();
  std::ofstream{transcript, std::ios::binary} << std::string{"\xff\xfe{\0}\0", 6};
  ASSERT_EQ(place.run({"import"}).exit_code, 0);
  for (int i = 0; i < 2; ++i) {
    const auto found = examine(place);
    EXPECT_EQ(found.verdict("skipped"), "warn");
    EXPECT_THAT(std::string{found.check("skipped").at("message").as_string()}, HasSubstr(transcript.string()));
    ASSERT_EQ(place.run({"import"}).exit_code, 0);
  }
  std::ofstream{transcript, std::ios::binary} << sound;
  EXPECT_EQ(examine(place).verdict("skipped"), "pass");
}

TEST(Doctor, SpeaksToAPersonAndColoursNothingOnAPipe) {
  Workplace place;
  const auto result = place.run({"doctor"});
  EXPECT_THAT(result.out, HasSubstr("pass  config"));
  EXPECT_THAT(result.out, HasSubstr("hint: `claude-tracker"));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
  const auto quiet = place.run({"--quiet", "doctor"});
  EXPECT_THAT(quiet.out, Not(HasSubstr("pass  ")));
}

TEST(Doctor, TakesNoArgument) {
  Workplace place;
  EXPECT_EQ(place.run({"doctor", "today"}).exit_code, 64);
  EXPECT_EQ(place.run({"doctor", "--fix"}).exit_code, 64);
}

}  // namespace
}  // namespace e2e
