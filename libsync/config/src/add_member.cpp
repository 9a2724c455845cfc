// SPDX-License-Identifier: MIT
#include "text_edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace libsync::config {
namespace {

constexpr std::string_view k_mapping = "project_mapping";

const toml::table* sync_table(const TomlSource& source) {
  return source.document()["sync"].as_table();
}

const toml::table* table_of(const TomlSource& source, Section section) {
  const toml::table* sync = sync_table(source);
  return section == Section::sync || sync == nullptr ? sync : (*sync)[k_mapping].as_table();
}

// Whether the key is a part of a line like `[sync.project_mapping]`.
bool is_in_header(const TomlSource& source, std::size_t key) {
  const std::string_view text = source.text();
  const std::size_t begin = text.find_first_not_of(" \t", source.line_begin(key));
  return begin < key && text[begin] == '[';
}

// Where what belongs to a member ends; nothing for what has a header of its own.
std::optional<std::size_t> end_of_member(const TomlSource& source, const toml::key& key, const toml::node& value) {
  const std::size_t begin = source.offset_of(key.source().begin);
  if (is_in_header(source, begin)) return std::nullopt;
  const toml::table* table = value.as_table();
  if (table == nullptr || table->is_inline()) return source.value(value).end;
  std::optional<std::size_t> end;  // of a dotted key
  for (const auto& [inner, node] : *table) end = std::max(end, end_of_member(source, inner, node));
  return end;
}

struct LastMember {
  std::size_t end;
  std::size_t key;
};

std::optional<LastMember> last_member(const TomlSource& source, const toml::table& table) {
  std::optional<LastMember> last;
  for (const auto& [key, value] : table) {
    const auto end = end_of_member(source, key, value);
    if (end && (!last || *end > last->end)) last = LastMember{*end, source.offset_of(key.source().begin)};
  }
  return last;
}

Replacement insertion(std::size_t at, std::string text) {
  return {{at, at}, std::move(text)};
}

Replacement line_after(const TomlSource& source, std::size_t at, const std::string& line) {
  const std::size_t end = source.line_end(at);
  if (end == source.text().size()) return insertion(end, fmt::format("{}{}", source.line_break(), line));
  return insertion(end + 1, fmt::format("{}{}", line, source.line_break()));
}

Replacement in_braces(const TomlSource& source, const toml::table& table, const std::string& member) {
  if (const auto last = last_member(source, table)) return insertion(last->end, ", " + member);
  return {source.value(table), fmt::format("{{ {} }}", member)};
}

// Where the header of exactly this section stands; nothing where the table has none.
std::optional<std::size_t> header_of(const TomlSource& source, const toml::table& table, Section section) {
  const std::size_t begin = source.offset_of(table.source().begin);
  const std::string_view text = source.text();
  if (begin >= text.size() || text[begin] != '[' || !source.begins_line(begin)) return std::nullopt;
  const toml::table header = toml::parse(std::string{text.substr(begin, source.line_end(begin) - begin)} + "\n");
  const toml::table* named = header["sync"].as_table();
  if (named != nullptr && section == Section::project_mapping) named = (*named)[k_mapping].as_table();
  return named != nullptr && named->empty() ? std::optional{begin} : std::nullopt;
}

Replacement new_section(const TomlSource& source, std::string_view name, const std::string& member) {
  const std::string_view text = source.text();
  const std::string_view end = source.line_break();
  const std::string lines = fmt::format("[{}]{}{}", name, end, member);
  if (text.empty()) return insertion(0, lines + std::string{end});
  if (!text.ends_with('\n')) return insertion(text.size(), fmt::format("{0}{0}{1}", end, lines));
  return insertion(text.size(), fmt::format("{0}{1}{0}", end, lines));
}

}  // namespace

Replacement add_member(const TomlSource& source, Section section, const std::string& key, const std::string& value) {
  const std::string member = fmt::format("{} = {}", key, value);
  const std::string_view name = section == Section::sync ? "sync" : "sync.project_mapping";
  const toml::table* sync = sync_table(source);
  const toml::table* table = table_of(source, section);
  if (table == nullptr) {
    const bool in_one_line = sync != nullptr && sync->is_inline();
    return in_one_line ? in_braces(source, *sync, fmt::format("{} = {{ {} }}", k_mapping, member))
                       : new_section(source, name, member);
  }
  if (table->is_inline()) return in_braces(source, *table, member);
  const auto last = last_member(source, *table);
  if (last && sync->is_inline()) return insertion(last->end, fmt::format(", {}.{}", k_mapping, member));
  if (last) {
    // With what the others have before their name: blanks, or the first parts of a dotted key.
    const std::size_t begin = source.line_begin(last->key);
    return line_after(source, last->end, std::string{source.text().substr(begin, last->key - begin)} + member);
  }
  const auto header = header_of(source, *table, section);
  if (!header) return new_section(source, name, member);
  const std::size_t begin = source.line_begin(*header);
  return line_after(source, *header, std::string{source.text().substr(begin, *header - begin)} + member);
}

}  // namespace libsync::config
