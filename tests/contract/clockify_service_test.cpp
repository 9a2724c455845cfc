// SPDX-License-Identifier: MIT
//
// The fake keeps to the rules of Clockify, texts and codes included; what the client never does is tested here alone.
#include "clockify_service.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace libsync::contract {
namespace {

using namespace std::chrono_literals;
using support::Answer;
using support::ClockifyService;
using support::Request;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string k_workspace = "/api/v1/workspaces/" + well_known::workspace().str();
const std::string k_entries = k_workspace + "/time-entries";
const std::string k_listing = k_workspace + "/user/" + well_known::ann().str() + "/time-entries";

class Service : public ::testing::Test {
 protected:
  Answer call(const std::string& method, const std::string& target, const std::string& body = "") {
    return call({method, target, {{"x-api-key", well_known::k_key}}, body});
  }
  Answer call(const Request& request) {
    auto outcome = service.handle(request, now);
    if (outcome.created) service.put(*outcome.created, now);
    if (outcome.deleted) service.erase(*outcome.deleted);
    return outcome.answer;
  }
  // What a POST of `body` is answered, shortly.
  std::string post(const std::string& body) {
    const Answer answer = call("POST", k_entries, body);
    return answer.status == 201 ? "201" : std::to_string(answer.status) + " " + answer.body;
  }
  std::vector<std::string> starts_listed(const std::string& query) {
    const std::string body = call("GET", k_listing + "?" + query).body;
    std::vector<std::string> starts;
    const std::string marker = "\"start\":\"";
    for (auto at = body.find(marker); at != std::string::npos; at = body.find(marker, at + 1)) {
      starts.push_back(body.substr(at + marker.size(), 20));
    }
    return starts;
  }

  ClockifyService service{"Europe/Belgrade"};
  UtcTime now = utc("2026-08-08T12:00:00Z");
};

std::string domain_error(const std::string& message) {
  return "400 {\"message\":\"" + message + "\",\"code\":501}";
}

TEST_F(Service, WantsExactlyOneToken) {
  const Answer none = call(Request{"GET", "/api/v1/user", {}, ""});
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(none.body, R"({"message":"Multiple or none auth tokens present","code":1000})");
  EXPECT_EQ(call(Request{"GET", "/api/v1/user", {{"authorization", "Bearer x"}}, ""}).status, 401);
  EXPECT_EQ(call(Request{"GET", "/api/v1/user", {{"x-api-key", well_known::k_key}, {"x-addon-token", "x"}}, ""}).status,
            401);
  const Answer wrong = call(Request{"GET", "/api/v1/user", {{"x-api-key", "wrong"}}, ""});
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body, R"({"message":"Api key does not exist","code":4003})");
}

TEST_F(Service, KnowsItsRoutesAndTheirMethods) {
  EXPECT_EQ(call("GET", "/api/v1/user").status, 200);
  EXPECT_EQ(call("GET", "/api/v1/workspaces").status, 200);
  EXPECT_EQ(call("GET", k_workspace + "/projects").status, 200);
  EXPECT_EQ(call("GET", k_listing).status, 200);
  EXPECT_EQ(call("GET", k_entries + "/status/in-progress").status, 200);

  const Answer no_route = call("GET", "/api/v1/nothing");
  EXPECT_EQ(no_route.status, 404);
  EXPECT_THAT(no_route.body, HasSubstr("\"code\":3000"));
  EXPECT_EQ(call("GET", "/").status, 404);

  const Answer no_method = call("GET", k_entries);
  EXPECT_EQ(no_method.status, 405);
  EXPECT_EQ(no_method.header("Allow"), "POST");
  EXPECT_EQ(no_method.body, R"({"message":"Request method 'GET' is not supported","code":3000})");
  EXPECT_EQ(call("PUT", "/api/v1/user").status, 405);
}

TEST_F(Service, DeniesAForeignWorkspace) {
  const Answer answer = call("GET", "/api/v1/workspaces/" + well_known::foreign_workspace().str() + "/projects");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.body, R"({"message":"Access Denied","code":501})");
}

TEST_F(Service, AnswersAPostWithTheEntryAsStored) {
  const Answer answer = call("POST", k_entries,
                             R"({"start":"2026-07-10T05:30:00.999Z","end":"2026-07-10T08:24:00Z","description":"Work",
                                 "projectId":"65b2d73e06de527a7ed67404","userId":"ignored","surprise":true})");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body,
            R"({"id":"6a507faf0000000000000001","description":"Work","tagIds":[],"userId":"5a0ab5acb07987125438b60f",)"
            R"("billable":false,"taskId":null,"projectId":"65b2d73e06de527a7ed67404",)"
            R"("workspaceId":"5ff748b4abb0e16bed500885","timeInterval":{"start":"2026-07-10T05:30:00Z",)"
            R"("end":"2026-07-10T08:24:00Z","duration":"PT2H54M"},"customFieldValues":[],"type":"REGULAR",)"
            R"("kioskId":null,"isLocked":false})");
}

TEST_F(Service, SpellsDurationsAsJavaDoes) {
  EXPECT_EQ(support::iso_duration(0s), "PT0S");
  EXPECT_EQ(support::iso_duration(3s), "PT3S");
  EXPECT_EQ(support::iso_duration(3h), "PT3H");
  EXPECT_EQ(support::iso_duration(48h + 2min + 1s), "PT48H2M1S");
}

TEST_F(Service, RefusesEntriesThatBreakItsRules) {
  EXPECT_EQ(post(R"({"end":"2026-07-10T05:30:00Z"})"), domain_error("Can't create time entry with end time only."));
  EXPECT_EQ(post(R"({"start":""})"), domain_error("You entered invalid value for field : [start]"));
  EXPECT_EQ(post(R"({"start":1})"), domain_error("You entered invalid value for field : [start]"));
  EXPECT_EQ(post(R"({"start":"2020-12-01T14:57:28Z","end":"2020-12-01T14:57:27Z"})"),
            domain_error("Start datetime 2020-12-01T14:57:28Z is greater than end datetime 2020-12-01T14:57:27Z."));
  EXPECT_EQ(post(R"({"start":"2026-01-01T00:00:00Z","end":"2026-03-01T00:00:00Z"})"),
            domain_error("Time entry cannot have duration more than 999 hours."));
  EXPECT_EQ(post(R"({"projectId":"65b2d73e06de527a7ed674ff"})"), domain_error("Project doesn't belong to Workspace"));
  EXPECT_EQ(post(R"({"tagIds":["x"]})"), domain_error("Tag doesn't belong to Workspace"));
  EXPECT_EQ(post(R"({"taskId":"x"})"), domain_error("Task doesn't belong to Project"));
  EXPECT_EQ(post(R"({"description":"a>b"})"), domain_error("Don't use < and > characters"));
  EXPECT_EQ(post("{"), R"(400 {"message":"Malformed request body.","code":3002})");
  EXPECT_EQ(post("[]"), R"(400 {"message":"Malformed request body.","code":3002})");
  EXPECT_THAT(service.entries(), IsEmpty());
}

TEST_F(Service, TakesAnEmptyIntervalUnlessToldNotTo) {
  const std::string body = R"({"start":"2026-07-10T05:30:00Z","end":"2026-07-10T05:30:00Z"})";
  EXPECT_EQ(post(body), "201");
  service.settings.refuses_empty_intervals = true;
  EXPECT_THAT(post(body), HasSubstr("is greater than end datetime"));
}

TEST_F(Service, EnforcesTheSettingsOfTheWorkspace) {
  const std::string body = R"({"start":"2026-07-10T05:30:00Z","end":"2026-07-10T06:30:00Z"})";
  service.settings.force_projects = true;
  EXPECT_THAT(post(body), HasSubstr("Project is either required field"));
  EXPECT_EQ(post(R"({"start":"2026-07-10T05:30:00Z"})"), "201");  // running timers pass
  service.settings = {};
  service.settings.force_description = true;
  EXPECT_THAT(post(body), HasSubstr("Description"));
  service.settings = {};
  service.settings.force_tags = true;
  EXPECT_THAT(post(body), HasSubstr("Tag"));
  service.settings = {};
  service.settings.force_tasks = true;
  EXPECT_THAT(post(body), HasSubstr("Task"));
  service.settings = {};
  service.settings.required_custom_field = "Cost centre";
  EXPECT_EQ(post(body), domain_error(" Cost centre"));
  service.settings = {};
  service.settings.locked_before = utc("2026-07-11T00:00:00Z");
  EXPECT_EQ(post(body), R"(403 {"message":"Can't edit locked time entry.","code":1003})");
  service.settings = {};
  service.settings.stopwatch_only = true;
  EXPECT_THAT(post(body), HasSubstr("\"code\":4030"));
  service.settings = {};
  service.settings.always_billable = true;
  EXPECT_EQ(post(body), "201");
  EXPECT_TRUE(service.entries().front().billable || service.entries().back().billable);
}

TEST_F(Service, StartsAndStopsTimers) {
  EXPECT_EQ(post("{}"), "201");
  ASSERT_THAT(service.entries(), SizeIs(1));
  EXPECT_EQ(service.entries()[0].start, now);
  EXPECT_EQ(service.entries()[0].end, std::nullopt);

  now += 1h;
  EXPECT_EQ(post("{}"), "201");
  ASSERT_THAT(service.entries(), SizeIs(2));
  EXPECT_EQ(service.entries()[0].end, now);

  EXPECT_EQ(call("PATCH", k_listing, R"({"end":"2026-08-08T14:00:00Z"})").status, 200);
  EXPECT_EQ(service.entries()[1].end, utc("2026-08-08T14:00:00Z"));
  EXPECT_EQ(call("PATCH", k_listing, R"({"end":"2026-08-08T14:00:00Z"})").status, 404);
}

// As observed in the live service: an account in Belgrade, two hours ahead of UTC.
TEST_F(Service, ReadsTheBoundsOfAListingAsClockTimesOfTheUser) {
  for (const char* start : {"2026-08-07T21:59:59Z", "2026-08-07T22:00:00Z", "2026-08-07T22:15:00Z",
                            "2026-08-08T21:59:59Z", "2026-08-08T22:00:00Z", "2026-08-08T22:30:00Z"}) {
    service.put(service.make(starting_at(start), well_known::ann()), now);
  }
  EXPECT_THAT(starts_listed("start=2026-08-08T00:00:00Z&end=2026-08-09T00:00:00Z"),
              ElementsAre("2026-08-08T21:59:59Z", "2026-08-07T22:15:00Z", "2026-08-07T22:00:00Z"));
  EXPECT_THAT(starts_listed("start=2026-08-07T22:00:00Z&end=2026-08-07T23:00:00Z"), IsEmpty());
}

TEST_F(Service, PagesNewestFirstAndSaysWhichIsTheLast) {
  for (const char* start : {"2026-08-01T08:00:00Z", "2026-08-03T08:00:00Z", "2026-08-02T08:00:00Z"}) {
    service.put(service.make(starting_at(start), well_known::ann()), now);
  }
  EXPECT_THAT(starts_listed("page-size=2"), ElementsAre("2026-08-03T08:00:00Z", "2026-08-02T08:00:00Z"));
  EXPECT_THAT(starts_listed("page-size=2&page=2"), ElementsAre("2026-08-01T08:00:00Z"));
  EXPECT_THAT(starts_listed("page-size=2&page=0"), SizeIs(2));
  EXPECT_EQ(call("GET", k_listing + "?page-size=2").header("Last-Page"), "false");
  EXPECT_EQ(call("GET", k_listing + "?page-size=2&page=2").header("Last-Page"), "true");
  EXPECT_EQ(call("GET", k_listing + "?page-size=3").header("Last-Page"), "true");
  EXPECT_EQ(call("GET", k_listing + "?page=9").body, "[]");
  EXPECT_EQ(call("GET", k_listing + "?page=9").header("Last-Page"), "true");
}

TEST_F(Service, GivesFiftyEntriesUnlessAskedForAnotherNumber) {
  for (int i = 0; i < 51; ++i) service.put(service.make(morning(), well_known::ann()), now);
  EXPECT_THAT(starts_listed(""), SizeIs(50));
  EXPECT_EQ(call("GET", k_listing + "?page-size=5001").body,
            R"({"message":"Page size cannot be larger than 5,000.","code":501})");
  EXPECT_EQ(call("GET", k_listing + "?page-size=0").body,
            R"({"message":"Page size must be a positive value","code":501})");
  EXPECT_THAT(call("GET", k_listing + "?page-size=abc").body, HasSubstr("\"code\":3000"));
  EXPECT_EQ(call("GET", k_listing + "?start=2026-08-01T00:00:00").status, 400);
}

TEST_F(Service, ReadsReplacesAndDeletesAnEntry) {
  const auto id = service.make(morning(), well_known::ann()).id;
  auto entry = service.make(morning(), well_known::ann());
  entry.id = id;
  service.put(entry, now);
  const std::string target = k_entries + "/" + id.str();

  EXPECT_THAT(call("GET", target).body, HasSubstr("\"tagIds\":null"));
  EXPECT_EQ(call("PUT", target, R"({"start":"2026-02-02T09:00:00Z","end":"2026-02-02T10:00:00Z"})").status, 200);
  EXPECT_EQ(service.entries()[0].project, std::nullopt);  // what is left out is cleared
  EXPECT_EQ(service.entries()[0].description, "");
  EXPECT_EQ(call("PUT", target, R"({"description":"x"})").status, 400);

  EXPECT_EQ(call("DELETE", target).status, 204);
  EXPECT_EQ(call("GET", target).body, R"({"message":"Time entry doesn't belong to Workspace","code":501})");
  EXPECT_EQ(call("DELETE", target).status, 400);
  service.settings.gone_is_404 = true;
  EXPECT_EQ(call("DELETE", target).status, 404);
}

TEST_F(Service, ComesBackFromWhatItSaved) {
  ASSERT_EQ(post(R"({"start":"2026-07-10T05:30:00Z","end":"2026-07-10T06:30:00Z","description":"a \"b\" \n",
                     "tagIds":["65b2d73e06de527a7ed67501"],"billable":true})"),
            "201");
  ASSERT_EQ(post(R"({"start":"2026-07-10T07:30:00Z"})"), "201");
  auto again = ClockifyService::load(service.save());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->save(), service.save());
  EXPECT_EQ(again->users()[0].time_zone, "Europe/Belgrade");
  EXPECT_NE(again->make(morning(), well_known::ann()).id, service.entries()[1].id);
  for (const char* bad : {"", "{}", "[1]", "{\"time_zone\":3}"}) EXPECT_FALSE(ClockifyService::load(bad).has_value());
}

}  // namespace
}  // namespace libsync::contract
