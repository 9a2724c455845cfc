// SPDX-License-Identifier: MIT
#include "key_file.hpp"
#include "run_command.hpp"
#include "secret_service.hpp"

#include <libsync/credentials/credentials.hpp>

#include <fmt/format.h>

#include <cstring>
#include <string_view>
#include <system_error>

namespace libsync::credentials {
namespace {

constexpr std::chrono::seconds k_command_limit{15};
constexpr std::chrono::seconds k_service_limit{3};

using FoundOrError = Result<std::optional<FoundKey>, CredentialsError>;

FoundOrError checked(Secret key, KeySource source, std::string_view place) {
  if (!is_plausible_key(key)) {
    return CredentialsError{fmt::format("cannot use the API key from {}: what is there cannot be a key", place),
                            {Step::give_plausible_key}};
  }
  return std::optional<FoundKey>{FoundKey{std::move(key), source}};
}

std::string how_it_ended(const CommandOutcome& outcome) {
  using End = CommandOutcome::End;
  switch (outcome.end) {
    case End::exited:
      return fmt::format("it ended with exit code {}", outcome.code);
    case End::signalled:
      return fmt::format("it was ended by signal {} ({})", outcome.code, strsignal(outcome.code));
    case End::timed_out:
      return fmt::format("it did not end within {} s", k_command_limit.count());
    case End::interrupted:
    case End::not_started:
      break;
  }
  return fmt::format("it cannot be started: {}", std::generic_category().message(outcome.code));
}

}  // namespace

// The command itself is not repeated in an error: it may hold a secret of its own.
Result<Secret, CredentialsError> ask_command(const std::string& command, const std::string& key,
                                             const std::string& what) {
  const auto error = [&](std::string_view cause) {
    return CredentialsError{fmt::format("cannot read {} from `{}`: {}", what, key, cause), {Step::try_key_command}};
  };
  CommandOutcome outcome = run_command(command, k_command_limit);
  if (outcome.end == CommandOutcome::End::interrupted) {
    auto interrupted = error("it was interrupted");
    interrupted.hint = {};
    interrupted.interrupted = true;
    return interrupted;
  }
  if (outcome.end != CommandOutcome::End::exited || outcome.code != 0) {
    const std::string end = how_it_ended(outcome);
    return error(outcome.complaint.empty() ? end : fmt::format("{}: {}", end, outcome.complaint));
  }
  if (outcome.first_line.empty()) return error("it printed nothing");
  return std::move(outcome.first_line);
}

FoundOrError find_api_key(const Places& places) {
  if (places.environment && !places.environment->empty()) {
    return checked(Secret{*places.environment}, KeySource::environment, "CLOCKIFY_API_KEY");
  }
  if (places.command) {
    auto printed = ask_command(*places.command, "api_key_command", "the API key");
    if (!printed) return printed.error();
    return checked(std::move(*printed), KeySource::command, "`api_key_command`");
  }
  auto service = ask_secret_service(k_service_limit);
  if (!service) return service.error();
  if (auto key = *std::move(service)) return checked(*std::move(key), KeySource::secret_service, "the Secret Service");
  auto file = read_key_file(places.file);
  if (!file) return file.error();
  if (auto key = *std::move(file)) return checked(*std::move(key), KeySource::file, places.file.string());
  return std::optional<FoundKey>{};
}

Result<bool, CredentialsError> has_open_keyring() {
  return probe_secret_service(k_service_limit);
}

Result<void, CredentialsError> store_in_keyring(const Secret& key) {
  if (!is_plausible_key(key)) {
    return CredentialsError{"cannot store the API key: what was given cannot be one", {Step::give_plausible_key}};
  }
  return store_in_secret_service(key, k_service_limit);
}

}  // namespace libsync::credentials
