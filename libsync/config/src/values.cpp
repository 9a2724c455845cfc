// SPDX-License-Identifier: MIT
#include "values.hpp"

#include <libsync/config/config.hpp>
#include <libsync/model/base_url.hpp>
#include <libsync/model/folder.hpp>
#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace libsync::config {
namespace {

constexpr std::size_t k_longest_description = 3000;  // characters, Clockify's limit

LocalDate parse_part(std::string_view text, const std::string& whole, const char* hint) {
  if (const auto date = parse_date(text)) return *date;
  throw BadValue{fmt::format("must be a date that exists, not {}", in_quotes(whole)), {Step::write_value, hint}};
}

}  // namespace

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return fmt::format("\"{}\"", text);
  return fmt::format("\"{}...\"", cut_at_character(text, longest));
}

unsigned parse_weekday(const std::string& text) {
  constexpr std::array<std::string_view, 7> names{"monday", "tuesday",  "wednesday", "thursday",
                                                  "friday", "saturday", "sunday"};
  const std::string wanted = ascii_lower(text);
  for (unsigned i = 0; i < names.size(); ++i) {
    if (wanted == names[i] || wanted == names[i].substr(0, 3)) return i + 1;
  }
  throw BadValue{fmt::format("must be a day of the week, not {}", in_quotes(text)),
                 {Step::write_value, "\"Mon\" to \"Sun\", or 1 to 7 with 1 for Monday"}};
}

LocalDate parse_day(const std::string& text) {
  return parse_part(text, text, "\"2026-12-24\"");
}

std::vector<LocalDate> parse_days(const std::string& text) {
  constexpr auto hint = "\"2026-12-24\", or \"2026-12-24..2027-01-06\" for several days";
  const std::string_view all = text;
  const auto dots = all.find("..");
  const auto first = parse_part(all.substr(0, dots), text, hint);
  const auto last = dots == std::string_view::npos ? first : parse_part(all.substr(dots + 2), text, hint);
  if (last < first) throw BadValue{fmt::format("must not end before it begins, as {} does", in_quotes(text))};
  if ((std::chrono::sys_days{last} - std::chrono::sys_days{first}).count() >= k_most_days_off) {
    throw BadValue{fmt::format("must not be longer than ten years, as {} is", in_quotes(text))};
  }
  std::vector<LocalDate> days;
  for (LocalDate day = first; day <= last; day = next_day(day)) days.push_back(day);
  return days;
}

LocalTime parse_time_of_day(const std::string& text) {
  const bool one_digit_hour = text.find(':') == 1;
  if (const auto time = parse_time(one_digit_hour ? "0" + text : text)) return *time;
  throw BadValue{fmt::format("must be a time of day, not {}", in_quotes(text)),
                 {Step::write_value, "\"09:00\"; 00:00 to 23:59"}};
}

LocalTime parse_end_of_day(const std::string& text) {
  if (text == "24:00") return std::chrono::hours{24};
  try {
    return parse_time_of_day(text);
  } catch (BadValue& bad) {
    bad.hint = {Step::write_value, "\"17:00\"; 00:00 to 24:00"};
    throw;
  }
}

AgentKind parse_agent(const std::string& text) {
  if (const auto agent = agent_named(text)) return *agent;
  const auto names = agent_names();
  auto meant = nearest(text, names);
  if (meant.empty() && text.size() > 2) {
    const auto begins = [&](const std::string& name) { return name.starts_with(text); };
    if (const auto found = std::ranges::find_if(names, begins); found != names.end()) meant = *found;
  }
  throw BadValue{fmt::format("must be \"{}\", not {}", fmt::join(names, "\" or \""), in_quotes(text)),
                 meant.empty() ? Hint{} : Hint{Step::use_known_key, meant}};
}

std::string parse_description(const std::string& text) {
  if (text.find_first_not_of(' ') == std::string::npos) throw BadValue{"must not be empty"};
  if (has_control_character(text)) throw BadValue{"must not hold line breaks or other control characters"};
  if (text.find_first_of("<>") != std::string::npos) throw BadValue{"must not hold `<` or `>`: Clockify refuses them"};
  if (const auto length = count_characters(text); length > k_longest_description) {
    throw BadValue{fmt::format("must not be longer than {} characters; it has {}", k_longest_description, length)};
  }
  // Without the spaces around it, which Clockify may drop: what it stores is compared with what was sent.
  const auto first = text.find_first_not_of(' ');
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string parse_url(const std::string& text) {
  const auto url = parse_base_url(text);
  if (url) return url->text();
  throw BadValue{fmt::format("cannot be {}: {}", in_quotes(without_credentials(text)), url.error().cause),
                 {Step::write_value_like, fmt::format("\"{}\"", k_clockify_url)}};
}

std::string parse_label(const std::string& text) {
  if (is_label(text)) return text;
  throw BadValue{fmt::format("must be two or more letters, digits, `-`, `_` and `.`, not {}", in_quotes(text))};
}

std::filesystem::path parse_path(const std::string& text, const std::filesystem::path& home) {
  if (text.empty()) throw BadValue{"must not be empty"};
  if (text.find('\0') != std::string::npos) throw BadValue{"must not hold a NUL character"};
  if (text.front() != '~') return text;
  if (text.size() > 1 && text[1] != '/') {
    throw BadValue{fmt::format("must not begin with the home folder of somebody else, as {} does", in_quotes(text)),
                   {Step::write_value, "the whole path"}};
  }
  if (home.empty()) {
    throw BadValue{fmt::format("cannot be {}: no home folder is known", in_quotes(text)),
                   {Step::set_home_or_write_path}};
  }
  return text.size() <= 2 ? home : home / text.substr(2);
}

std::string parse_folder(const std::string& text, const std::filesystem::path& home) {
  const std::filesystem::path path = parse_path(text, home);
  // What another system wrote stays as it is: it is compared by component, whatever its spelling.
  if (text.find('\\') != std::string::npos || text.starts_with("//")) return text;
  std::string folder = path.lexically_normal().string();
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return folder;
}

}  // namespace libsync::config
