// SPDX-License-Identifier: MIT
//
// What a workspace asks of every entry, read from the words with which Clockify refuses one that lacks it. Pure.
#pragma once

#include <libsync/clockify/api_error.hpp>
#include <libsync/model/text.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace libsync::clockify {

enum class Requirement {
  project,      // one that is not archived
  task,         // one that is not done
  tag,          // at least one
  description,  // that is not empty
};

// Which of them the refused entry lacked; nothing when the error is another one. Clockify says "Time entry couldn't be
// created. Task is either required field or given task is completed."; only the sentence that says `required` counts,
// and in it the thing that is named first. (Required custom fields are refused by their names alone.)
[[nodiscard]] inline std::optional<Requirement> requirement_in(const ApiError& error) {
  if (error.kind != ErrorKind::rejected) return std::nullopt;
  const std::string said = ascii_lower(error.server_text);
  const auto required = said.find("required");
  if (required == std::string::npos) return std::nullopt;
  const auto stop = said.rfind('.', required);
  const std::string_view sentence = std::string_view{said}.substr(stop == std::string::npos ? 0 : stop + 1);

  std::optional<Requirement> first;
  std::size_t earliest = sentence.size();
  constexpr std::pair<std::string_view, Requirement> words[] = {{"project", Requirement::project},
                                                                {"task", Requirement::task},
                                                                {"tag", Requirement::tag},
                                                                {"description", Requirement::description}};
  for (const auto& [word, requirement] : words) {
    if (const auto at = sentence.find(word); at < earliest) {
      earliest = at;
      first = requirement;
    }
  }
  return first;
}

}  // namespace libsync::clockify
