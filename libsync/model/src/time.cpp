// SPDX-License-Identifier: MIT
#include <libsync/model/time.hpp>

#include <fmt/format.h>

namespace libsync {
namespace {

// Reads fixed-width numbers and single characters from the front of a text; any mismatch makes it fail for good.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_.empty() || !is_digit(rest_.front())) {
        failed_ = true;
        return 0;
      }
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  void expect(char c) {
    if (!accept(c)) failed_ = true;
  }

  bool accept(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // The digits of a fraction as milliseconds; further digits are dropped.
  int milliseconds() {
    int value = 0;
    int seen = 0;
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), ++seen) {
      if (seen < 3) value = value * 10 + (rest_.front() - '0');
    }
    if (seen == 0) failed_ = true;
    for (; seen < 3; ++seen) value *= 10;
    return value;
  }

  [[nodiscard]] bool done() const { return !failed_ && rest_.empty(); }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  std::string_view rest_;
  bool failed_ = false;
};

std::optional<LocalDate> read_date(Reader& reader) {
  const int year = reader.digits(4);
  reader.expect('-');
  const int month = reader.digits(2);
  reader.expect('-');
  const int day = reader.digits(2);
  const LocalDate date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                       std::chrono::day{static_cast<unsigned>(day)}};
  if (reader.failed() || !date.ok()) return std::nullopt;
  return date;
}

}  // namespace

std::string format_utc(UtcTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{}T{:02}:{:02}:{:02}Z", format_date(LocalDate{day}), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::string format_date(LocalDate date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string format_time(LocalTime time) {
  return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60);
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  Reader reader{text};
  const auto date = read_date(reader);
  if (!date) return std::nullopt;
  if (!reader.accept('T') && !reader.accept('t')) reader.expect(' ');
  const int hour = reader.digits(2);
  reader.expect(':');
  const int minute = reader.digits(2);
  reader.expect(':');
  const int second = reader.digits(2);
  const int fraction = reader.accept('.') ? reader.milliseconds() : 0;

  int offset_minutes = 0;
  if (!reader.accept('Z') && !reader.accept('z')) {
    const int sign = reader.accept('-') ? -1 : 1;
    if (sign == 1) reader.expect('+');
    const int hours = reader.digits(2);
    reader.expect(':');
    const int minutes = reader.digits(2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset_minutes = sign * (hours * 60 + minutes);
  }
  if (!reader.done() || hour > 23 || minute > 59 || second > 60) return std::nullopt;

  return Instant{std::chrono::sys_days{*date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second} + std::chrono::milliseconds{fraction} - std::chrono::minutes{offset_minutes};
}

std::optional<LocalDate> parse_date(std::string_view text) {
  Reader reader{text};
  const auto date = read_date(reader);
  return date && reader.done() ? date : std::nullopt;
}

std::optional<LocalTime> parse_time(std::string_view text) {
  Reader reader{text};
  const int hour = reader.digits(2);
  reader.expect(':');
  const int minute = reader.digits(2);
  if (!reader.done() || hour > 23 || minute > 59) return std::nullopt;
  return LocalTime{hour * 60 + minute};
}

}  // namespace libsync
