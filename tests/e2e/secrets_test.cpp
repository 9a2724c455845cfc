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

TEST(Secrets, OnlyTheRightServerGetsTheKey) {
  Workplace place{{.certificate = libsync::support::ServerCertificate::unknown_ca, .identity = {}, .service = {}}};
  place.work("/work/api", "Europe/Berlin", "2026-02-02", "09:00", "12:00");
  EXPECT_EQ(place.run({"sync"}).exit_code, 75);
  expect_no_key_in(place.fake.bytes_before_tls(), "before TLS");
  EXPECT_TRUE(place.fake.received().empty());
}

}  // namespace
}  // namespace e2e
