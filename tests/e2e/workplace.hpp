// SPDX-License-Identifier: MIT
//
// Somebody's machine with the real program on it, and a Clockify within reach: a home of its own, a configuration,
// transcripts, and the program as a process that talks TLS.
#pragma once

#include <libsync/model/zone.hpp>
#include <libsync/store/sqlite_store.hpp>

#include <boost/json.hpp>
#include <fake_clockify.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <process.hpp>
#include <temp_dir.hpp>
#include <well_known.hpp>

#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace e2e {

using libsync::Interval;
using libsync::LocalDate;
using libsync::LocalTime;
using libsync::UtcTime;
namespace fault = libsync::support::fault;
namespace json = boost::json;
namespace known = libsync::support::well_known;

[[nodiscard]] LocalDate date(std::string_view text);  // "2026-02-02"
[[nodiscard]] UtcTime utc(std::string_view text);     // "2026-02-02T08:00:00Z"
[[nodiscard]] LocalDate operator+(LocalDate date, int days);
[[nodiscard]] libsync::Zone zone(std::string_view name);

// The lines of config.toml that a test varies. Paths of projects are below /work, which need not exist.
struct Config {
  std::string time_zone = "Europe/Berlin";
  std::string start = "09:00";
  std::string end = "17:00";
  std::string more_of_sync = {};  // further lines of [sync]
  std::map<std::string, std::string> mapping = {{"/work/api", known::api().str()}, {"/work/web", known::web().str()}};
  std::string other = known::other().str();  // empty for none
};

// What a run of the program said, `--json` included.
struct Answer {
  int exit_code = -1;
  json::object object;
  std::string out;
  std::string err;

  [[nodiscard]] const json::object& day(std::string_view date) const;  // fails the test when it is not listed
  [[nodiscard]] std::string state_of(std::string_view date) const;     // "" when it is not listed
  [[nodiscard]] std::int64_t requests() const;
  [[nodiscard]] std::string error_kind() const;  // "" without an error
};

class Workplace {
 public:
  explicit Workplace(libsync::support::FakeOptions options = {});

  void configure(const Config& config);
  void configure_text(const std::string& text);

  // One session in `project`: a message every five minutes of [start, end], both ends included.
  void work(const std::string& project, UtcTime start, UtcTime end);
  // The same in local time of `zone`.
  void work(const std::string& project, const std::string& zone, std::string_view on, std::string_view from,
            std::string_view to);

  // The program with these words, preceded by what leads it to the fake Clockify.
  [[nodiscard]] std::vector<std::string> command_line(std::vector<std::string> words) const;
  [[nodiscard]] libsync::support::ProcessResult run(std::vector<std::string> words, const std::string& input = "");
  // The same without what leads it there.
  [[nodiscard]] libsync::support::ProcessResult run_alone(std::vector<std::string> words,
                                                          const std::string& input = "");
  [[nodiscard]] std::unique_ptr<libsync::support::Process> start(std::vector<std::string> words);
  // On a terminal, where `typed` waits to be read.
  [[nodiscard]] std::unique_ptr<libsync::support::Process> start_on_terminal(std::vector<std::string> words,
                                                                             const std::string& typed = "");
  // On a terminal of so many columns, to the end, with `typed` as above.
  [[nodiscard]] std::string on_terminal(std::vector<std::string> words, unsigned short columns,
                                        const std::string& typed = "");
  // The same by a shell, for which "$@" is the program with its words: "ulimit -f 0; exec \"$@\"".
  [[nodiscard]] libsync::support::ProcessResult run_by(const std::string& script, std::vector<std::string> words);
  [[nodiscard]] Answer sync(std::vector<std::string> flags = {});

  // From here on every connection arrives at the fake, wherever it is meant to go, and goes no further.
  void catch_connections();

  // From here on the program runs as somebody to whom permissions apply and who owns all that is here, even when root
  // runs the tests.
  void hand_over();

  [[nodiscard]] std::unique_ptr<libsync::store::TrackingStore> store() const;
  [[nodiscard]] libsync::store::DayKey day_key(std::string_view on) const;  // of Ann
  [[nodiscard]] bool is_done(std::string_view date) const;

  // The entries that start inside [start, end), by start.
  [[nodiscard]] std::vector<libsync::support::StoredEntry> entries_in(const Interval& range) const;

  // The `nth` request of the fake's life has arrived; false when it does not within a minute.
  class Arrival {
   public:
    Arrival(libsync::support::FakeClockify& fake, std::int64_t nth);
    [[nodiscard]] bool wait();

   private:
    std::shared_ptr<std::promise<void>> promise_;
  };

  // Fails the test unless Clockify and the store agree that the day is full: entries from the start to the end of the
  // work hours without a gap or an overlap, their ids recorded, the day marked.
  void expect_full(std::string_view date, const Config& config);

  [[nodiscard]] static std::string program();
  // Whom it runs as, once it was handed over.
  [[nodiscard]] std::optional<uid_t> user() const { return user_; }
  [[nodiscard]] std::filesystem::path home() const { return home_.path(); }
  [[nodiscard]] std::filesystem::path database() const;
  [[nodiscard]] std::filesystem::path config_file() const;

  libsync::support::FakeClockify fake;
  std::map<std::string, std::string> environment;

 private:
  [[nodiscard]] libsync::support::ProcessOptions options() const;

  libsync::support::TempDir home_;
  std::optional<uid_t> user_;
  int sessions_ = 0;
};

[[nodiscard]] Interval work_hours(std::string_view date, const Config& config);

}  // namespace e2e
