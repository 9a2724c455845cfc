// SPDX-License-Identifier: MIT
#include "render/progress.hpp"

#include "dialogue.hpp"
#include "render/words.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cli {

namespace {

constexpr std::chrono::milliseconds k_redraw{50};
constexpr std::size_t k_bar_width = 30;
constexpr std::size_t k_narrow_width = 60;  // of a terminal
constexpr std::size_t k_narrow_bar = 12;
constexpr std::size_t k_many_days = 10;

// What a first run is about to do to a timesheet, and how to begin later.
std::string many_days_note(const libsync::loop::SyncReport& plan, std::size_t days, std::size_t entries) {
  const auto first = std::find_if(plan.days.begin(), plan.days.end(), [](const auto& day) {
    return day.state == libsync::loop::DayState::not_reached && !day.entries.empty();
  });
  return fmt::format("this posts {} for {}{}; `first_day` under [sync] makes it begin later",
                     count_of(static_cast<std::int64_t>(entries), "entry", "entries"),
                     count_of(static_cast<std::int64_t>(days), "workday", "workdays"),
                     first == plan.days.end() ? "" : fmt::format(" from {} on", day_name(first->date)));
}

}  // namespace

std::string bar(std::int64_t done, std::int64_t of, std::size_t width) {
  const auto room = static_cast<std::int64_t>(width) - 2;
  const std::int64_t filled = of > 0 ? std::clamp<std::int64_t>(done, 0, of) * room / of : room;
  return fmt::format("[{}{}]", std::string(static_cast<std::size_t>(filled), '#'),
                     std::string(static_cast<std::size_t>(room - filled), '.'));
}

Progress::Progress(Console& console, libsync::Zone zone, Options options)
    : console_(console), zone_(zone), options_(std::move(options)) {}

Progress::~Progress() {
  clear();
}

void Progress::importing(std::int64_t bytes_done, std::int64_t bytes_total) {
  if (bytes_total > 0) draw("reading transcripts", bytes_done, bytes_total, When::if_due);
}

bool Progress::confirm(const libsync::loop::SyncReport& plan, std::size_t days, std::size_t entries) {
  clear();
  entries_in_all_ = entries;
  const bool asks = options_.ask && entries > 0;
  if (asks && options_.plan_text) console_.err << options_.plan_text(plan) << "\n";
  if (options_.names_first_day && days > k_many_days) note(console_, many_days_note(plan, days, entries));
  if (asks) {
    declined_ = !Dialogue{console_}.agree(
        fmt::format("Post {} for {} to Clockify?", count_of(static_cast<std::int64_t>(entries), "entry", "entries"),
                    count_of(static_cast<std::int64_t>(days), "workday", "workdays")),
        false);
    if (declined_) return false;
  }
  options_.before_first_request();
  return true;
}

bool Progress::confirm_withdrawal(const libsync::loop::WithdrawalReport& plan) {
  clear();
  if (options_.agrees_to_withdrawal && !options_.agrees_to_withdrawal(plan)) return false;
  options_.before_first_request();
  return true;
}

void Progress::day_begins(libsync::LocalDate date, std::size_t /*entries*/) {
  draw(day_name(date), static_cast<std::int64_t>(entries_done_), static_cast<std::int64_t>(entries_in_all_), When::now);
}

void Progress::entry_done(libsync::LocalDate date, std::size_t /*done*/, std::size_t /*of*/) {
  ++entries_done_;
  draw(day_name(date), static_cast<std::int64_t>(entries_done_), static_cast<std::int64_t>(entries_in_all_), When::now);
}

void Progress::waiting(libsync::UtcTime until, const std::string& why) {
  if (!options_.tell_waits) return;
  clear();
  const auto moment = local_moment(std::chrono::ceil<std::chrono::minutes>(until), zone_);
  tell(console_, fmt::format("claude-tracker: waiting until {}: {}", moment, libsync::printable(why)));
  console_.err << std::flush;
}

void Progress::still_waiting(libsync::seconds left) {
  if (!options_.draw) return;
  drawn_ = true;
  const auto minutes = std::chrono::floor<std::chrono::minutes>(left);
  console_.err << fmt::format("\r\x1b[K{}:{:02} to wait, {} of {} entries done", minutes.count(),
                              (left - minutes).count(), entries_done_, entries_in_all_)
               << std::flush;
}

void Progress::clear() {
  if (!drawn_) return;
  console_.err << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

void Progress::draw(const std::string& what, std::int64_t done, std::int64_t of, When when) {
  if (!options_.draw) return;
  const auto now = std::chrono::steady_clock::now();
  if (when == When::if_due && drawn_ && now - last_drawn_ < k_redraw) return;
  last_drawn_ = now;
  drawn_ = true;
  const std::string percent = of > 0 ? fmt::format("{:3} %", std::clamp<std::int64_t>(done, 0, of) * 100 / of) : "";
  const std::size_t bar_width = console_.width < k_narrow_width ? k_narrow_bar : k_bar_width;
  std::string text = fmt::format("{} {}  {}", bar(done, of, bar_width), percent, what);
  if (console_.width > 1 && text.size() >= console_.width) text.resize(console_.width - 1);
  console_.err << "\r\x1b[K" << text << std::flush;
}

}  // namespace cli
