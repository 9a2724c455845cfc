// SPDX-License-Identifier: MIT
//
// Where the API key comes from. Order: CLOCKIFY_API_KEY, api_key_command, the desktop's Secret Service, a file of mode
// 0600 beside the config. The key is never written to anything but the file or service it is stored in.
#pragma once

#include <libsync/model/hint.hpp>
#include <libsync/model/result.hpp>
#include <libsync/model/secret.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace libsync::credentials {

enum class KeySource { environment, command, secret_service, file };

struct FoundKey {
  Secret key;
  KeySource source;
};

struct Places {
  std::optional<std::string> environment;  // value of CLOCKIFY_API_KEY, if set
  std::optional<std::string> command;      // api_key_command, if configured
  std::filesystem::path file;              // <config folder>/credentials
};

struct CredentialsError {
  std::string message;  // "cannot read the API key from ...: ..."; never holds the key
  Hint hint;
  bool interrupted = false;  // by a signal, while the command ran
};

// The first place that has a key; nothing when none has. A place that is there but broken (a command that fails, a file
// that others can read, a symlink) is an error, not a reason to look further.
[[nodiscard]] Result<std::optional<FoundKey>, CredentialsError> find_api_key(const Places& places);

// What a command of the user prints, for what is no key of Clockify's: the first line. `key`: of the config, which
// messages name; `what`: "the password of the store".
[[nodiscard]] Result<Secret, CredentialsError> ask_command(const std::string& command, const std::string& key,
                                                           const std::string& what);

// Whether the desktop has a keyring that takes a key without asking for a password. A locked one is an error.
[[nodiscard]] Result<bool, CredentialsError> has_open_keyring();

// Puts the key into the desktop's keyring, where find_api_key looks for it, in the place of an older one.
[[nodiscard]] Result<void, CredentialsError> store_in_keyring(const Secret& key);

// Writes the key to `file` (0600, its folder 0700 when it has to be made), replacing an older one as a whole.
[[nodiscard]] Result<void, CredentialsError> store_api_key(const std::filesystem::path& file, const Secret& key);

}  // namespace libsync::credentials
