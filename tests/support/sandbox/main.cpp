// SPDX-License-Identifier: MIT
//
// clockify-sandbox: a Clockify on this machine to try things on. What it does is what tests rely on
// (fake_clockify.hpp).
#include "fake_clockify.hpp"
#include "state_dir.hpp"
#include "temp_dir.hpp"

#include <boost/program_options.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace libsync::support {
namespace {

namespace po = boost::program_options;

constexpr int k_usage_error = 64;

struct Options {
  std::string command = "serve";
  std::filesystem::path state_dir;
  std::uint16_t port = 0;
  std::string time_zone;
  std::int64_t lose_answer = 0;
  WorkspaceSettings settings{};
  bool free_plan = false;
  bool background = false;
};

// What scripts need to know, as lines for a shell.
std::string environment(const FakeClockify& fake, const StateDir& dir) {
  std::string text;
  const auto line = [&](const char* name, const std::string& value) { text += fmt::format("{}='{}'\n", name, value); };
  line("CLOCKIFY_SANDBOX_BASE_URL", fake.base_url());
  line("CLOCKIFY_SANDBOX_CA_FILE", (dir.path() / "ca.pem").string());
  line("CLOCKIFY_SANDBOX_PID", std::to_string(::getpid()));
  line("CLOCKIFY_SANDBOX_WORKSPACE_ID", well_known::workspace().str());
  line("CLOCKIFY_API_KEY", well_known::k_key);
  return text;
}

std::string banner(const FakeClockify& fake, const StateDir& dir) {
  std::string text = "A Clockify of your own is up. Nothing leaves this machine.\n\n";
  text += fmt::format("  base URL   {}\n", fake.base_url());
  text += fmt::format("  CA file    {}\n", (dir.path() / "ca.pem").string());
  text += fmt::format("  API key    {}\n", well_known::k_key);
  text += fmt::format("  workspace  {}  Acme\n", well_known::workspace().str());
  for (const auto& project : well_known::projects()) {
    text +=
        fmt::format("  project    {}  {}{}\n", project.id.str(), project.name, project.archived ? " (archived)" : "");
  }
  for (const auto& task : well_known::tasks()) {
    text += fmt::format("  task       {}  {} of API{}\n", task.id.str(), task.name, task.done ? " (done)" : "");
  }
  return text + fmt::format("\nThe same for a shell: . {}\n", (dir.path() / "sandbox.env").string());
}

// The port it had before, so that configurations stay valid; another one when somebody else has that now.
std::unique_ptr<FakeClockify> start(const Options& options, const std::optional<SandboxState>& before) {
  FakeOptions wanted;
  if (before) wanted.service = before->service;
  if (!options.time_zone.empty()) {
    wanted.time_zone = options.time_zone;
    if (wanted.service) wanted.service->set_time_zone(options.time_zone);
  }
  wanted.port = options.port != 0 ? options.port : before ? before->port : std::uint16_t{0};
  try {
    return std::make_unique<FakeClockify>(wanted);
  } catch (const std::exception& error) {
    if (options.port != 0)
      throw std::runtime_error(fmt::format("cannot listen on port {}: {}", options.port, error.what()));
    wanted.port = 0;
    return std::make_unique<FakeClockify>(wanted);
  }
}

// Goes on in a child when asked to: the parent returns its exit status once the child is ready.
std::optional<int> move_to_background(int ready_pipe[2]) {
  if (::pipe(ready_pipe) != 0) throw std::runtime_error("cannot make a pipe");
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot start a process");
  if (child == 0) {
    ::close(ready_pipe[0]);
    ::setsid();
    return std::nullopt;
  }
  ::close(ready_pipe[1]);
  char buffer[4096];
  bool said_something = false;
  for (ssize_t size = 0; (size = ::read(ready_pipe[0], buffer, sizeof buffer)) > 0; said_something = true) {
    std::cout.write(buffer, size);
  }
  return said_something ? 0 : 1;
}

int serve(const Options& options) {
  StateDir dir{options.state_dir};
  if (!dir.lock()) throw std::runtime_error(fmt::format("a sandbox is running in {}", dir.path().string()));

  int ready[2] = {-1, -1};
  if (options.background) {
    if (const auto status = move_to_background(ready)) return *status;
  }
  dir.note_owner();
  const auto before = dir.load();
  const Served served_before = before ? before->served : Served{};

  // Blocked before the server's thread exists, so that it is this thread that gets them.
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&stop_signals, signal);
  pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  const auto fake = start(options, before);
  fake->set_settings(options.settings);
  if (options.free_plan) fake->limit_rate(30, std::chrono::hours{1});
  if (options.lose_answer > 0) fake->on_post(options.lose_answer, fault::drop().applied());
  const auto save = [&] {
    const auto counts = fake->counts();
    dir.save(fake->save(),
             {served_before.requests + counts.requests, served_before.posts + counts.posts,
              served_before.connections + counts.connections},
             fake->port());
  };
  fake->after_each_request(save);
  save();
  write_file(dir.path() / "ca.pem", fake->identity().authority_pem);
  write_file(dir.path() / "sandbox.env", environment(*fake, dir));

  const std::string text = banner(*fake, dir);
  if (options.background) {
    if (::write(ready[1], text.data(), text.size()) < 0) return 1;
    ::close(ready[1]);
    // Whoever started it may be waiting for the end of its output.
    for (FILE* stream : {stdin, stdout, stderr}) {
      if (std::freopen("/dev/null", stream == stdin ? "r" : "w", stream) == nullptr) return 1;
    }
  } else {
    std::cout << text << "Stop it with Ctrl-C.\n" << std::flush;
  }
  int signal = 0;
  sigwait(&stop_signals, &signal);
  return 0;
}

int stop(const Options& options) {
  const StateDir dir{options.state_dir};
  if (const auto owner = dir.owner()) {
    ::kill(*owner, SIGTERM);
    dir.wait_until_free();
  }
  return 0;
}

int print_timesheet(const Options& options) {
  const StateDir dir{options.state_dir};
  const auto state = dir.load();
  if (!state) throw std::runtime_error(fmt::format("no sandbox ever ran in {}", dir.path().string()));
  const std::string& name = options.time_zone.empty() ? state->service.users().front().time_zone : options.time_zone;
  std::cout << timesheet(state->service, *Zone::find(name), state->served);
  return 0;
}

// What entries have to have from now on.
void require(WorkspaceSettings& settings, const std::string& what) {
  bool* const setting = what == "project"       ? &settings.force_projects
                        : what == "task"        ? &settings.force_tasks
                        : what == "tag"         ? &settings.force_tags
                        : what == "description" ? &settings.force_description
                                                : nullptr;
  if (setting == nullptr) throw po::error(fmt::format("an entry cannot be made to have a `{}`", what));
  *setting = true;
}

Options parse(int argc, char** argv, const po::options_description& described) {
  Options options;
  po::positional_options_description positional;
  positional.add("command", 1);
  po::options_description all;
  all.add(described).add_options()("command", po::value(&options.command));
  po::variables_map values;
  po::store(po::command_line_parser(argc, argv).options(all).positional(positional).run(), values);
  po::notify(values);
  if (values.count("help") != 0) options.command = "help";
  if (values.count("state-dir") != 0) options.state_dir = values["state-dir"].as<std::string>();
  if (values.count("port") != 0) options.port = values["port"].as<std::uint16_t>();
  if (values.count("time-zone") != 0) options.time_zone = values["time-zone"].as<std::string>();
  if (values.count("lose-answer") != 0) options.lose_answer = values["lose-answer"].as<std::int64_t>();
  if (values.count("require") != 0) {
    for (const auto& what : values["require"].as<std::vector<std::string>>()) require(options.settings, what);
  }
  options.free_plan = values.count("free-plan") != 0;
  options.background = values.count("background") != 0;
  if (options.command != "help" && options.state_dir.empty()) throw po::required_option("--state-dir");
  if (!options.time_zone.empty() && !Zone::find(options.time_zone)) {
    throw po::error(fmt::format("there is no time zone `{}`", options.time_zone));
  }
  return options;
}

int run(int argc, char** argv) {
  po::options_description described{"Options"};
  described.add_options()("state-dir", po::value<std::string>(), "the folder it keeps everything in")(
      "port", po::value<std::uint16_t>(), "where to listen (the port it had before, or a free one)")(
      "time-zone", po::value<std::string>(), "of the user's profile, or to print in (Europe/Berlin)")(
      "free-plan", "at most 30 requests an hour, as Clockify's free plan has it")(
      "require", po::value<std::vector<std::string>>(),
      "refuse entries without a project, task, tag or description (may be repeated)")(
      "lose-answer", po::value<std::int64_t>(),
      "carry out the N-th POST, but drop the connection instead of answering")(
      "background", "return when it is ready; `stop` ends it")("help", "this text");
  Options options;
  try {
    options = parse(argc, argv, described);
  } catch (const po::error& error) {
    std::cerr << "clockify-sandbox: error: " << error.what() << "\nhint: clockify-sandbox --help\n";
    return k_usage_error;
  }
  if (options.command == "serve") return serve(options);
  if (options.command == "stop") return stop(options);
  if (options.command == "timesheet") return print_timesheet(options);
  if (options.command == "help") {
    std::cout << "usage: clockify-sandbox [serve|stop|timesheet] --state-dir DIR [OPTIONS]\n\n" << described;
    return 0;
  }
  std::cerr << "clockify-sandbox: error: there is no command `" << options.command
            << "`\nhint: clockify-sandbox --help\n";
  return k_usage_error;
}

}  // namespace
}  // namespace libsync::support

int main(int argc, char** argv) {
  try {
    return libsync::support::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "clockify-sandbox: error: " << error.what() << '\n';
    return 1;
  }
}
