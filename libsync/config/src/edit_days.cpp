// SPDX-License-Identifier: MIT
#include "text_edits.hpp"
#include "toml_values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace libsync::config {
namespace {

constexpr const char* k_days_off = "days_off";

// An item of the list, which the reader has accepted.
struct Item {
  Span place;
  LocalDate first;
  LocalDate last;
  bool is_bare;  // a date of TOML's own
};

std::vector<Item> items_of(const TomlSource& source, const toml::array& list) {
  std::vector<Item> items;
  for (const toml::node& node : list) {
    const auto days = days_of(node);
    items.push_back({source.value(node), days.front(), days.back(), node.is_date()});
  }
  return items;
}

const toml::array* list_of(const TomlSource& source) {
  return source.document()["sync"][k_days_off].as_array();
}

std::string_view between(std::string_view text, std::size_t begin, std::size_t end) {
  return text.substr(begin, end - begin);
}

// What is left of an item, as it is written in the list.
std::string rest_of(const Item& item, LocalDate first, LocalDate last) {
  std::vector<std::string> parts;
  if (item.first < first) parts.push_back(days_text(item.first, previous_day(first)));
  if (last < item.last) parts.push_back(days_text(next_day(last), item.last));
  return fmt::format("{}", fmt::join(parts, ", "));
}

// Where what belongs to a value ends: behind its comma, or where it ends itself.
struct ItemEnd {
  bool has_comma;
  std::size_t at;
};

ItemEnd end_of_item(std::string_view text, const Item& item) {
  const std::size_t next = skip_space(text, item.place.end);
  const bool has_comma = next < text.size() && text[next] == ',';
  return {has_comma, has_comma ? next + 1 : item.place.end};
}

// An item that goes altogether, and the comma that goes with it.
Replacement removal(const TomlSource& source, const Item& item, const Item* before) {
  const std::string_view text = source.text();
  const auto [has_comma, end] = end_of_item(text, item);
  const std::size_t line_end = source.line_end(end);
  const std::size_t rest = text.find_first_not_of(" \t\r", end);
  const bool ends_line = rest >= line_end || text[rest] == '#';
  const bool on_one_line = source.line_begin(item.place.begin) == source.line_begin(end);
  // Alone on its line, which goes with the comment on it.
  if (source.begins_line(item.place.begin) && ends_line && on_one_line && line_end < text.size()) {
    return {{source.line_begin(item.place.begin), line_end + 1}, ""};
  }
  if (has_comma) return {{item.place.begin, ends_line ? end : std::min(rest, text.size())}, ""};
  if (before == nullptr) return {item.place, ""};
  // The comma before it is not needed any more either.
  const std::string_view gap = between(text, before->place.end, item.place.begin);
  const bool same_line = gap.find_first_of("#\n") == std::string::npos;
  return {{same_line ? before->place.end : item.place.begin, item.place.end}, ""};
}

}  // namespace

std::string days_text(LocalDate first, LocalDate last) {
  return first == last ? fmt::format("\"{}\"", format_date(first))
                       : fmt::format("\"{}..{}\"", format_date(first), format_date(last));
}

std::vector<Replacement> add_days(const TomlSource& source, LocalDate first, LocalDate last) {
  const std::string_view text = source.text();
  const toml::array* list = list_of(source);
  if (list == nullptr) {
    return {add_member(source, Section::sync, k_days_off, fmt::format("[{}]", days_text(first, last)))};
  }
  const auto items = items_of(source, *list);
  const Span whole = source.value(*list);
  if (items.empty()) return {{{whole.begin + 1, whole.begin + 1}, days_text(first, last)}};

  const Item& end = items.back();
  const std::string day = end.is_bare && first == last ? format_date(first) : days_text(first, last);
  const std::size_t at = end.place.end;
  const auto [has_comma, behind] = end_of_item(text, end);
  const std::size_t line_end = source.line_end(behind);
  const bool has_own_line = source.begins_line(end.place.begin) && line_end < whole.end;
  if (!has_own_line) return {{{at, at}, ", " + day}};
  const std::size_t line = source.line_begin(end.place.begin);
  const std::string indent{between(text, line, end.place.begin)};
  std::vector<Replacement> edits;
  if (!has_comma) edits.push_back({{at, at}, ","});
  edits.push_back(
      {{line_end + 1, line_end + 1}, fmt::format("{}{}{}{}", indent, day, has_comma ? "," : "", source.line_break())});
  return edits;
}

std::vector<Replacement> remove_days(const TomlSource& source, LocalDate first, LocalDate last) {
  const toml::array* list = list_of(source);
  if (list == nullptr) return {};
  const auto items = items_of(source, *list);
  std::vector<Replacement> edits;
  const Item* kept = nullptr;  // the last one that stays
  for (const Item& item : items) {
    const bool touched = first <= item.last && item.first <= last;
    const std::string rest = touched ? rest_of(item, first, last) : "";
    if (touched && rest.empty()) {
      edits.push_back(removal(source, item, kept));
    } else {
      kept = &item;
      if (touched) edits.push_back({item.place, rest});
    }
  }
  return edits;
}

}  // namespace libsync::config
