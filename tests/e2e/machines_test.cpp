// SPDX-License-Identifier: MIT
//
// A laptop and a desktop of one person, with one store on a server.
#include "postgres_server.hpp"
#include "workplace.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <thread>

namespace e2e {
namespace {

using libsync::support::PostgresServer;
using libsync::support::ProcessResult;
using libsync::support::read_file;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* k_monday = "2026-02-02";

class Machines : public testing::Test {
 protected:
  Machines() {
    libsync::support::write_file(laptop_.config_file(),
                                 fmt::format("store = \"{}\"\n", url()) + read_file(laptop_.config_file()));
  }

  // The server is on a socket, which a URL spells so.
  [[nodiscard]] std::string url() const {
    const auto part = [this](const std::string& key) {
      const auto start = address_.find(key + '=') + key.size() + 1;
      return address_.substr(start, address_.find(' ', start) - start);
    };
    return fmt::format("postgresql://{}@/{}?host={}", part("user"), part("dbname"), part("host"));
  }

  template <class Act>
  auto on_desktop(const Act& act) {
    const auto before = laptop_.environment;
    laptop_.environment["HOME"] = (laptop_.home() / "desktop").string();
    laptop_.environment["XDG_CONFIG_HOME"] = (laptop_.home() / ".config").string();
    auto result = act();
    laptop_.environment = before;
    return result;
  }

  // An hour of work there, from that hour on.
  void work_on_laptop(std::string_view from, std::string_view to, const char* project = "/work/api") {
    laptop_.work(project, "Europe/Berlin", k_monday, from, to);
  }
  void work_on_desktop(std::string_view from, std::string_view to, const char* project = "/work/web") {
    std::filesystem::path folder = laptop_.home() / ".claude";
    std::filesystem::rename(folder, laptop_.home() / "aside");
    laptop_.work(project, "Europe/Berlin", k_monday, from, to);
    std::filesystem::create_directories(laptop_.home() / "desktop");
    std::filesystem::rename(folder, laptop_.home() / "desktop/.claude");
    std::filesystem::rename(laptop_.home() / "aside", folder);
  }

  ProcessResult desktop(const std::vector<std::string>& words) {
    return on_desktop([&] { return laptop_.run(words); });
  }
  Answer desktop_syncs() {
    return on_desktop([&] { return laptop_.sync(); });
  }

  std::string sql(const std::string& statements) const {
    return PostgresServer::shared().run(address_, "SET search_path = claude_tracker; " + statements);
  }

  // As if the desktop had not been on since the day before.
  void desktop_imported_before_monday() {
    ASSERT_EQ(desktop({"import"}).exit_code, 0);
    ASSERT_EQ(laptop_.run({"machines", "label", machine_key("desktop"), "desktop"}).exit_code, 0);
    (void)sql("UPDATE machines SET imported_to_s = 1769900400 WHERE label = 'desktop'");
  }

  [[nodiscard]] std::string machine_key(const std::string& home) const {
    auto key = read_file(laptop_.home() / home / ".local/share/claude-tracker/machine");
    key.pop_back();
    return key;
  }

  // Hours of each project in Clockify.
  [[nodiscard]] std::map<std::string, double> billed() const {
    std::map<std::string, double> hours;
    for (const auto& entry : laptop_.entries_in({utc("2026-02-01T23:00:00Z"), utc("2026-02-02T23:00:00Z")})) {
      hours[entry.project.value().str()] += static_cast<double>((*entry.end - entry.start).count()) / 3600;
    }
    return hours;
  }

  std::string address_ = PostgresServer::shared().new_database();
  Workplace laptop_;
};

TEST_F(Machines, ShareOneDayByWhatEachHasTracked) {
  work_on_laptop("09:00", "10:00");
  work_on_desktop("11:00", "14:00");
  ASSERT_EQ(desktop({"import"}).exit_code, 0);
  const auto answer = laptop_.sync();
  EXPECT_EQ(answer.state_of(k_monday), "synced") << answer.err;
  EXPECT_THAT(billed(),
              testing::ElementsAre(testing::Pair(known::api().str(), 2.0), testing::Pair(known::web().str(), 6.0)));
  const auto again = desktop_syncs();
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(again.state_of(k_monday), "already_synced");
  EXPECT_EQ(again.requests(), 0);
  EXPECT_EQ(laptop_.entries_in({utc("2026-02-01T23:00:00Z"), utc("2026-02-02T23:00:00Z")}).size(), 2U);
}

TEST_F(Machines, WaitForWhatOneHasNotBroughtYet) {
  work_on_laptop("09:00", "10:00");
  work_on_desktop("11:00", "14:00");
  desktop_imported_before_monday();
  const auto answer = laptop_.sync();
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.state_of(k_monday), "waiting");
  EXPECT_EQ(json::serialize(answer.day(k_monday).at("waits_for")), R"(["desktop"])");
  EXPECT_TRUE(billed().empty());
  EXPECT_THAT(laptop_.run({"status"}).out, HasSubstr("waits for desktop"));
  EXPECT_EQ(desktop_syncs().state_of(k_monday), "synced") << "the laptop has imported past it";
  EXPECT_EQ(billed()[known::web().str()], 6.0);
}

TEST_F(Machines, DoNotWaitForOneThatIsLeftOut) {
  work_on_laptop("09:00", "10:00");
  work_on_desktop("11:00", "14:00");
  desktop_imported_before_monday();
  const auto dry = laptop_.run({"machines", "leave-out", "desktop", "-n"});
  EXPECT_EQ(dry.exit_code, 0);
  EXPECT_EQ(laptop_.sync().state_of(k_monday), "waiting") << "a dry run changes nothing";
  EXPECT_EQ(laptop_.run({"machines", "leave-out", "desktop"}).out, "No day waits for desktop any more.\n");
  EXPECT_EQ(laptop_.sync().state_of(k_monday), "synced");
}

TEST_F(Machines, DoNotWaitForOneThatWasNotSeenForLong) {
  work_on_laptop("09:00", "10:00");
  work_on_desktop("11:00", "14:00");
  desktop_imported_before_monday();
  (void)sql("UPDATE machines SET seen_at_s = seen_at_s - 8 * 86400 WHERE label = 'desktop'");
  EXPECT_EQ(laptop_.sync().state_of(k_monday), "synced");
}

TEST_F(Machines, AreListedAndForgotten) {
  work_on_laptop("09:00", "10:00");
  work_on_desktop("11:00", "14:00");
  EXPECT_EQ(laptop_.run({"machines"}).out, "No machine has imported anything yet.\n");
  desktop_imported_before_monday();
  ASSERT_EQ(laptop_.run({"import"}).exit_code, 0);
  EXPECT_THAT(laptop_.run({"machines"}).out, HasSubstr("desktop: 1 session, imported to 2026-02-01 00:00\n"));
  EXPECT_THAT(laptop_.run({"machines"}).out, HasSubstr(" (this one): 1 session, imported to "));
  EXPECT_THAT(laptop_.run({"machines", "--json"}).out, HasSubstr(R"("label":"desktop")"));
  EXPECT_THAT(laptop_.run({"machines", "forget", "tower"}).err, HasSubstr("cannot tell which machine `tower` is"));
  const auto unasked = laptop_.run({"machines", "forget", "desktop"});
  EXPECT_EQ(unasked.exit_code, 64);
  EXPECT_THAT(unasked.err, HasSubstr("cannot ask whether to forget the machine: there is no terminal"));
  const auto declined = laptop_.start_on_terminal({"machines", "forget", "desktop"}, "n\n")->wait();
  EXPECT_EQ(declined.exit_code, 130);
  EXPECT_THAT(declined.out, HasSubstr(" has 1 session in the store."));
  EXPECT_THAT(declined.out, HasSubstr("Forget desktop? [y/N]"));
  EXPECT_THAT(laptop_.run({"machines"}).out, HasSubstr("desktop: 1 session"));
  EXPECT_THAT(laptop_.run({"machines", "forget", "desktop", "--yes"}).out,
              HasSubstr("desktop is forgotten, with 1 session."));
  EXPECT_THAT(laptop_.run({"machines"}).out, Not(HasSubstr("desktop")));
}

TEST_F(Machines, ThatRunAtOnceDoEverythingOnce) {
  work_on_laptop("09:00", "10:00");
  work_on_desktop("11:00", "14:00");
  ASSERT_EQ(laptop_.run({"import"}).exit_code, 0);
  ASSERT_EQ(desktop({"import"}).exit_code, 0);
  const auto one = laptop_.start({"sync", "--yes", "--json"});
  const auto other = on_desktop([&] { return laptop_.start({"sync", "--yes", "--json"}); });
  const auto first = one->wait();
  const auto second = other->wait();
  EXPECT_TRUE(first.exit_code == 0 || second.exit_code == 0) << first.out << second.out;
  EXPECT_EQ(laptop_.sync().state_of(k_monday), "already_synced");
  EXPECT_EQ(laptop_.entries_in({utc("2026-02-01T23:00:00Z"), utc("2026-02-02T23:00:00Z")}).size(), 2U);
}

TEST_F(Machines, AreNotChangedByALook) {
  work_on_laptop("09:00", "10:00");
  const auto state = [this] {
    return sql(
        "SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM machines), (SELECT count(*) FROM "
        "timesheets), (SELECT count(*) FROM day_plans)");
  };
  const auto is_empty = [this] { return sql("SELECT to_regnamespace('claude_tracker') IS NULL"); };
  const auto look = laptop_.run({"sync", "-n", "--json"});
  EXPECT_EQ(look.exit_code, 0) << look.err;
  EXPECT_THAT(look.out, HasSubstr(R"("state":"planned")"));
  for (const char* command : {"status", "report", "doctor", "machines"}) {
    EXPECT_THAT(laptop_.run({command}).err, Not(HasSubstr("cannot"))) << command;
  }
  EXPECT_EQ(is_empty(), "t");
  ASSERT_EQ(laptop_.sync().exit_code, 0);
  const auto undo = laptop_.run({"undo", k_monday, "-n"});
  EXPECT_EQ(undo.exit_code, 0) << undo.err;
  EXPECT_EQ(state(), "1|1|1|1");
}

TEST_F(Machines, TakeADayBackAndBillItAgain) {
  work_on_laptop("09:00", "10:00");
  ASSERT_EQ(laptop_.sync().exit_code, 0);
  work_on_desktop("11:00", "14:00");
  ASSERT_EQ(desktop({"import"}).exit_code, 0);
  const auto resync = desktop({"resync", k_monday, "--yes"});
  EXPECT_EQ(resync.exit_code, 0) << resync.err;
  EXPECT_EQ(billed()[known::web().str()], 6.0);
}

TEST_F(Machines, TakeAStoreOverFromItsFileAndGiveItBack) {
  const std::string with_server = read_file(laptop_.config_file());
  const std::string without = with_server.substr(with_server.find('\n') + 1);
  laptop_.configure_text(without);
  work_on_laptop("09:00", "10:00");
  ASSERT_EQ(laptop_.sync().state_of(k_monday), "synced");

  EXPECT_THAT(laptop_.run({"store", "migrate", "--to", url(), "-n"}).out, HasSubstr("Would move to postgresql://"));
  const auto moved = laptop_.run({"store", "migrate", "--to", url()});
  EXPECT_EQ(moved.exit_code, 0) << moved.err;
  EXPECT_THAT(moved.out, HasSubstr("1 session, 1 day, "));
  const auto refused = laptop_.run({"status"});
  EXPECT_THAT(refused.err, HasSubstr("it was moved to postgresql://"));

  laptop_.configure_text(with_server);
  auto answer = laptop_.sync();
  EXPECT_EQ(answer.state_of(k_monday), "already_synced") << answer.err;
  EXPECT_EQ(answer.requests(), 0);

  // Back to where it was, as if the first try had been cut off behind its mark.
  const std::string file = (laptop_.home() / "back.db").string();
  EXPECT_THAT(laptop_.run({"store", "migrate", "--to", "postgresql://ann:secret@db/x"}).err,
              AllOf(HasSubstr("must not hold a password"), Not(HasSubstr("secret"))));
  (void)sql("UPDATE store_version SET moved_to = '" + file + "'");
  EXPECT_THAT(laptop_.run({"sync", "--yes"}).err, HasSubstr("it was moved to " + file));
  EXPECT_EQ(laptop_.run({"store", "migrate", "--to", file}).exit_code, 0);
  EXPECT_THAT(laptop_.run({"status"}).err, HasSubstr("it was moved to " + file));
  laptop_.configure_text("database = \"" + file + "\"\n" + without);
  answer = laptop_.sync();
  EXPECT_EQ(answer.state_of(k_monday), "already_synced") << answer.err;
  EXPECT_EQ(billed()[known::api().str()], 8.0);

  // And once more to the server, whose store says nothing any more of what there is.
  EXPECT_EQ(laptop_.run({"store", "migrate", "--to", url()}).exit_code, 0);
  laptop_.configure_text(with_server);
  EXPECT_EQ(laptop_.sync().state_of(k_monday), "already_synced");
}

TEST_F(Machines, OfAStoreInAFileAreNone) {
  const std::string with_server = read_file(laptop_.config_file());
  laptop_.configure_text(with_server.substr(with_server.find('\n') + 1));
  EXPECT_THAT(laptop_.run({"machines"}).out, HasSubstr("a file of this machine alone"));
  EXPECT_EQ(laptop_.run({"machines", "forget", "desktop"}).exit_code, 64);
  EXPECT_FALSE(std::filesystem::exists(laptop_.database()));
}

TEST_F(Machines, SayWhatIsWrongWithTheServer) {
  libsync::support::write_file(laptop_.config_file(), "store = \"postgresql://ann@127.0.0.1:1/none\"\n[sync]\n");
  const auto answer = laptop_.run({"import"});
  EXPECT_EQ(answer.exit_code, 74);
  EXPECT_THAT(answer.err, HasSubstr("cannot use the store postgresql://ann@127.0.0.1:1/none: its server cannot be "
                                    "reached"));
}

}  // namespace
}  // namespace e2e
