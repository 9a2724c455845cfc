// SPDX-License-Identifier: MIT
#include "failures.hpp"

#include <libsync/config_change.hpp>
#include <libsync/model/written_file.hpp>

#include <fmt/format.h>
#include <sys/stat.h>

#include <system_error>

namespace libsync {
namespace {

Failure cannot_write(const Settings& settings, const config::ConfigError& error) {
  return {FailureKind::config,
          fmt::format("cannot write the configuration `{}`: {}", settings.config_file.string(), error.cause),
          error.hint,
          {}};
}

}  // namespace

Result<ConfigChange, Failure> plan_change(const Settings& settings, const std::filesystem::path& home,
                                          const config::Edit& edit) {
  const auto text = config::read_config_text(settings.config_file);
  if (!text) return failure_of(text.error());
  if (!text->has_value()) return no_config_failure(settings);
  const auto edited = config::edit_config(**text, edit, settings.config_file, home);
  if (!edited) return failure_of(edited.error());
  return ConfigChange{**text, *edited};
}

Result<void, Failure> make_change(const Settings& settings, const ConfigChange& change) {
  if (change.is_none()) return {};
  const auto saved = config::save_config(settings.config_file, change.before, change.after);
  if (!saved) return cannot_write(settings, saved.error());
  return {};
}

config::KeptKeys keys_to_keep(const Settings& settings, const std::filesystem::path& home,
                              const WorkspaceId& workspace) {
  const auto text = config::read_config_text(settings.config_file);
  return text && text->has_value() ? config::keys_to_keep(**text, home, workspace) : config::KeptKeys{};
}

Result<void, Failure> write_first_config(const Settings& settings, const std::filesystem::path& home,
                                         const config::InitialConfig& config, bool replace) {
  const auto& file = settings.config_file;
  const std::string text = config::initial_config_text(config);
  const auto read_back = config::parse_config(text, file, home);
  if (!read_back) return failure_of(read_back.error());

  const auto there = config::read_config_text(file);
  if (!there) return failure_of(there.error());
  if (!there->has_value() || !replace) {
    const auto created = config::create_config(file, text);
    if (!created) return cannot_write(settings, created.error());
    return {};
  }
  auto old = file;
  old += ".old";
  if (const int error = replace_file(old, **there, S_IRUSR | S_IWUSR); error != 0) {
    return cannot_write(settings, {old, 0, 0, std::generic_category().message(error), {}});
  }
  const auto saved = config::save_config(file, **there, text);
  if (!saved) return cannot_write(settings, saved.error());
  return {};
}

}  // namespace libsync
