// SPDX-License-Identifier: MIT
//
// machines_soak [ROUNDS [SEED]]
//
// Three machines of one person work, import and sync with the real program and one store on a real server, while
// processes are killed and stopped, connections cut and the server is killed. In the end every day is exact.
#include "postgres_server.hpp"
#include "workplace.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <thread>

namespace e2e {
namespace {

using libsync::support::PostgresServer;
using libsync::support::Process;
using libsync::support::ProcessResult;

constexpr std::array k_machines{"laptop", "desktop", "tower"};
constexpr std::array k_projects{"/work/api", "/work/web"};

class Soak {
 public:
  explicit Soak(unsigned seed) : random_(seed) {
    libsync::support::write_file(clock_file(), std::string(sizeof(std::int64_t), '\0'));
    place_.environment["LIBSYNC_CLOCK_SHIFT"] = clock_file();
    place_.environment["LD_PRELOAD"] = SHIFTED_CLOCK;
    place_.fake.set_clock(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    libsync::support::write_file(place_.config_file(), fmt::format("store = \"{}\"\n", url()) +
                                                           libsync::support::read_file(place_.config_file()));
  }

  void round() {
    work();
    time_passes();
    switch (roll(12)) {
      case 0:
      case 1:
        return kill_one();
      case 2:
        return cut_one();
      case 3:
        return two_at_once();
      case 4:
        return one_sleeps();
      case 5:
        if (roll(4) > 0) return finish(sync(roll(3)));
        return restart_server();
      case 6:
        return finish(start(roll(3), {"import"}));
      default:
        return finish(sync(roll(3)));
    }
  }

  // Everybody comes to an end; then every day that was worked on is full, once.
  [[nodiscard]] std::string wrong() {
    for (int machine = 0; machine < 3; ++machine) finish(start(machine, {"import"}));
    for (int run = 0;; ++run) {
      time_passes();
      const auto ended = sync(run % 3)->wait();
      if (ended.exit_code == 0) break;
      if (run == 8) return "it does not come to an end: " + ended.out + ended.err;
    }
    std::map<LocalDate, std::vector<Interval>> found;
    for (const auto& entry : place_.fake.entries()) {
      found[zone("Europe/Berlin").date_of(entry.start)].push_back({entry.start, *entry.end});
    }
    std::set<LocalDate> days;
    for (const auto& [day, entries] : found) {
      days.insert(day);
      const auto hours = work_hours(libsync::format_date(day), Config{});
      UtcTime reached = hours.start;
      for (const auto& entry : entries) {
        if (entry.start != reached) {
          std::string all;
          for (const auto& each : entries) {
            all += fmt::format(" {}-{}", libsync::format_utc(each.start), libsync::format_utc(each.end));
          }
          return fmt::format("a gap, an overlap or a double on {}:{}\n{}", libsync::format_date(day), all,
                             rows_of(day));
        }
        reached = entry.end;
      }
      if (reached != hours.end) return libsync::format_date(day) + " is not full";
    }
    return days == worked_ ? "" : fmt::format("{} days instead of {}", days.size(), worked_.size());
  }

  [[nodiscard]] const std::map<int, int>& exit_codes() const { return exit_codes_; }
  [[nodiscard]] std::size_t days() const { return worked_.size(); }
  [[nodiscard]] std::size_t entries() const { return place_.fake.entries().size(); }

 private:
  [[nodiscard]] std::string url() const {
    const auto part = [this](const std::string& key) {
      const auto start = address_.find(key + '=') + key.size() + 1;
      return address_.substr(start, address_.find(' ', start) - start);
    };
    return fmt::format("postgresql://{}@/{}?host={}", part("user"), part("dbname"), part("host"));
  }

  int roll(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }
  void pause(int at_most_ms) { std::this_thread::sleep_for(std::chrono::milliseconds{roll(at_most_ms)}); }

  // Some minutes on the present day, by anyone; now and then the next day begins.
  void work() {
    if (roll(6) == 0) day_ = day_ + (std::chrono::weekday{std::chrono::sys_days{day_}} == std::chrono::Friday ? 3 : 1);
    const auto hours = work_hours(libsync::format_date(day_), Config{});
    const UtcTime start = hours.start + std::chrono::minutes{roll(400)};
    const int machine = roll(3);
    std::string lines;
    const int session = ++sessions_;
    for (int message = 0; message <= 1 + roll(5); ++message) {
      lines += fmt::format(R"({{"type":"user","cwd":"{}","sessionId":"s{}","uuid":"{}-{}",)"
                           R"("message":{{"role":"user","content":"go on"}},"timestamp":"{}"}})"
                           "\n",
                           k_projects[static_cast<std::size_t>(roll(2))], session, session, message,
                           libsync::format_utc(start + std::chrono::minutes{5 * message}));
    }
    libsync::support::write_file(home(machine) / ".claude/projects/p" / fmt::format("s{}.jsonl", session), lines);
    worked_.insert(day_);
  }

  // To those that run as well, also when they are stopped.
  void show_clock() const {
    const std::int64_t seconds = std::chrono::seconds{shift_}.count();
    std::ofstream out{clock_file(), std::ios::binary | std::ios::in | std::ios::out};
    out.write(reinterpret_cast<const char*>(&seconds), sizeof seconds);
  }
  [[nodiscard]] std::string clock_file() const { return (place_.home() / "clock").string(); }

  // Long enough that what was in doubt is settled by the next who looks; for the machines as for Clockify.
  void time_passes() {
    place_.fake.advance(std::chrono::minutes{16});
    shift_ += std::chrono::minutes{16};
    show_clock();
  }

  [[nodiscard]] std::filesystem::path home(int machine) const {
    return place_.home() / k_machines[static_cast<std::size_t>(machine)];
  }

  std::unique_ptr<Process> start(int machine, std::vector<std::string> words) {
    place_.environment["HOME"] = home(machine).string();
    place_.environment["XDG_CONFIG_HOME"] = (place_.home() / ".config").string();
    return place_.start(std::move(words));
  }
  std::unique_ptr<Process> sync(int machine) { return start(machine, {"sync", "--yes", "--quiet"}); }

  // What may come of a run to which all this happens. Nothing in it is a conflict or a bug.
  void finish(const std::unique_ptr<Process>& process) {
    const ProcessResult ended = process->wait();
    ++exit_codes_[ended.signal != 0 ? -ended.signal : ended.exit_code];
    constexpr std::array k_expected{0, 69, 74, 75};
    const bool is_expected =
        ended.signal == SIGKILL || std::ranges::find(k_expected, ended.exit_code) != k_expected.end();
    if (!is_expected) throw std::runtime_error(fmt::format("exit {}: {}{}", ended.exit_code, ended.out, ended.err));
  }

  void kill_one() {
    const auto process = sync(roll(3));
    pause(60);
    process->send_signal(SIGKILL);
    finish(process);
  }

  [[nodiscard]] std::string rows_of(LocalDate day) const {
    return PostgresServer::shared().run(
        address_,
        fmt::format("SET search_path = claude_tracker; SELECT slot, state, attempt, sent_at_s, entry_id, origin "
                    "FROM outbox WHERE date = '{}'",
                    libsync::format_date(day)));
  }

  void cut_connections() const {
    (void)PostgresServer::shared().run(address_,
                                       "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                       "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  void cut_one() {
    const auto process = sync(roll(3));
    pause(40);
    cut_connections();
    finish(process);
  }

  void two_at_once() {
    const auto one = sync(roll(3));
    const auto other = sync(roll(3));
    finish(one);
    finish(other);
  }

  // Its lid is closed, its connection goes, another machine does everything, and then it wakes up.
  void one_sleeps() {
    const int machine = roll(3);
    const auto process = sync(machine);
    pause(60);
    process->send_signal(SIGSTOP);
    cut_connections();
    time_passes();
    finish(sync((machine + 1) % 3));
    process->send_signal(SIGCONT);
    finish(process);
  }

  void restart_server() {
    const auto process = sync(roll(3));
    pause(40);
    PostgresServer::shared().kill();
    PostgresServer::shared().start();
    finish(process);
  }

  std::string address_ = PostgresServer::shared().new_database();
  Workplace place_;
  std::mt19937 random_;
  LocalDate day_ = libsync::parse_date("2020-01-06").value();
  int sessions_ = 0;
  std::chrono::minutes shift_{0};
  std::set<LocalDate> worked_;
  std::map<int, int> exit_codes_;
};

}  // namespace

int run(int rounds, unsigned seed) try {
  Soak soak{seed};
  for (int round = 1; round <= rounds; ++round) {
    try {
      soak.round();
    } catch (const std::runtime_error& error) {
      std::printf("seed %u, round %d: %s\n", seed, round, error.what());
      return 1;
    }
    if (round % 250 == 0 || round == rounds) {
      if (const auto wrong = soak.wrong(); !wrong.empty()) {
        std::printf("seed %u, round %d: %s\n", seed, round, wrong.c_str());
        return 1;
      }
      std::printf("%d rounds, %zu days exact, %zu entries, each once; exits", round, soak.days(), soak.entries());
      for (const auto& [code, count] : soak.exit_codes()) std::printf(" %d:%d", code, count);
      std::printf("\n");
      std::fflush(stdout);
    }
  }
  return 0;
} catch (const std::exception& error) {
  std::printf("%s\n", error.what());
  return 1;
}

}  // namespace e2e

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 100;
  const unsigned seed = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1U;
  return e2e::run(rounds, seed);
}
