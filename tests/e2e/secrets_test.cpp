// SPDX-License-Identifier: MIT
//
// The key is in no output, in no file but its own, and in no argv.
#include "workplace.hpp"

namespace e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

// Searched for in whole and in part: a piece of a key is too much as well.
std::vector<std::string> pieces_of(const std::string& key) {
  return {key.substr(0, 12), key.substr(key.size() - 12)};
}

void expect_no_key_in(const std::string& text, const std::string& where) {
  for (const auto& piece : pieces_of(known::k_key)) EXPECT_THAT(text, Not(HasSubstr(piece))) << where;
}

TEST(Secrets, TheKeyStaysWhereItIsKept) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  place.work("/work/web", "Europe/Berlin", "2026-02-03", "09:00", "12:00");
  place.fake.on_post(1, fault::refuse(400, 501, "no"));
  place.fake.on_post(3, fault::drop().applied());
  const std::vector<std::vector<std::string>> runs{{"sync", "--verbose"}, {"sync", "--json"},
                                                   {"sync", "--verbose"}, {"status"},
                                                   {"projects"},          {"sync", "--dry-run"}};
  for (const auto& words : runs) {
    const auto result = place.run(words);
    expect_no_key_in(result.out, words.front());
    expect_no_key_in(result.err, words.front());
  }
  place.environment["CLOCKIFY_API_KEY"] = std::string{known::k_key} + "x";
  place.work("/work/web", "Europe/Berlin", "2026-02-04", "09:00", "12:00");
  const auto refused = place.run({"sync"});
  EXPECT_EQ(refused.exit_code, 77);
  expect_no_key_in(refused.out + refused.err, "a refused key");

  for (const auto& entry : std::filesystem::recursive_directory_iterator{place.home()}) {
    if (entry.is_regular_file()) expect_no_key_in(libsync::support::read_file(entry.path()), entry.path());
  }
}

TEST(Secrets, TheKeyIsInNoArgv) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  place.fake.on_post(1, fault::silent());
  Workplace::Arrival first_post{place.fake, 3};
  const auto process = place.start({"sync"});
  ASSERT_TRUE(first_post.wait());
  expect_no_key_in(libsync::support::read_file("/proc/" + std::to_string(process->pid()) + "/cmdline"), "argv");
}

TEST(Secrets, AServerThatRepeatsTheKeyIsNotRepeated) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  const std::string said = std::string{"no such key: "} + known::k_key + ", that is ";
  for (const int status : {400, 401, 403, 429, 500}) {
    place.fake.from_request(1, fault::refuse(status, 501, said));
    for (const auto& words : {std::vector<std::string>{"sync", "--verbose"}, {"sync", "--json"}, {"projects"}}) {
      const auto result = place.run(words);
      EXPECT_NE(result.exit_code, 0);
      if (status < 429) {
        EXPECT_THAT(result.err, HasSubstr("no such key: (hidden), that is"));
      }
      expect_no_key_in(result.out + result.err, words.front() + " " + std::to_string(status));
    }
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator{place.home()}) {
    if (entry.is_regular_file()) expect_no_key_in(libsync::support::read_file(entry.path()), entry.path());
  }
}

TEST(Secrets, AKeyInTheWrongPlaceIsNotRepeated) {
  Workplace place;
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  const std::string key = known::k_key;
  place.environment["CLOCKIFY_API_KEY"] = key + "\r\nX-Evil: 1";
  auto result = place.run({"sync"});
  EXPECT_EQ(result.exit_code, 77);
  expect_no_key_in(result.out + result.err, "a key with a line feed");
  result = place.run({"setup"}, key + " " + key + "\n");
  EXPECT_EQ(result.exit_code, 77);
  expect_no_key_in(result.out + result.err, "two keys for setup");
  place.environment["CLOCKIFY_API_KEY"] = key;
  place.environment["HTTPS_PROXY"] = "socks5://ann:" + key + "@localhost:1";
  result = place.run({"sync"});
  EXPECT_EQ(result.exit_code, 78);
  expect_no_key_in(result.out + result.err, "a password of the proxy");
  for (const char* const scheme : {"https", "http"}) {
    const std::string url = scheme + ("://ann:" + key) + "@localhost:1/";
    result = libsync::support::run_process({Workplace::program(), "--base-url", url, "sync"},
                                           {.environment = place.environment, .input = {}, .directory = place.home()});
    EXPECT_THAT(result.exit_code, testing::AnyOf(64, 78)) << result.err;
    EXPECT_THAT(result.err, testing::HasSubstr("://***@localhost"));
    expect_no_key_in(result.out + result.err, "a password of the base URL");
  }
  EXPECT_EQ(place.fake.counts().connections, 0);
}

// What would get into a request line or a header, or out of the path it was meant for, is refused before a connection.
TEST(Secrets, NothingIsSmuggledIntoARequest) {
  const std::string hours = "work_day_start = \"09:00\"\nwork_day_end = \"17:00\"\ntime_zone = \"Europe/Berlin\"\n";
  const std::string workspace = "workspace_id = \"" + known::workspace().str() + "\"\n";
  const struct {
    const char* name;
    std::string config;
  } rows[] = {
      {"a workspace that is a path", "[sync]\nworkspace_id = \"5ff748b4/../../user/x/y/\"\n" + hours},
      {"a workspace with a header", "[sync]\nworkspace_id = \"5ff748b4abb0e16b\\r\\nX: y\"\n" + hours},
      {"a workspace that is encoded", "[sync]\nworkspace_id = \"5ff748b4abb0e16bed5%2f..\"\n" + hours},
      {"a project with a quote",
       "[sync]\n" + workspace + hours + "other_project_id = \"65b2d73e06de527a7ed6\\\",\\\"\"\n"},
      {"a tag with a quote", "[sync]\n" + workspace + hours + "tag_ids = [\"65b2d73e06de527a7ed6\\\",\\\"\"]\n"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    Workplace place;
    place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
    place.configure_text(row.config);
    EXPECT_EQ(place.run({"sync"}).exit_code, 78);
    EXPECT_EQ(place.fake.counts().connections, 0);
  }
  for (const auto* url : {"http://localhost/api/v1", "https://localhost\r\nX-Evil: 1/api/v1", "https://localhost/../x",
                          "https://ann:pass@localhost/api/v1", "https://localhost/api/v1?x=", "file:///etc/passwd"}) {
    SCOPED_TRACE(url);
    Workplace place;
    place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
    const auto result =
        libsync::support::run_process({Workplace::program(), "--base-url", url, "sync", "--until", "2026-02-02"},
                                      {.environment = place.environment, .input = {}, .directory = place.home()});
    EXPECT_THAT(result.exit_code, testing::AnyOf(64, 78)) << result.err;
  }
}

TEST(Secrets, OnlyTheRightServerGetsTheKey) {
  Workplace place{{.certificate = libsync::support::ServerCertificate::unknown_ca, .identity = {}, .service = {}}};
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  EXPECT_EQ(place.run({"sync"}).exit_code, 78);
  expect_no_key_in(place.fake.bytes_before_tls(), "before TLS");
  EXPECT_TRUE(place.fake.received().empty());
}

}  // namespace
}  // namespace e2e
