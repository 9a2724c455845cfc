// SPDX-License-Identifier: MIT
#include "read/unknown_format.hpp"

#include "agents/agent.hpp"
#include "read/small_file.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace libsync::transcripts {
namespace {

constexpr std::size_t k_beginning = std::size_t{64} * 1024;  // bytes of a file that are searched for the version

// What stands behind the first member of that name, wherever it is; empty when there is none.
std::string_view behind(std::string_view text, std::string_view member) {
  const std::string name = '"' + std::string{member} + '"';
  const auto at = text.find(name);
  return at == std::string_view::npos ? std::string_view{} : text.substr(at + name.size());
}

// The text of the member, as Agent has it; cut to what a version may look like.
std::string version_in(std::string_view text, std::string_view member) {
  constexpr std::size_t k_longest = 40;
  if (member.empty()) return "";
  const auto dot = member.find('.');
  if (dot != std::string_view::npos) text = behind(text, member.substr(0, dot));
  text = behind(text, member.substr(dot + 1));  // npos + 1 is 0
  const auto quote = text.find_first_not_of(": \t");
  if (quote == std::string_view::npos || text[quote] != '"') return "";
  text.remove_prefix(quote + 1);
  const auto version = text.substr(0, text.find('"'));
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-'; };
  const bool is_one = version.size() <= k_longest && std::all_of(version.begin(), version.end(), is_part);
  return is_one ? std::string{version} : "";
}

}  // namespace

Problem unknown_format(const FoundFile& file) {
  const Agent& agent = agent_of(file.agent);
  const std::string expected = "expected were " + std::string{agent.expected()};
  const auto version = version_in(read_beginning(file.path, k_beginning).value_or(""), agent.version_member());
  const std::string by = version.empty() ? "" : ", written by version " + version;
  return {file.path, ProblemKind::unknown_format, 1, 0, expected + by};
}

}  // namespace libsync::transcripts
