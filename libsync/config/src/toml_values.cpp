// SPDX-License-Identifier: MIT
#include "toml_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace libsync::config {
namespace {

[[noreturn]] void refuse_type(std::string_view wanted, const toml::node& node) {
  throw BadValue{fmt::format("must be {}, not {}", wanted, type_name(node))};
}

// A date that TOML knows as one, which needs no quotes.
std::optional<LocalDate> bare_date(const toml::node& node) {
  const auto* date = node.as_date();
  if (date == nullptr) return std::nullopt;
  const toml::date& day = date->get();
  return LocalDate{std::chrono::year{day.year}, std::chrono::month{day.month}, std::chrono::day{day.day}};
}

}  // namespace

LocalDate day_of(const toml::node& node) {
  const auto date = bare_date(node);
  return date ? *date : parse_day(text(node));
}

std::vector<LocalDate> days_of(const toml::node& node) {
  if (const auto date = bare_date(node)) return {*date};
  return parse_days(text(node));
}

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a fraction";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time";
    case toml::node_type::date_time:
      return "a date with a time";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::table:
      return "a table";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

const std::string& text(const toml::node& node) {
  if (const auto* value = node.as_string()) return value->get();
  refuse_type("a text in quotes", node);
}

bool flag(const toml::node& node) {
  if (const auto* value = node.as_boolean()) return value->get();
  refuse_type("true or false", node);
}

std::int64_t whole_number(const toml::node& node, std::int64_t least, std::int64_t most) {
  const auto* value = node.as_integer();
  if (value == nullptr) refuse_type("a whole number", node);
  if (value->get() < least || value->get() > most) {
    throw BadValue{fmt::format("must be from {} to {}, not {}", least, most, value->get())};
  }
  return value->get();
}

const toml::table& table(const toml::node& node) {
  if (const auto* value = node.as_table()) return *value;
  refuse_type("a table", node);
}

const toml::array& list(const toml::node& node) {
  if (const auto* value = node.as_array()) return *value;
  refuse_type("a list in square brackets", node);
}

std::vector<Member> members_in_file_order(const toml::table& table) {
  std::vector<Member> members;
  for (const auto& [key, value] : table) members.push_back({&key, &value});
  std::ranges::sort(members,
                    [](const Member& a, const Member& b) { return a.key->source().begin < b.key->source().begin; });
  return members;
}

void read_at(const toml::node& node, std::string_view name, const std::function<void()>& read) {
  try {
    read();
  } catch (const BadValue& bad) {
    throw Problem{node.source().begin, fmt::format("{} {}", name, bad.predicate), bad.hint};
  }
}

void read_items(const toml::node& node, std::string_view key, const std::function<void(const toml::node&)>& read) {
  const std::string name = fmt::format("an item of `{}`", key);
  for (const toml::node& item : list(node)) {
    read_at(item, name, [&] { read(item); });
  }
}

ConfigPlace place_of(const toml::source_position& position) {
  return {static_cast<int>(position.line), static_cast<int>(position.column)};
}

}  // namespace libsync::config
