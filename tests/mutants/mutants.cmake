# The ways to break the protocol of docs/exactly-once.md, by file. See mutant.cmake for the form.

set(loop sync_loop_test "crash_test(*FreshDay)")
set(decisions loop_decisions_test sync_loop_test)
set(outbox "store_test(Outbox.*:*Failing.*)" sync_loop_test)
set(durability "store_test(*Durable*:ALog.*)")
set(looks "store_test(*MemoryCopy*:WhereItLies.*:PrivateFileTest*)")
set(lock "store_test(Lock.*)")
set(answers "clockify_test(AnswerPolicy.*)")
set(listings "clockify_test(ReadListing.*:ParseEntry.*:ParseEntries.*)")
set(exchanges "clockify_test(HttpsApi.*:BrokenAnswer.*)")

# --- the loop: one row ----------------------------------------------------------------------------------------------

mutant("no intent before the send" "${loop}" libsync/loop/src/posting.cpp
       "const bool ours = context_.store.begin_sends(intents, answers());" "const bool ours = true;")

mutant("the intent is written after the send" "${loop}" libsync/loop/src/posting.cpp
[=[
      intended = write_intents() ? Intended::yes : Intended::lost;
      return intended == Intended::yes ? clockify::Proceed::send : clockify::Proceed::abort;
]=] [=[
      return clockify::Proceed::send;
]=] libsync/loop/src/posting.cpp
[=[
    if (intended == Intended::lost) return taken_over_failure(act);
]=] [=[
    intended = write_intents() ? Intended::yes : Intended::lost;
    if (intended == Intended::lost) return taken_over_failure(act);
]=])

mutant("an intent that another run wrote first is sent" "${loop}" libsync/loop/src/posting.cpp
       "return intended == Intended::yes ? clockify::Proceed::send : clockify::Proceed::abort;"
       "return clockify::Proceed::send;")

mutant("a slow commit of the intent is not counted" "${loop}" libsync/loop/src/posting.cpp
       "if (took <= allowed) return true;" "if (took <= allowed || took > seconds{0}) return true;")

mutant("nobody asks the server whether the day is over" "${loop}" libsync/loop/src/first_look.cpp
       "return clocks_failure(date, *server, context.clock.now(), context.rules.zone);"
       "return date.ok() ? std::nullopt : Stopped{clocks_failure(date, *server, context.clock.now(), context.rules.zone)};")

mutant("a limit that says not to wait is asked again at once" "${loop}" libsync/loop/src/request_limit.cpp
       "std::max(wait_asked_for(error), shortest_wait(waits_in_a_row_++))" "wait_asked_for(error)")

mutant("an unknown outcome is a refusal on a timeout" "${loop}" libsync/loop/src/posting.cpp
       "} else if (answers[i].error().delivery == clockify::Delivery::unknown) {"
       "} else if (answers[i].error().delivery == clockify::Delivery::unknown && answers[i].error().kind != clockify::ErrorKind::timed_out) {")

mutant("what the server stored is not compared" "${loop}" libsync/loop/src/posting.cpp
       "const std::string mismatch = describe_mismatch(day->row(row).entry, stored);" "const std::string mismatch;")

mutant("an answer may name an entry that was there before" "${loop}" libsync/loop/src/posting.cpp
       "if (seen_.claimed.contains(stored.id) || find_id(seen_.listing, stored.id) != nullptr) {"
       "if (stored.id.str().empty()) {")

mutant("more is sent than Clockify takes in a second" "${loop}" libsync/loop/src/posting.cpp
       "  if (jobs_ == 1) return true;" "  if (!waiting_.empty()) return true;")

mutant("a wait begins while an answer is not in the store" "${loop}" libsync/loop/src/posting.cpp
       "  if (!refused.empty()) write_answers();\n" "")

mutant("what is to be posted of an earlier day is left when a later one stops" "${loop}"
       libsync/loop/src/days_under_way.cpp
       "with_what_was_made([&] { return posting_.post(); })" "with_what_was_made([&] { return Stopped{}; })")

# --- the loop: one day ----------------------------------------------------------------------------------------------

mutant("no quarantine" "${loop}" libsync/loop/src/day_sync.cpp
       "if (!is_past_quarantine(row)) return stop_in_doubt(" "if (!it.sent_at) return stop_in_doubt(")

mutant("entries in flight are ignored at the start" "${loop}" libsync/loop/src/day_sync.cpp
       "if (it.state == RowState::in_flight) return settle_in_flight(row);" ""
       libsync/loop/src/run.cpp "{RowState::in_flight, RowState::planned}" "{RowState::planned}")

mutant("an entry in flight that is found is not adopted" "${loop}" libsync/loop/src/run.cpp
       "{RowState::in_flight, RowState::planned}" "{RowState::planned}")

mutant("an entry that a copy of the store forgot occupies the day before" "${loop};schedules_test" libsync/loop/src/run.cpp
       "{RowState::in_flight, RowState::planned}" "{RowState::in_flight}")

mutant("an edited entry is not recognised" "${loop}" libsync/loop/src/day_sync.cpp
       "if (const auto* edited = find_edited(seen_.listing, it, seen_.claimed)) {"
       "if (const auto* edited = find_edited(seen_.listing, it, seen_.claimed); edited != nullptr && !edited->end) {")

mutant("nothing is adopted before a first send" "${loop}" libsync/loop/src/day_sync.cpp
       "if (find_exact(seen_.listing, day_.row(row), seen_.claimed) == nullptr) return posting_.add(day_, row);"
       "if (seen_.listing.entries.size() < 100) return posting_.add(day_, row);")

mutant("a row is posted beside an entry that came since" "${loop}" libsync/loop/src/day_sync.cpp
       "if (const auto* other = find_in_the_way(seen_.listing, row, own)) {"
       "if (const auto* other = find_in_the_way(seen_.listing, row, own); other != nullptr && !other->end) {")

mutant("the day is marked before its entries" "${loop}" libsync/loop/src/day_sync.cpp
       "  if (auto stopped = check_projects()) return stopped;\n"
       "  if (auto stopped = check_projects()) return stopped;\n  day_.write_done();\n")

mutant("the plan is not stored before it is sent" "${loop}" libsync/loop/src/freezing.cpp
       "context.store.freeze(plan);" "")

# --- the loop: the run ----------------------------------------------------------------------------------------------

mutant("no listing" "${loop}" libsync/loop/src/run.cpp
       "auto seen = look_at_clockify(limit, *connected, open);" "Result<Seen, Failure> seen{Seen{*connected, {}, {}}};")

mutant("the look comes after the posts" "${loop}" libsync/loop/src/run.cpp
[=[
    auto seen = look_at_clockify(limit, *connected, open);
    stopped = seen.has_value() ? sync_days(*seen, limit, open) : Stopped{seen.error()};
]=] [=[
    Seen nothing{*connected, {}, {}};
    stopped = sync_days(nothing, limit, open);
    auto seen = look_at_clockify(limit, *connected, open);
]=])

mutant("a plan is made anew after a send" "${loop}" libsync/loop/src/workload.cpp
       "if (plan.ever_sent()) plans_" "if (plan.ever_sent() && plan.rows.empty()) plans_")

mutant("entries of other rows are not known as claimed" "${loop}" libsync/loop/src/first_look.cpp
       "context.store.claimed_entries(connected.timesheet)" "EntryIds{}")

mutant("the key of another user continues a day" "${loop}" libsync/loop/src/run.cpp
       "if (auto stopped = check_owner(*connected, open)) return stopped;"
       "if (auto stopped = check_owner(*connected, {})) return stopped;")

# --- the loop: the amended plan -------------------------------------------------------------------------------------

mutant("a plan that binds is replaced" "${loop};schedules_test" libsync/loop/src/run.cpp
       "    if (day.plan->binds()) {" "    if (day.plan->rows.front().entry_id) {")

mutant("a row in flight is readdressed" "sync_loop_test;schedules_test" libsync/loop/src/readdress.cpp
       "if (row.state != RowState::planned || row.entry.sources.empty()) {" "if (row.entry.sources.empty()) {"
       libsync/loop/src/day_sync.cpp
       "  if (auto stopped = send_again()) return stopped;\n  if (auto stopped = readdress()) return stopped;\n"
       "  if (auto stopped = readdress()) return stopped;\n  if (auto stopped = send_again()) return stopped;\n")

mutant("refused attempts are forgotten" "sync_loop_test;schedules_test" libsync/loop/src/run.cpp
       "if (auto stopped = check_refusals(seen, open)) return stopped;" "")

mutant("what was refused is posted beside for another day" schedules_test libsync/loop/src/run.cpp
       "if (beside) return lied_failure(" "if (beside && open.empty()) return lied_failure(")

mutant("ids are not checked before the plan is stored" "${loop}" libsync/loop/src/freezing.cpp
       "if (auto stopped = projects.check(to_post(*rows))) return *std::move(stopped);" "")

mutant("entries of our own of another day are not in the way" "sync_loop_test;schedules_test"
       libsync/loop/src/matching.cpp
       "if (touches(entry, work_hours) && !of_the_day.contains(entry.id)) {"
       "if (touches(entry, work_hours) && !of_the_day.contains(entry.id) && !claimed.contains(entry.id)) {")

mutant("entries of our own that are not shown yet are not in the way" schedules_test libsync/loop/src/freezing.cpp
       "  add_not_shown_yet(context, seen.listing, key, draft.work_hours, unlisted);\n"
       "  if (key.date == LocalDate{}) add_not_shown_yet(context, seen.listing, key, draft.work_hours, unlisted);\n")

mutant("a refused day that is not over yet is begun" schedules_test libsync/loop/src/workload.cpp
       "if (is_asked_for(date, options_) && (plan.binds() || !is_billed(date, rules_))) dates.insert(date);"
       "if (is_asked_for(date, options_)) dates.insert(date);")

# --- the loop: taking back --------------------------------------------------------------------------------------------

set(undo "sync_loop_test(Undo.*:Resync.*)")

mutant("what waits for a person keeps every day from being posted" "${undo}" libsync/loop/src/run.cpp
       "if (finished.stopped) return finished.stopped;" "if (finished.stopped || finished.left_over) return finished.stopped ? finished.stopped : finished.left_over;")

mutant("a day that waits for a person is taken back without a word" "${undo}" libsync/loop/src/withdrawal_run.cpp
       "if (std::ranges::any_of(unfinished, is_asked)) return left_over;" "")

mutant("a run that left something for a person says nothing" "${undo}" libsync/loop/src/run.cpp
       "  if (!stopped) return left_over;\n" "  if (!stopped) return std::nullopt;\n")

mutant("an entry that was edited is deleted" "${undo}" libsync/loop/src/taking_back.cpp
       "if (auto stopped = check_unchanged(context_, each, **found)) return stopped;" ""
       libsync/loop/src/withdrawn_day.cpp
       "if (standing.state == Stands::edited) {" "if (standing.state == Stands::edited && !row.entry_id) {")

mutant("an entry that was edited between two runs is deleted" "${undo}" libsync/loop/src/taking_back.cpp
       "if (auto stopped = check_unchanged(context_, each, **found)) return stopped;" "")

mutant("an entry that was edited during a wait is deleted" "${undo}" libsync/loop/src/taking_back.cpp
       "      forget(left);\n      if (auto stopped = check(left)) return stopped;\n" "")

mutant("a day is taken back by a look from before a wait" "${undo}" libsync/loop/src/withdrawal_run.cpp
       "stopped = refresh(context_, limit, seen, dates());" "")

mutant("an entry that was moved out of sight is forgotten" "${undo}" libsync/loop/src/withdrawn_day.cpp
       "    if (each.state == Stands::gone) {\n      const auto found" "    if (id.str().empty()) {\n      const auto found")

mutant("an entry that cannot be looked up counts as gone" "${undo}" libsync/loop/src/withdrawn_day.cpp
       "      if (!found.has_value()) return not_read_failure(found.error());\n      if (found->has_value()) each"
       "      if (found.has_value() && found->has_value()) each")

mutant("a look-alike is deleted while the real one may still come" "${undo}" libsync/loop/src/withdrawn_day.cpp
       "if (may_still_come(row)) return" "if (may_still_come(row) && !row.entry_id) return")

mutant("a lock is found out by the DELETE" "${undo}" libsync/loop/src/standing.cpp
       "entry.locked ? Stands::locked : Stands::unchanged" "Stands::unchanged")

mutant("more is deleted than was shown" "${undo}" libsync/loop/src/withdrawn_day.cpp
       "return agreed.contains(id); })) {" "return agreed.contains(id); }) && agreed.empty()) {")

mutant("what the older tool posted is deleted" "${undo}" libsync/loop/src/withdrawn_day.cpp
       "if (row.origin == store::Origin::earlier) {" "if (row.origin == store::Origin::earlier && !row.entry_id) {")

mutant("an entry that was deleted is believed to stand" "${undo}" libsync/loop/src/first_look.cpp
       "if (each.state == store::WithdrawalState::deleted) deleted.insert(each.id);" "")

mutant("any 404 says that an entry is gone that can be read" "${undo}" libsync/loop/src/taking_back.cpp
       "return found.has_value() && !found->has_value();" "return found.has_value();")

mutant("a lost answer counts as deleted" "${undo}" libsync/loop/src/taking_back.cpp
       "if (!limit_.waited_for(answer.error())) {"
       "if (answer.error().kind == clockify::ErrorKind::offline) return take_away(withdrawal), std::nullopt;\n      if (!limit_.waited_for(answer.error())) {")

mutant("a sync leaves what an undo began" "${undo}" libsync/loop/src/run.cpp
       "if (is_unfinished(connected->timesheet)) {" "if (is_unfinished(connected->timesheet) && open.empty()) {")

mutant("an entry that is not shown yet counts as deleted by somebody" "${undo}" libsync/loop/src/standing.cpp
       "may_be_hidden ? Stands::not_yet : Stands::gone" "may_be_hidden ? Stands::gone : Stands::gone")

mutant("what stands as planned is deleted and made again" "${undo}" libsync/loop/src/withdrawn_day.cpp
       "  keep_what_fits(instead, *plan_, *standing, seen_.listing);\n" "")

mutant("projects are not checked before an entry is deleted" "${undo}" libsync/loop/src/freezing.cpp
       "if (auto stopped = projects.check(to_post(*rows))) return *std::move(stopped);" "")

# --- the loop: matching ---------------------------------------------------------------------------------------------

mutant("an entry in doubt is recognised under its project only" "${loop}" libsync/loop/src/matching.cpp
       "!claimed.contains(entry.id) && !in_baseline(row, entry.id)"
       "!claimed.contains(entry.id) && entry.project == row.entry.project && !in_baseline(row, entry.id)")

mutant("the quarantine is one second short" "${decisions}" libsync/loop/src/matching.cpp
       ">= sent_at + quarantine;" ">= sent_at + quarantine - seconds{1};")

mutant("the quarantine goes by the local clock" "${decisions}" libsync/loop/src/matching.cpp
       "const UtcTime date = listing.server_date.value_or(wall_clock - k_absurd);" "const UtcTime date = wall_clock;")

mutant("the time of a send goes by the local clock" "${decisions}" libsync/loop/src/matching.cpp
       "if (!listing.server_date) return wall_clock + k_absurd;" "return wall_clock;")

mutant("an entry is adopted twice" "${decisions}" libsync/loop/src/matching.cpp
       "if (is_exact(entry, row.entry) && !claimed.contains(entry.id)) matches.push_back(&entry);"
       "if (is_exact(entry, row.entry) && claimed.size() < 100000) matches.push_back(&entry);")

mutant("an entry is adopted without looking at its end" "${decisions}" libsync/loop/src/matching.cpp
       "entry.end == planned.interval.end && entry.description == planned.description;"
       "entry.description == planned.description;")

# --- the store ------------------------------------------------------------------------------------------------------

mutant("the intent is no compare-and-swap" "${outbox}" libsync/store_sql/src/outbox.cpp
       "AND attempt = ? AND state = ?" "AND ? >= 0 AND state = ?")

mutant("an intent may be of a plan that was replaced" store_contract_test libsync/store_sql/src/outbox.cpp
       [=[AND state = ? "
        "AND sent_at_s IS NOT DISTINCT FROM ? ]=] "AND coalesce(?, ?) IS NOT NULL ")

mutant("a refusal takes back the intent of another run" "${outbox}" libsync/store_sql/src/outbox.cpp
       "AND state = 'in_flight' AND attempt = ?" "AND state = 'in_flight' AND ? > 0")

mutant("the entry and its record are two transactions" "${outbox}" libsync/store_sql/src/outbox.cpp
       "  record_for_older_tool(database, sheet, row.day, seen.project, entry);\n" ""
       libsync/store_sql/src/outbox.cpp
[=[
  for (const Posted& each : posted) set_posted(database, each);
  transaction.commit();
]=] [=[
  for (const Posted& each : posted) set_posted(database, each);
  transaction.commit();
  Transaction second{database};
  for (const Posted& each : posted) {
    const auto& day = each.row.day;
    record_for_older_tool(database, registered(database, day.timesheet), day, each.seen.project, each.entry);
  }
  second.commit();
]=])

mutant("an intent goes without the answer before it" "${outbox};store_contract_test" libsync/store_sql/src/outbox.cpp
       "    for (const Posted& posted : before) set_posted(database, posted);\n" "")

mutant("an intent that is lost takes the answer before it along" store_contract_test libsync/store_sql/src/outbox.cpp
       "  if (!before.empty()) write_all_posted(database, before);\n" "")

mutant("an answer and the intent after it are two transactions" "${outbox}" libsync/store_sql/src/outbox.cpp
[=[
    for (const Posted& posted : before) set_posted(database, posted);
]=] [=[
    for (const Posted& posted : before) set_posted(database, posted);
    Query{database, "COMMIT"}.run();
    Query{database, "BEGIN IMMEDIATE"}.run();
]=])

mutant("an answer that is kept is not written when the day stops" "${loop}" libsync/loop/src/days_under_way.cpp
       "    posting_.write_answers();\n    return stopped;\n" "    return stopped;\n")

mutant("one intent of another run does not keep the others from being sent" "store_contract_test"
       libsync/store_sql/src/outbox.cpp "are_as_seen = are_as_seen && rows == 1" "are_as_seen = are_as_seen || rows == 1")

mutant("an intent is not for what was seen" "${outbox};store_contract_test" libsync/store_sql/src/outbox.cpp
[=[
AND state IN ('planned', 'in_flight') "
        "AND project_id = ? AND task_id IS NOT DISTINCT FROM ? AND start_s = ? AND end_s = ? AND description = ? "
        "AND billable IS NOT DISTINCT FROM ? AND tags = ? AND NOT EXISTS (SELECT 1 FROM days_to_forget AS day "
        "WHERE day.timesheet_id = outbox.timesheet_id AND day.date = outbox.date) "
        "AND NOT EXISTS]=] [=[
AND state IN ('planned', 'in_flight') "
        "AND coalesce(?, ?, ?, ?, ?, ?, ?) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM days_to_forget AS day "
        "WHERE day.timesheet_id = outbox.timesheet_id AND day.date = outbox.date) "
        "AND NOT EXISTS]=])

mutant("a row gets other content beside one in flight" store_contract_test libsync/store_sql/src/plans.cpp
       "AND other.state = 'in_flight')" "AND other.state = 'none')" libsync/store/src/rules_of_version_2.cpp
       "AND state = 'in_flight'))" "AND state = 'none'))")

mutant("a refusal is forgotten at once" "${outbox};store_contract_test" libsync/store/src/rules_of_version_2.cpp
       "WHEN OLD.state = 'in_flight' AND NEW.state = 'planned'" "WHEN OLD.state = 'in_flight' AND NEW.state = 'none'")

mutant("a plan need not tile its day" "${outbox}" libsync/store_sql/src/plans.cpp "  require_tiling(database, plan);\n"
       "  if (plan.rows.empty()) require_tiling(database, plan);\n")

mutant("a day is marked without counting" "${outbox}" libsync/store/src/rules_of_version_2.cpp
       "CREATE TRIGGER synced_day_is_complete_on_{0} BEFORE {0} ON synced_days\nWHEN EXISTS ("
       "CREATE TRIGGER synced_day_is_complete_on_{0} BEFORE {0} ON synced_days\nWHEN 0 AND EXISTS (")

mutant("a plan that binds can be replaced" "${outbox}" libsync/store/src/tables_of_version_3.cpp
       "WHEN OLD.state = 'in_flight'\n  OR (OLD.state = 'posted'" "WHEN OLD.state = 'none'\n  OR (OLD.state = 'none'")

mutant("a day is forgotten while an entry is still to be deleted" "store_contract_test(*Withdrawal*)"
       libsync/store_sql/src/withdrawals.cpp
       "if (left.next()) refuse(database, day.date, \"an entry is still to be deleted\");" ""
       libsync/store/src/tables_of_version_3.cpp "AND state = 'intended')))" "AND state = 'none')))")

mutant("a row is sent beside an entry that is still to be deleted" "store_contract_test(*Withdrawal*)"
       libsync/store_sql/src/outbox.cpp "AND other.state = 'intended' AND other.start_s" "AND other.state = 'none' AND other.start_s"
       libsync/store/src/tables_of_version_3.cpp
       "AND state = 'intended'\n                                             AND start_s" "AND state = 'none'\n                                             AND start_s")

mutant("an entry that was taken back may be recorded again" "store_contract_test(*Withdrawal*)"
       libsync/store/src/tables_of_version_3.cpp
       "CREATE TRIGGER withdrawn_entry_is_nobodys BEFORE UPDATE OF entry_id ON outbox\nWHEN EXISTS"
       "CREATE TRIGGER withdrawn_entry_is_nobodys BEFORE UPDATE OF entry_id ON outbox\nWHEN 0 AND EXISTS")

mutant("commits are not durable" "${durability}" libsync/store/src/connection.cpp
       "PRAGMA synchronous = EXTRA\");\n  require(\"cell_size_check\"" "PRAGMA synchronous = NORMAL\");\n  require(\"cell_size_check\""
       libsync/store/src/connection.cpp
       "require(\"synchronous\", \"3\");\n  if" "require(\"synchronous\", \"1\");\n  if"
       libsync/store/src/connection.cpp
       "require(\"synchronous\", \"3\");\n  [[" "require(\"synchronous\", \"1\");\n  [[")

mutant("a log is taken for that of the store that took its place" "${durability}" libsync/store/src/connection.cpp
       "if (now && log_ &&" "if (false && log_ &&"
       libsync/store/src/sqlite_store.cpp "set_leftovers_aside(file);" "")

mutant("a log is mixed into an older copy of its store" "${durability}" libsync/store/src/sqlite_store.cpp
       "  set_foreign_log_aside(target);\n" "")

mutant("a log is read with an older copy of its store" "${durability}" libsync/store/src/memory_files.cpp
       "if (has_header &&" "if (!has_header &&")

mutant("a look takes pages of two moments" "${looks}" libsync/store/src/private_file.cpp
       "|| stamp_of(beneath_->file.get()) != beneath_->stamp)" ")")

mutant("a look is taken where it lies while it is written" "${looks}" libsync/store/src/memory_files.cpp
       "  if (is_being_written(input.get())) return std::nullopt;\n  Contents" "  Contents")

mutant("a store at rest keeps its log" "${durability}" libsync/store/src/connection.cpp
       "  if (!log_) return;\n" "  if (log_ || !log_) return;\n")

mutant("two runs hold the lock" "${lock}" libsync/store/src/run_lock.cpp
       "flock(lock.get(), LOCK_EX | LOCK_NB)" "flock(lock.get(), LOCK_SH | LOCK_NB)")

# --- the client -----------------------------------------------------------------------------------------------------

mutant("5xx counts as not done" "${answers}" libsync/clockify/src/answer_policy.cpp
       "if (status >= 500) return {ErrorKind::server_fault, Delivery::unknown,"
       "if (status >= 500) return {ErrorKind::server_fault, Delivery::answered,")

mutant("a redirect counts as not done" "${answers}" libsync/clockify/src/answer_policy.cpp
       "if (status >= 300) return {ErrorKind::protocol, Delivery::unknown,"
       "if (status >= 300) return {ErrorKind::protocol, Delivery::answered,")

mutant("409 counts as a refusal" "${answers}" libsync/clockify/src/answer_policy.cpp
       "    case 422:\n" "    case 409:\n    case 422:\n")

mutant("408 counts as a refusal" "${answers}" libsync/clockify/src/answer_policy.cpp
       "    case 406:\n" "    case 406:\n    case 408:\n")

mutant("\"TIMEENTRY not found\" counts as a refusal" "${answers}" libsync/clockify/src/answer_policy.cpp
       "if (denies_what_it_made(method, answer)) {" "if (answer.status == 0 && denies_what_it_made(method, answer)) {")

mutant("any 404 to a DELETE means gone" "${answers}" libsync/clockify/src/answer_policy.cpp
       "if (method != Method::get) return false;" "if (answer.status == 404) return true;")

mutant("any 400 to a DELETE means gone" "${answers}" libsync/clockify/src/answer_policy.cpp
       "if (method != Method::get) return false;" "if (answer.status == 400) return true;")

mutant("any 200 to a DELETE means deleted" "${answers}" libsync/clockify/src/answer_policy.cpp
       "return status == 204;" "return status == 200 || status == 204;")

mutant("a success that is not understood counts as a refusal" "${answers}" libsync/clockify/src/answer_policy.cpp
       "      .kind = ErrorKind::protocol,\n      .delivery = Delivery::unknown,"
       "      .kind = ErrorKind::protocol,\n      .delivery = Delivery::answered,")

mutant("only the first page is read" "${listings}" libsync/clockify/src/paging.cpp
       "if (last) return number;" "if (last || number == 1) return number;")

mutant("pages are not read twice" "${listings}" libsync/clockify/src/paging.cpp
       "if (before && before->listing.entries == pass->listing.entries)" "if (before)")

mutant("entries of another user are taken for ours" "${listings}" libsync/clockify/src/paging.cpp
       "if (entry.user != scope.user) return" "if (entry.user.str().empty()) return")

mutant("times are read without their offset" "${listings}" libsync/clockify/src/json_codec.cpp
       "const auto instant = parse_rfc3339(text);" "const auto instant = parse_rfc3339(text.substr(0, 19) + \"Z\");")

mutant("an answer of another workspace is taken" "${exchanges}" libsync/clockify/src/https_api.cpp
       "if (made->workspace != entry.workspace) {" "if (made->workspace.str().empty()) {")

mutant("the client sends a POST again by itself" "${exchanges}" libsync/clockify/src/http/https_exchange.cpp
       "const bool may_repeat = request.method != Method::post && reused &&" "const bool may_repeat = reused &&")

mutant("a broken connection counts as not sent" "${exchanges}" libsync/clockify/src/http/lane.cpp
       "  progress_.handed_over = true;\n" "")

mutant("before_send is asked after the request" "${exchanges}" libsync/clockify/src/http/https_exchange.cpp
       "  co_await start_together(lane, before_send);\n" "" libsync/clockify/src/http/https_exchange.cpp
       "      co_return co_await lane.round_trip(request, options_.context);"
       "      HttpAnswer answer = co_await lane.round_trip(request, options_.context);\n      permit(before_send);\n      co_return answer;")

mutant("one of several requests leaves before all have a connection" "api_contract_test"
       libsync/clockify/src/http/https_exchange.cpp "  } else if (!called_off_) {" "  } else if (called_off_) {")

mutant("one of several that cannot be sent does not keep the others" "${exchanges}"
       libsync/clockify/src/http/https_exchange.cpp
       "if (lane->is_quiet()) continue;" "if (lane->is_quiet() || requests_ > 1) continue;")

mutant("what is called off is sent all the same" "${exchanges};api_contract_test"
       libsync/clockify/src/http/https_exchange.cpp "  if (called_off_) throw StopReason{*called_off_};\n  check_stopped(lane.progress());\n}" "  check_stopped(lane.progress());\n}")

# --- a store on a server --------------------------------------------------------------------------------------------

set(lost "store_postgres_test(*Lost*)")
set(run "store_postgres_test(PostgresRun.*)")

mutant("nobody looks at what a change on a server found" "postgres_store_contract_test"
       libsync/store_postgres/src/server_session.cpp "if (waiting->look) waiting->look(rows_of(*result));" "(void)rows_of(*result);")

mutant("a commit whose answer was lost counts as made" "${lost}" libsync/store_postgres/src/server_session.cpp
       "if (status == \"committed\") {" "if (!status.empty()) {")

mutant("a commit whose answer was lost counts as failed" "${lost}" libsync/store_postgres/src/server_session.cpp
       "if (status == \"committed\") {" "if (status == \"none\") {" libsync/store_postgres/src/server_session.cpp
       "if (status == \"aborted\") throw" "if (!status.empty()) throw")

mutant("what was committed before another took over is sent" "${run}" libsync/store_postgres/src/server_session.cpp
       "for (const auto& [sql, take] : checks_) take(value(sql));" "")

mutant("a change is made twice when the connection is lost in it" "${lost}" libsync/store_postgres/src/server_session.cpp
       "!is_connecting_ && (!in_transaction_ || !prelude_.empty());" "!is_connecting_;")

mutant("a run goes on that another has taken over from" "${run}" libsync/store_postgres/src/run.cpp
       "if (latest != std::to_string(fence_)) throw held_by_another();" "if (latest.empty()) throw held_by_another();")

mutant("two runs at once on a server" "${run}" libsync/store_postgres/src/run.cpp
       "if (taken.text(0) == \"t\") return;" "if (!taken.text(0).empty()) return;")

mutant("a run does not take its lock again on a new connection" "${run}" libsync/store_postgres/src/run.cpp
       "session_.after_connecting_again([this] { lock(); });" "session_.after_connecting_again([] {});")

mutant("a server is used that forgets what it has confirmed" "store_postgres_test(PostgresServerTest.*)"
       libsync/store_postgres/src/server_connection.cpp "if (std::string_view{cell} != \"t\") throw"
       "if (std::string_view{cell}.empty()) throw")

mutant("no day waits for a machine" "loop_decisions_test" libsync/loop/src/waiting.cpp
       "if (is_expected && !has_brought_it) labels.push_back(machine.label);" "(void)has_brought_it;")

mutant("a day is planned by what the machines had brought before" "mirrored_schedules_test(*AFile*)"
       libsync/loop/src/workload.cpp "machines_ = store_.machines();" "")
