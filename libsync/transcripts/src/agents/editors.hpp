// SPDX-License-Identifier: MIT
//
// Visual Studio Code and the editors made of it, for the agents that live in them.
#pragma once

#include <libsync/transcripts/roots.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace libsync::transcripts {

// The folders `below` the user data of each editor, on the desktop and as a server for one. Few people have more than
// two of them.
[[nodiscard]] std::vector<Root> in_editors(const Surroundings& surroundings, const std::filesystem::path& below);

// The folder that a `file:` or `vscode-remote:` URI names; empty when it is another one.
[[nodiscard]] std::string folder_of_uri(std::string_view uri);

}  // namespace libsync::transcripts
