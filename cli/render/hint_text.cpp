// SPDX-License-Identifier: MIT
#include "render/hint_text.hpp"

#include "render/words.hpp"
#include "shell_word.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>

namespace cli {
namespace {

using libsync::Failure;
using libsync::Step;

class Wording {
 public:
  Wording(const Failure& failure, const HintContext& context)
      : step_(failure.hint.step), on_(failure.hint.on), retry_at_(failure.retry_at), context_(context) {}

  // Each part knows the steps of one block of the enum and is empty for the others.
  [[nodiscard]] std::string text() const {
    std::string words = about_runs();
    if (words.empty()) words = about_requests();
    if (words.empty()) words = about_entries();
    if (words.empty()) words = about_the_key();
    if (words.empty()) words = about_projects();
    if (words.empty()) words = about_the_config();
    if (words.empty()) words = about_files();
    if (words.empty()) words = about_care();
    return words;
  }

 private:
  [[nodiscard]] std::string command(std::string_view words) const {
    return fmt::format("`{}`", command_line(words, context_.overrides));
  }

  [[nodiscard]] std::string run_again() const { return fmt::format("run {} again", command(context_.command)); }
  [[nodiscard]] bool is_sync() const { return context_.command == "sync"; }
  [[nodiscard]] std::string_view and_goes_on() const { return is_sync() ? "; it goes on where it stopped" : ""; }

  [[nodiscard]] std::string when() const {
    if (!retry_at_) return "a while";
    if (!context_.zone) return libsync::format_utc(*retry_at_);
    return moment_by(*retry_at_, context_.now, *context_.zone);
  }

  [[nodiscard]] std::string about_runs() const;
  [[nodiscard]] std::string about_requests() const;
  [[nodiscard]] std::string about_entries() const;
  [[nodiscard]] std::string about_the_key() const;
  [[nodiscard]] std::string about_projects() const;
  [[nodiscard]] std::string about_the_config() const;
  [[nodiscard]] std::string about_missing_key() const;
  [[nodiscard]] std::string about_files() const;
  [[nodiscard]] std::string about_care() const;

  Step step_;
  const std::string& on_;
  std::optional<libsync::UtcTime> retry_at_;
  const HintContext& context_;
};

std::string Wording::about_runs() const {
  switch (step_) {
    case Step::run_again:
      return run_again() + (is_sync() ? " to go on where it stopped" : "");
    case Step::run_again_waiting:
      return fmt::format("run {} again to go on where it stopped", command("sync --wait"));
    case Step::run_again_later:
      return fmt::format("{} later{}", run_again(), and_goes_on());
    case Step::run_after_limit:
      return fmt::format("{} after {}{}", run_again(), when(), is_sync() ? ", or let it wait with --wait" : "");
    case Step::run_when_sure:
      return fmt::format("{} after {}: it looks first, and sends again only what is not there", run_again(), when());
    case Step::run_when_listed:
      return fmt::format("{} after {}{}", run_again(), when(),
                         is_sync() ? ": if it is not there then, it was deleted and is not made again" : "");
    case Step::run_after_other_run:
      return fmt::format("wait for that run to end, then {}", run_again());
    case Step::run_after_other_use:
      return "run again when the other one has ended";
    case Step::run_after_free_memory:
      return "close other programs and run again";
    case Step::look_at_plan:
      return fmt::format("nothing was sent; {} shows what would be", command("sync --dry-run"));
    default:
      return "";
  }
}

std::string Wording::about_requests() const {
  switch (step_) {
    case Step::check_connection:
      return fmt::format("check the connection, then {}{}", run_again(), and_goes_on());
    case Step::trust_certificate:
      return "the connection is not trusted, so nothing was sent; behind a company proxy set `ca_file` in the config "
             "or --ca-file";
    case Step::check_ids_and_rights:
      return fmt::format(
          "check `workspace_id` and `base_url` in the config and what this key may do in Clockify, then {}",
          run_again());
    case Step::set_base_url_back:
      return "set `base_url` back until that day is finished";
    case Step::set_computers_clock:
      return fmt::format("set the clock of this computer, then {}", run_again());
    default:
      return "";
  }
}

std::string Wording::about_entries() const {
  switch (step_) {
    case Step::correct_entry:
      return fmt::format("correct that entry in Clockify, then {}; if you delete it, it is not made again",
                         run_again());
    case Step::match_or_delete_entry:
      return fmt::format(
          "make that entry in Clockify equal to the planned one if it is, or delete it if it is not, then {}",
          run_again());
    case Step::clear_or_post_beside:
      return fmt::format(
          "make that entry in Clockify equal to the planned one or delete it, or set `on_existing = \"post\"` for one "
          "run to post beside it; then {}",
          run_again());
    case Step::restore_or_delete_entry:
      return fmt::format(
          "make that entry in Clockify as it was posted, or delete it there if it is not wanted, then {}", run_again());
    case Step::unlock_or_delete_entry:
      return fmt::format("unlock that entry in Clockify or have it deleted there, then {}", run_again());
    case Step::delete_older_entries:
      return fmt::format("look at those entries in Clockify and delete them there, then {}", run_again());
    case Step::settle_refusal:
      return fmt::format(
          "mend the configuration, or settle it in Clockify, and {}; to go on without that day add \"{}\" to "
          "`days_off`",
          run_again(), on_);
    case Step::plan_day_afresh:
      return fmt::format("{} undoes what was posted of that day and plans it afresh",
                         command(fmt::format("resync {}", on_)));
    default:
      return "";
  }
}

std::string Wording::about_the_key() const {
  switch (step_) {
    case Step::renew_stored_key:
      return fmt::format("make a new key in Clockify's profile settings and store it with {}", command("setup"));
    case Step::renew_environment_key:
      return "make a new key in Clockify's profile settings and set CLOCKIFY_API_KEY to it, where this one came from";
    case Step::renew_command_key:
      return "make a new key in Clockify's profile settings and have `api_key_command` print it, where this one came "
             "from";
    case Step::renew_keyring_key:
      return "make a new key in Clockify's profile settings and put it into the keyring, where this one came from";
    case Step::use_first_key:
      return "use the key with which it was begun until that day is finished";
    case Step::store_key:
      return fmt::format("run {}", command("setup"));
    case Step::store_key_again:
      return fmt::format("store the key again with {}", command("setup"));
    case Step::copy_key_whole:
      return "copy it whole from Clockify (Profile settings, Manage API keys)";
    case Step::give_plausible_key:
      return "a key is 8 to 256 visible ASCII characters; you make one in Clockify under Profile settings, Manage API "
             "keys";
    case Step::try_key_command:
      return "run the command by hand: its first line of output must be the key";
    case Step::protect_key_file:
      return fmt::format("chmod 600 {}", in_single_quotes(on_));
    case Step::unlock_keyring:
      return "unlock the keyring, or set CLOCKIFY_API_KEY or `api_key_command`";
    default:
      return "";
  }
}

std::string Wording::about_missing_key() const {
  if (on_ == "workspace_id") return fmt::format("add `workspace_id = \"...\"`; {} prints yours", command("workspaces"));
  if (on_ == "work_day_start") return "add `work_day_start = \"09:00\"`, or when your day begins";
  if (on_ == "work_day_end") return "add `work_day_end = \"17:00\"`, or when your day ends";
  return fmt::format("add `{}`", on_);
}

// What Clockify has, and the config names.
std::string Wording::about_projects() const {
  switch (step_) {
    case Step::add_required_key:
      return fmt::format("the workspace asks for it in every entry: set `{}` under [sync]{} and {}", on_,
                         on_ == "task_id" ? ", or for the folder," : "", run_again());
    case Step::correct_project:
      return on_.empty() ? fmt::format("{} lists the ids", command("projects"))
                         : fmt::format("did you mean {}? {} lists the ids", on_, command("projects"));
    case Step::list_workspaces:
      return fmt::format("{} lists them", command("workspaces"));
    case Step::list_projects:
      return fmt::format("{} lists them", command("projects"));
    case Step::give_project_id:
      return "give the id instead of the name";
    case Step::correct_task:
      return "set `task_id` of [sync] or of the folder to an open task of that project; Clockify shows the id of a "
             "task in its address";
    case Step::write_clockify_id:
      return fmt::format("Clockify ids are 24 hexadecimal digits{}",
                         on_.empty() ? "" : fmt::format("; {} lists those of your {}s", command(on_ + "s"), on_));
    case Step::choose_workspace:
      return fmt::format("set `workspace_id` under [sync] in {}", on_);
    default:
      return "";
  }
}

std::string Wording::about_the_config() const {
  switch (step_) {
    case Step::write_config:
      return fmt::format("{} leads to one", command("init"));
    case Step::add_config_key:
      return about_missing_key();
    case Step::use_known_key:
      return fmt::format("did you mean `{}`?", on_);
    case Step::move_key_to_top:
      return fmt::format("`{}` belongs at the top of the file, above the first [section]", on_);
    case Step::move_key_to_sync:
      return fmt::format("`{}` belongs under [sync]", on_);
    case Step::store_key_elsewhere:
      return fmt::format("the key does not belong in this file: store it with {}", command("setup"));
    case Step::quote_folder:
      return "the name of a folder must stand in quotes";
    case Step::write_value:
      return fmt::format("write {}", on_);
    case Step::write_value_like:
      return fmt::format("for example {}", on_);
    case Step::end_below_start:
      return "an end below the start means work hours over midnight";
    case Step::name_config_file:
      return "name a config file";
    case Step::name_time_zone:
      return on_.empty() ? "set it to an IANA name such as \"Europe/Berlin\""
                         : fmt::format("did you mean \"{}\"?", on_);
    case Step::put_in_by_hand:
      return fmt::format("put it in by hand: {}", on_);
    case Step::edit_again:
      return fmt::format("look at the file, then {}", run_again());
    case Step::choose_time_zone:
      return fmt::format("set `time_zone = \"Europe/Berlin\"` (yours) under [sync] in {}, or give --time-zone", on_);
    case Step::set_home:
      return "set HOME and try again";
    case Step::set_home_or_write_path:
      return "set HOME, or write the whole path";
    case Step::give_base_url:
      return fmt::format("for example --base-url {}", on_);
    case Step::mend_config_or_give_base_url:
      return fmt::format("mend the file, or say which server your key is for: --base-url {}", on_);
    case Step::give_time_zone:
      return on_.empty() ? "give an IANA name such as --time-zone Europe/Berlin"
                         : fmt::format("did you mean --time-zone {}?", on_);
    default:
      return "";
  }
}

// The store and the transcripts.
std::string Wording::about_files() const {
  switch (step_) {
    case Step::restore_store:
      return "restore it from a backup, or move it away to begin a new one; Clockify is asked first";
    case Step::check_device:
      return "look at the system's log for errors of the device";
    case Step::make_room:
      return "make room on the device and run again";
    case Step::make_writable:
      return "the file and its folder must be writable";
    case Step::make_accessible:
      return "the file and its folder must be readable and writable";
    case Step::make_store_folder:
      return "create the folder or name another store";
    case Step::mend_store_link:
      return "remove the link or point it at a file";
    case Step::name_another_store:
      return "name another file with --db";
    case Step::use_local_disk:
      return "keep the store on a local disk: name another file with --db";
    case Step::update_program:
      return "update claude-tracker";
    case Step::use_moved_store:
      return on_.starts_with("postgres")
                 ? fmt::format("write `store = \"{}\"` into the config", on_)
                 : fmt::format("take `store` out of the config, or write `database = \"{}\"`", on_);
    case Step::delete_machine_key:
      return fmt::format("delete it: a new machine begins then, and {} can leave the old one out", command("machines"));
    case Step::list_machines:
      return fmt::format("{} lists them", command("machines"));
    case Step::keep_store_in_file:
      return "take `store` out of the config, or build it with libpq";
    case Step::install_libpq:
      return "install it (Debian: libpq5), or keep the store in a file";
    case Step::check_store_server:
      return "check the address of the store, and whether its server runs";
    case Step::check_transcripts_folder:
      return "check the path (--transcripts, `transcripts` in the config, CLAUDE_CONFIG_DIR), or leave it out to look "
             "in the usual places";
    case Step::check_permissions:
      return "check the path and its permissions";
    case Step::mend_transcript:
      return "delete it, or make it plain text in UTF-8: as it is, its time is missing";
    default:
      return "";
  }
}

// What a look at everything advises.
std::string Wording::about_care() const {
  switch (step_) {
    case Step::import_now:
      return fmt::format("{} keeps their time; {} sees to it every day", command("import"),
                         command("schedule --install"));
    case Step::schedule_runs:
      return fmt::format("{} makes it run by itself", command("schedule --install"));
    case Step::match_time_zone:
      return fmt::format("set `time_zone = \"{}\"` under [sync] in the config, or the profile's zone in Clockify", on_);
    case Step::mend_mapping:
      return "correct that line of the config, or take it out";
    case Step::map_folders:
      return fmt::format("{} prints lines for [sync.project_mapping] in the config", command("projects"));
    default:
      return "";
  }
}

}  // namespace

std::string hint_text(const Failure& failure, const HintContext& context) {
  return Wording{failure, context}.text();
}

std::string command_line(std::string_view words, const libsync::Overrides& overrides) {
  std::string line = "claude-tracker";
  const auto add = [&](std::string_view flag, std::string_view value) {
    line += fmt::format(" {} {}", flag, shell_word(value));
  };
  if (overrides.config) add("--config", overrides.config->native());
  if (overrides.database) add("--db", overrides.database->native());
  for (const auto& folder : overrides.transcripts) add("--transcripts", folder.native());
  if (overrides.base_url) add("--base-url", libsync::without_credentials(*overrides.base_url));
  if (overrides.ca_file) add("--ca-file", overrides.ca_file->native());
  if (overrides.time_zone) add("--time-zone", *overrides.time_zone);
  return fmt::format("{} {}", line, words);
}

}  // namespace cli
