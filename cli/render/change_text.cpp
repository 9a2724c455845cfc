// SPDX-License-Identifier: MIT
#include "render/change_text.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

namespace cli {

std::string change_text(const std::filesystem::path& file, const libsync::ConfigChange& change,
                        const Palette& palette) {
  const auto changed = libsync::config::changed_lines(change.before, change.after);
  std::string text =
      palette.paint(Tone::strong, fmt::format("{}, line {}:", libsync::printable(file.string()), changed.line));
  text += "\n";
  for (const auto& line : changed.before) text += palette.paint(Tone::bad, "-" + libsync::printable(line)) + "\n";
  for (const auto& line : changed.after) text += palette.paint(Tone::good, "+" + libsync::printable(line)) + "\n";
  return text;
}

}  // namespace cli
