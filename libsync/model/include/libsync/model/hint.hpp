// SPDX-License-Identifier: MIT
//
// What would help after a failure, as a value: what to do, and on what. The library names no command and no flag, since
// a program of another kind has none; the one at hand puts the step into its own words. For example:
//
//   if (failure.hint.step == libsync::Step::protect_key_file) offer_to_make_private(failure.hint.on);
//   if (failure.retry_at) start_again_at(*failure.retry_at);
#pragma once

#include <string>

namespace libsync {

// In brackets: what Hint::on is. Without, it is empty.
enum class Step {
  none,

  // Another run, from Failure::retry_at on where that is given. A sync goes on where it stopped.
  run_again,              // at once
  run_again_waiting,      // with permission to sleep through the request limit, as in the run that was interrupted
  run_again_later,        // the fault is Clockify's
  run_after_limit,        // or with permission to sleep through the limit
  run_when_sure,          // it looks first and sends again only what is not there
  run_when_listed,        // an entry that is not there by then was deleted and is not made again
  run_after_other_run,    // another run is at the same entries
  run_after_other_use,    // another process holds the store
  run_after_free_memory,  // there was too little
  look_at_plan,           // nothing was sent: the person did not agree

  // The connection, and what was asked for.
  check_connection,
  trust_certificate,     // a company proxy's, by `ca_file`
  check_ids_and_rights,  // `workspace_id`, `base_url`, and what the key may do
  set_base_url_back,     // until the days begun there are finished
  set_computers_clock,

  // Entries in Clockify that a person has to settle.
  correct_entry,            // [entry id] stored otherwise than it was sent; a deleted one is not made again
  match_or_delete_entry,    // [entry id] it may be the planned one
  clear_or_post_beside,     // [entry id] it is in the place of a planned one
  restore_or_delete_entry,  // [entry id] make it as it was posted; then it can be taken back
  unlock_or_delete_entry,   // [entry id] Clockify does not let go of it
  delete_older_entries,     // [the day, YYYY-MM-DD] by hand; then the day can be forgotten
  settle_refusal,           // [the day, YYYY-MM-DD] in the config or in Clockify; or take the day off the bill
  plan_day_afresh,          // [the day, YYYY-MM-DD] undo what was posted of it and plan it again

  // The API key. The first four: Clockify refused it, and this is where it came from.
  renew_stored_key,
  renew_environment_key,  // CLOCKIFY_API_KEY
  renew_command_key,      // `api_key_command`
  renew_keyring_key,
  use_first_key,       // until the days begun with it are finished
  store_key,           // there is none
  store_key_again,     // the file belongs to another user
  copy_key_whole,      // from Clockify
  give_plausible_key,  // 8 to 256 visible ASCII characters
  try_key_command,     // by hand
  protect_key_file,    // [file] mode 0600
  unlock_keyring,      // or give the key in another way

  // The configuration.
  write_config,         // there is none
  add_config_key,       // [key] under [sync]
  use_known_key,        // [key] the nearest one
  add_required_key,     // [key] the workspace asks every entry for it
  list_workspaces,      // to find the one that is meant
  list_projects,        // to find the one that is meant
  give_project_id,      // since names do not tell
  correct_project,      // [the nearest project, or nothing] an id of the mapping
  correct_task,         // the task is done, or of another project
  move_key_to_top,      // [key] above the first section
  move_key_to_sync,     // [key]
  store_key_elsewhere,  // the API key does not belong in the file
  quote_folder,         // as the name of a key
  write_value,          // [what is accepted, as the file has it]
  write_value_like,     // [an example, as the file has it]
  write_clockify_id,    // ["project", "workspace" or nothing] 24 hexadecimal digits
  end_below_start,      // means work hours over midnight
  name_config_file,     // what was named is something else
  choose_workspace,     // [config file]
  name_time_zone,       // [the nearest, or nothing] `time_zone` is none that is known
  put_in_by_hand,       // [what to put in, as the file has it]
  edit_again,           // the file changed in between
  choose_time_zone,     // [config file] the system's is none that is known
  set_home,
  set_home_or_write_path,

  // What was given for this run alone (Overrides).
  give_base_url,                 // [an example]
  mend_config_or_give_base_url,  // [an example]
  give_time_zone,                // [the nearest, or nothing] an IANA name

  // The store.
  restore_store,  // from a backup, or begin a new one: Clockify is asked first
  check_device,
  make_room,
  make_writable,      // the file and its folder
  make_accessible,    // readable and writable
  make_store_folder,  // or name another store
  mend_store_link,
  name_another_store,
  use_local_disk,
  update_program,
  use_moved_store,     // [its address, or its file]
  delete_machine_key,  // a new machine begins then, and the old one can be left out
  list_machines,       // that share the store
  keep_store_in_file,
  install_libpq,
  check_store_server,  // its address, whether it runs, and how it is set up

  // The transcripts.
  check_transcripts_folder,  // or leave it out
  check_permissions,
  mend_transcript,  // or delete it: nothing can be read from it

  // What a look at everything advises.
  import_now,       // before the agent deletes the transcripts
  schedule_runs,    // so that importing and syncing is not forgotten
  match_time_zone,  // [the zone of the Clockify profile] in the config, or the config's in the profile
  mend_mapping,     // or take the line out
  map_folders,
};

inline constexpr Step k_last_step = Step::map_folders;

struct Hint {
  Step step = Step::none;
  std::string on = {};  // may hold text from outside: print it escaped

  [[nodiscard]] bool operator==(const Hint&) const = default;
};

}  // namespace libsync
