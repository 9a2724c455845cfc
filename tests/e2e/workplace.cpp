// SPDX-License-Identifier: MIT
#include "workplace.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <stdexcept>

namespace e2e {

using libsync::support::ProcessOptions;
using libsync::support::write_file;

LocalDate date(std::string_view text) {
  return libsync::parse_date(text).value();
}

UtcTime utc(std::string_view text) {
  return libsync::floor_seconds(libsync::parse_rfc3339(text).value());
}

LocalDate operator+(LocalDate date, int days) {
  return std::chrono::sys_days{date} + std::chrono::days{days};
}

libsync::Zone zone(std::string_view name) {
  return *libsync::Zone::find(name);
}

Interval work_hours(std::string_view on, const Config& config) {
  const auto start = libsync::parse_time(config.start).value();
  const auto end = libsync::parse_time(config.end).value();
  const auto rules = zone(config.time_zone);
  return {rules.to_utc(date(on), start), rules.to_utc(end <= start ? date(on) + 1 : date(on), end)};
}

const json::object& Answer::day(std::string_view on) const {
  for (const auto& day : object.at("days").as_array()) {
    if (day.at("date").as_string() == on) return day.as_object();
  }
  throw std::runtime_error(fmt::format("{} is not among the days of {}", on, json::serialize(object)));
}

std::string Answer::state_of(std::string_view on) const {
  for (const auto& day : object.at("days").as_array()) {
    if (day.at("date").as_string() == on) return std::string{day.at("state").as_string()};
  }
  return "";
}

std::int64_t Answer::requests() const {
  return object.at("summary").at("requests").as_int64();
}

std::string Answer::error_kind() const {
  const auto* error = object.if_contains("error");
  return error == nullptr ? "" : std::string{error->at("kind").as_string()};
}

Workplace::Workplace(libsync::support::FakeOptions options) : fake(std::move(options)) {
  environment = {{"HOME", home_.path().string()}, {"CLOCKIFY_API_KEY", known::k_key}};
  configure(Config{});
}

std::filesystem::path Workplace::database() const {
  return home_ / ".local/share/claude-tracker/sessions.db";
}

std::filesystem::path Workplace::config_file() const {
  return home_ / ".config/claude-tracker/config.toml";
}

void Workplace::configure(const Config& config) {
  std::string text =
      fmt::format("[sync]\nworkspace_id = \"{}\"\nwork_day_start = \"{}\"\nwork_day_end = \"{}\"\ntime_zone = \"{}\"\n",
                  known::workspace().str(), config.start, config.end, config.time_zone);
  if (!config.other.empty()) text += fmt::format("other_project_id = \"{}\"\n", config.other);
  text += config.more_of_sync + "\n[sync.project_mapping]\n";
  for (const auto& [folder, project] : config.mapping) text += fmt::format("\"{}\" = \"{}\"\n", folder, project);
  configure_text(text);
}

void Workplace::configure_text(const std::string& text) {
  write_file(config_file(), text);
}

void Workplace::work(const std::string& project, UtcTime start, UtcTime end) {
  const std::string session = fmt::format("session-{}", ++sessions_);
  std::string lines;
  int message = 0;
  for (UtcTime at = start; at <= end;
       at += std::min(std::chrono::seconds{300}, std::max(end - at, std::chrono::seconds{1}))) {
    lines += fmt::format(R"({{"type":"user","cwd":"{}","sessionId":"{}","uuid":"{}-{}",)"
                         R"("message":{{"role":"user","content":"go on"}},"timestamp":"{}"}})"
                         "\n",
                         project, session, session, ++message, libsync::format_utc(at));
  }
  write_file(home_ / ".claude/projects/some-project" / (session + ".jsonl"), lines);
}

void Workplace::work(const std::string& project, const std::string& zone_name, std::string_view on,
                     std::string_view from, std::string_view to) {
  const auto rules = zone(zone_name);
  const auto start = libsync::parse_time(from).value();
  const auto end = libsync::parse_time(to).value();
  work(project, rules.to_utc(date(on), start), rules.to_utc(end <= start ? date(on) + 1 : date(on), end));
}

std::string Workplace::program() {
  return CLAUDE_TRACKER;
}

std::vector<std::string> Workplace::command_line(std::vector<std::string> words) const {
  std::vector<std::string> line{program(), "--base-url", fake.base_url(), "--ca-file", fake.ca_file().string()};
  if (user_) line = {home() / "program", "--base-url", fake.base_url(), "--ca-file", home() / "ca.pem"};
  line.insert(line.end(), words.begin(), words.end());
  return line;
}

ProcessOptions Workplace::options() const {
  return {.environment = environment, .input = {}, .directory = home(), .user = user_};
}

libsync::support::ProcessResult Workplace::run(std::vector<std::string> words, const std::string& input) {
  auto with_input = options();
  with_input.input = input;
  return libsync::support::run_process(command_line(std::move(words)), with_input);
}

libsync::support::ProcessResult Workplace::run_alone(std::vector<std::string> words, const std::string& input) {
  auto with_input = options();
  with_input.input = input;
  words.insert(words.begin(), program());
  return libsync::support::run_process(words, with_input);
}

libsync::support::ProcessResult Workplace::run_by(const std::string& script, std::vector<std::string> words) {
  auto line = command_line(std::move(words));
  line.insert(line.begin(), {"/bin/sh", "-c", script, "sh"});
  return libsync::support::run_process(line, options());
}

std::unique_ptr<libsync::support::Process> Workplace::start(std::vector<std::string> words) {
  return std::make_unique<libsync::support::Process>(command_line(std::move(words)), options());
}

std::unique_ptr<libsync::support::Process> Workplace::start_on_terminal(std::vector<std::string> words,
                                                                        const std::string& typed) {
  auto on_terminal = options();
  on_terminal.input = typed;
  on_terminal.terminal = true;
  return std::make_unique<libsync::support::Process>(command_line(std::move(words)), on_terminal);
}

std::string Workplace::on_terminal(std::vector<std::string> words, unsigned short columns, const std::string& typed) {
  auto on_terminal = options();
  on_terminal.input = typed;
  on_terminal.terminal = true;
  on_terminal.columns = columns;
  return libsync::support::run_process(command_line(std::move(words)), on_terminal).out;
}

void Workplace::hand_over() {
  if (::geteuid() != 0) return;
  constexpr uid_t k_nobody = 65534;
  // The program and the certificate may lie where only root can go.
  std::filesystem::copy_file(program(), home() / "program");
  std::filesystem::copy_file(fake.ca_file(), home() / "ca.pem");
  std::vector<std::filesystem::path> all{home()};
  for (const auto& entry : std::filesystem::recursive_directory_iterator{home()}) all.push_back(entry.path());
  for (const auto& path : all) {
    if (::lchown(path.c_str(), k_nobody, k_nobody) != 0) throw std::runtime_error("cannot hand over " + path.string());
  }
  user_ = k_nobody;
}

void Workplace::catch_connections() {
  environment["HTTPS_PROXY"] = "http://127.0.0.1:" + std::to_string(fake.port());
  environment["NO_PROXY"] = "";
}

Answer Workplace::sync(std::vector<std::string> flags) {
  flags.insert(flags.begin(), {"sync", "--json"});
  const auto result = run(flags);
  Answer answer{.exit_code = result.exit_code, .object = {}, .out = result.out, .err = result.err};
  json::error_code failed;
  const auto value = json::parse(result.out, failed);
  if (failed || !value.is_object()) throw std::runtime_error("no JSON object: " + result.out + result.err);
  answer.object = value.as_object();
  return answer;
}

std::unique_ptr<libsync::store::TrackingStore> Workplace::store() const {
  return libsync::store::open_memory_copy(database());
}

libsync::store::DayKey Workplace::day_key(std::string_view on) const {
  return {{known::ann(), fake.base_url(), known::workspace()}, date(on)};
}

bool Workplace::is_done(std::string_view on) const {
  return store()->older_synced_days(known::workspace()).contains(date(on));
}

std::vector<libsync::support::StoredEntry> Workplace::entries_in(const Interval& range) const {
  std::vector<libsync::support::StoredEntry> found;
  for (const auto& entry : fake.entries()) {
    if (range.contains(entry.start)) found.push_back(entry);
  }
  return found;
}

Workplace::Arrival::Arrival(libsync::support::FakeClockify& fake, std::int64_t nth)
    : promise_(std::make_shared<std::promise<void>>()) {
  fake.before_request(nth, [promise = promise_] { promise->set_value(); });
}

bool Workplace::Arrival::wait() {
  return promise_->get_future().wait_for(std::chrono::minutes{1}) == std::future_status::ready;
}

void Workplace::expect_full(std::string_view on, const Config& config) {
  SCOPED_TRACE(on);
  const Interval hours = work_hours(on, config);
  const auto entries = entries_in(hours);
  ASSERT_FALSE(entries.empty());
  UtcTime reached = hours.start;
  std::map<libsync::ProjectId, libsync::EntryId> there;
  for (const auto& entry : entries) {
    EXPECT_EQ(entry.start, reached) << "a gap or an overlap";
    ASSERT_TRUE(entry.end && entry.project);
    EXPECT_LT(entry.start, *entry.end);
    EXPECT_TRUE(there.emplace(*entry.project, entry.id).second) << "two entries of one project";
    reached = *entry.end;
  }
  EXPECT_EQ(reached, hours.end);

  std::map<libsync::ProjectId, libsync::EntryId> recorded;
  for (const auto& row : store()->synced_entries(day_key(on))) recorded.emplace(row.project, row.entry);
  EXPECT_EQ(recorded, there);
  EXPECT_TRUE(is_done(on));
}

}  // namespace e2e
