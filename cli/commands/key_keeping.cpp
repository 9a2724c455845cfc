// SPDX-License-Identifier: MIT
#include "commands/key_keeping.hpp"

#include "dialogue.hpp"

#include <libsync/model/text.hpp>
#include <libsync/tracker.hpp>

#include <fmt/format.h>

namespace cli {

using libsync::credentials::KeySource;

libsync::Result<std::string, libsync::Failure> keep_key(const Task& task, const libsync::Secret& key, bool file_only) {
  const std::string file = libsync::printable(task.settings.key_places.file.string());
  KeySource place = KeySource::file;
  if (!file_only) {
    const auto keyring = libsync::has_keyring();
    if (!keyring) return keyring.error();
    if (*keyring) {
      place = KeySource::secret_service;
    } else if (!task.invocation.quiet) {
      tell(task.console, fmt::format("There is no keyring here, so the key goes into {}.", file));
    }
  }
  const auto kept = libsync::keep_key(task.settings, key, place);
  if (!kept) return kept.error();
  return place == KeySource::file ? fmt::format("It is kept in {}, which only you can read.", file)
                                  : std::string{"It is kept in the keyring of your desktop."};
}

void note_keys_that_go_before(const Task& task) {
  const auto& places = task.settings.key_places;
  if (places.environment) {
    note(task.console, "CLOCKIFY_API_KEY is set and goes before the stored key");
  } else if (places.command) {
    note(task.console, "`api_key_command` is configured and goes before the stored key");
  }
}

}  // namespace cli
