// SPDX-License-Identifier: MIT
#include "dialogue.hpp"

#include <libsync/model/text.hpp>

#include <istream>

namespace cli {

bool can_ask(const Console& console) {
  return console.in_is_terminal && console.err_is_terminal;
}

std::string Dialogue::ask(std::string_view question, std::string_view usual) const {
  console_.err << question;
  if (!usual.empty()) console_.err << " [" << usual << "]";
  console_.err << ": " << std::flush;
  std::string line;
  if (!std::getline(console_.in, line)) {
    console_.err << "\n";
    throw Left{};
  }
  std::string answer = trimmed(line);
  return answer.empty() ? std::string{usual} : answer;
}

bool Dialogue::agree(std::string_view question, bool usual) const {
  while (true) {
    const std::string answer = libsync::ascii_lower(ask(question, usual ? "Y/n" : "y/N"));
    if (answer == "y/n") return usual;
    if (answer == "y" || answer == "yes") return true;
    if (answer == "n" || answer == "no") return false;
  }
}

void Dialogue::say(std::string_view words) const {
  console_.err << words << "\n";
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view k_blanks = " \t\r\n";
  const auto first = text.find_first_not_of(k_blanks);
  if (first == std::string_view::npos) return "";
  return std::string{text.substr(first, text.find_last_not_of(k_blanks) - first + 1)};
}

std::optional<std::string> read_key(Console& console) {
  std::optional<std::string> line;
  if (console.in_is_terminal && console.read_hidden_line) {
    line = console.read_hidden_line();
    console.err << "\n";
  } else if (std::string piped; std::getline(console.in, piped)) {
    line = std::move(piped);
  }
  if (!line) return std::nullopt;
  std::string key = trimmed(*line);
  return key.empty() ? std::nullopt : std::optional{std::move(key)};
}

}  // namespace cli
