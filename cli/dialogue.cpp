// SPDX-License-Identifier: MIT
#include "dialogue.hpp"

#include "render/layout.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

#include <istream>

namespace cli {

namespace {

// `palette` is borrowed.
FlowingLine err_line(const Console& console, const Palette& palette, std::size_t hanging = 2) {
  return FlowingLine{{.width = console.err_is_terminal ? console.width : 0, .indent = 0, .hanging = hanging}, palette};
}

}  // namespace

bool can_ask(const Console& console) {
  return console.in_is_terminal && console.err_is_terminal;
}

// The answer without the blanks around it; nothing when there is none to come.
std::optional<std::string> Dialogue::answer_to(std::string_view question, std::string_view usual,
                                               std::string_view mark) const {
  const Palette palette{false};
  FlowingLine words = err_line(console_, palette);
  words.add(fmt::format("{}{}", question, usual.empty() ? mark : ""));
  if (!usual.empty()) words.add(fmt::format("[{}]{}", usual, mark), Tone::plain, 0, 1);
  std::string text = words.str();
  text.pop_back();
  console_.err << text << " " << std::flush;
  std::string line;
  if (std::getline(console_.in, line)) return trimmed(line);
  console_.err << "\n";
  return std::nullopt;
}

std::string Dialogue::ask(std::string_view question, std::string_view usual) const {
  const auto answer = answer_to(question, usual, ":");
  if (!answer) throw Left{};
  return answer->empty() ? std::string{usual} : *answer;
}

bool Dialogue::agree(std::string_view question, bool usual) const {
  while (true) {
    const auto words = answer_to(question, usual ? "Y/n" : "y/N", "");
    if (!words) return false;
    const std::string answer = libsync::ascii_lower(*words);
    if (answer.empty()) return usual;
    if (answer == "y" || answer == "yes") return true;
    if (answer == "n" || answer == "no") return false;
  }
}

void tell(const Console& console, std::string_view words, std::size_t hanging) {
  const Palette palette{false};
  FlowingLine line = err_line(console, palette, hanging);
  line.add(words);
  console.err << (words.empty() ? "\n" : line.str());
}

void note(const Console& console, std::string_view words) {
  tell(console, "note: " + libsync::printable(words));
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
