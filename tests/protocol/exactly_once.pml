// SPDX-License-Identifier: MIT
//
// The exactly-once protocol of docs/exactly-once.md as a model for `spin`. README.md beside this file says how to run
// it and what came out.
//
// Actors: runs of `claude-tracker sync`, and all that they cannot command: requests under way, time, a person at work,
// whoever pulls the plug. Steps are named as in libsync/loop/src and in the store's port. Each `atomic` is one step;
// between two of them the process may die and everybody else may act.
//
// Checked in every reachable state:
//   no_duplicate  an entry that takes effect is the only one of ours for its slot, and in its hours
//   no_loss       a day marked synced has exactly the entries of its plan, and so is tiled exactly
//   no_stuck      when the faults are over, the config is mended and the quarantine has passed, ONE run finishes every
//                 day; a second one where the first learnt that what had been in flight is refused
// and that there is no state from which nothing goes on.
//
// Sizes are set with -DFAULTS=, -DROWS=, -DRUNS=. Further names weaken the protocol or an assumption; each stands where
// it acts.

#ifndef FAULTS
#define FAULTS 3  // crashes, lost answers, late and lost requests, refusals, lies, lost stores: any mixture
#endif
#ifndef ROWS
#define ROWS 3  // 2 to 4: two for the first day, the rest for the second
#endif
#ifndef RUNS
#define RUNS 1  // processes that run `sync` again and again
#endif

#define DAYS ((ROWS + 1) / 2)
#define first_row(day) (2 * (day))
#define last_row(day) ((2 * (day) + 1 < ROWS) -> 2 * (day) + 1 : ROWS - 1)

// for some row / for some request
#if ROWS == 2
#define some_row(is) (is(0) || is(1))
#define some_request(is) (is(0) || is(1) || is(2) || is(3))
#elif ROWS == 3
#define some_row(is) (is(0) || is(1) || is(2))
#define some_request(is) (is(0) || is(1) || is(2) || is(3) || is(4) || is(5))
#else
#define some_row(is) (is(0) || is(1) || is(2) || is(3))
#define some_request(is) (is(0) || is(1) || is(2) || is(3) || is(4) || is(5) || is(6) || is(7))
#endif

// In ticks of the server's clock. A1: a request takes effect at an age below k_lifetime, or never.
#define k_lifetime 2
#if defined(NO_QUARANTINE)
#define k_quarantine 0
#elif defined(QUARANTINE_ONE_TICK_SHORT)
#define k_quarantine (k_lifetime - 1)
#elif defined(NO_SECOND_ATTEMPT)  // no age is enough
#define k_quarantine (k_lifetime + 1)
#else
#define k_quarantine k_lifetime
#endif

// --- what an entry looks like ----------------------------------------------------------------------------------------

// The content of a row, or of an entry for it: which of two plans of the day its interval is of, and which of two
// projects it is for. The plans differ in where the first entry ends: later in version 1.
#define content_of(version, project) ((version) + 2 * (project))
#define version_of(content) ((content) & 1)
#define project_of(content) ((content) >> 1)

// Both intervals of a row overlap. Of the other row of the day they overlap the one in the version `r & 1`, unless they
// are of that version themselves.
#define other_row(r) ((r) ^ 1)
#define overlaps_other(r, content) (other_row(r) < ROWS && version_of(content) != ((r) & 1))

// --- the tracking store ----------------------------------------------------------------------------------------------

mtype = {planned, in_flight, posted};

typedef OutboxRow {
  mtype state;  // 0: there is no plan
  byte content;
#if RUNS > 1
  byte attempt;
#endif
  byte age;      // in_flight: ticks since sent_at, counted up to k_lifetime
  byte refused;  // a bit for the content of each refused attempt; outlives the plan, until the day is done
#ifdef ON_EXISTING_POST
  bool baseline;  // the person's entry was there before the attempt
#endif
}

typedef Store {
  OutboxRow row[ROWS];
  bool synced[DAYS];
}

Store store;
bool locked;

#ifdef FENCED  // a store on a server: a run may lose its lock to another at any time, and each change asks for it
#ifdef AT_ONCE
#error "rows at once do not ask"
#endif
byte holder;        // 1 + the run that took the lock last
bool stale[RUNS];   // time has passed since the answer to a commit was lost
#endif
#if defined(FENCED) && !defined(NO_FENCE)  // the lock alone
#define keep_run() \
  if \
  :: holder != me + 1 -> printf("run %d: another has taken over\n", me); goto ends \
  :: else -> skip \
  fi
#else
#define keep_run() skip
#endif

// A plan is law for what stands in Clockify or may stand there.
#define is_in_flight(r) (store.row[r].state == in_flight)
#define is_law(r) (store.row[r].state == in_flight || store.row[r].state == posted)
#define in_quarantine(r) (store.row[r].state == in_flight && store.row[r].age < k_lifetime)

// --- Clockify and the way to it --------------------------------------------------------------------------------------

// awaited: its run waits for the answer. travelling: nobody does, and it may still take effect.
// unlisted: it took effect, and listings do not show it yet. A2: they do from the age k_lifetime on.
mtype = {awaited, travelling, unlisted};

typedef Request {
  mtype state;  // 0: none
  byte content;
  byte age;
}

Request request[2 * ROWS];  // row r has 2r and 2r + 1
byte entries[4 * ROWS];     // how many entries of that content stand for row r: at(r, content)
byte edited[ROWS];          // 1 + the content that a person made unlike it, in about the same hours
byte users_entry;           // a person's own entry, unlike any of ours, in the hours of row users_entry - 1
bool closed;                // the projects of day 0, as first mapped, refuse every new entry

#define at(r, content) (4 * (r) + (content))
#define entries_for(r) \
  (entries[at(r, 0)] + entries[at(r, 1)] + entries[at(r, 2)] + entries[at(r, 3)] + (edited[r] > 0))
#define in_version(r, version) (entries[at(r, content_of(version, 0))] + entries[at(r, content_of(version, 1))])
#define is_under_way(q) (request[q].state != 0)
#define is_old(q) (request[q].state != 0 && request[q].age == k_lifetime - 1)
#define is_unlisted(q, c) (request[q].state == unlisted && request[q].content == c)
#define is_listed(r, c) (entries[at(r, c)] > is_unlisted(2 * (r), c) + is_unlisted(2 * (r) + 1, c))

// --- the course of events --------------------------------------------------------------------------------------------

byte faults = FAULTS;
bit draft[DAYS];     // the version that a plan made now would have
bit mapped;          // and the project of its rows, on day 0: as first mapped, or as mended
bool off;            // day 0 is a day off by now
byte killed;         // run + 1 that dies now
bool under_way[RUNS];
bool sending[RUNS];  // that run is between the intent and the first byte
bool calm;           // the faults are over
bool second_chance;  // the run after them learnt of a refusal
bool finished;       // and the run after them is over too

#if RUNS == 1
#define is_any_under_way under_way[0]
#define is_any_sending sending[0]
#else
#define is_any_under_way (under_way[0] || under_way[1])
#define is_any_sending (sending[0] || sending[1])
#endif

#ifdef STORE_LOSS  // once the database is lost or an old copy of it is put back
Store backup;
bool has_backup;
bool store_was_lost;
#endif
#ifdef NON_DURABLE_COMMIT  // a power cut takes back the intent of row unsynced - 1 if it was the last commit
byte unsynced;
#endif

// Scratch, no part of a state. Hidden indices of what is written are safe in a d_step only.
hidden byte i, j;
hidden byte holds, no_duplicate, no_loss, no_stuck;
mtype = {success, fails, refusal};
hidden mtype outcome;  // of a POST

inline committed() {
#ifdef NON_DURABLE_COMMIT
  unsynced = 0
#else
  skip
#endif
}

inline take_effect(r, c) {
  entries[at(r, c)]++;
#ifndef ONLY_LOSS  // what else goes wrong is let pass
  no_duplicate = entries_for(r) + (overlaps_other(r, c) -> in_version(other_row(r), (r) & 1) : 0) == 1;
  assert(no_duplicate)
#endif
}

// One of these for each place in `request`: what becomes of a request whose answer nobody awaits any more.
active [2 * ROWS] proctype wire() {
end:
  do
  :: d_step {
       !killed && request[_pid].state == travelling ->
       printf("world: the request for row %d takes effect late\n", _pid / 2);
       j = request[_pid].content;
       take_effect(_pid / 2, j);
       request[_pid].state = 0; request[_pid].content = 0; request[_pid].age = 0
     }
  :: d_step {
       !killed && request[_pid].state == travelling ->
       printf("world: the request for row %d is lost\n", _pid / 2);
       request[_pid].state = 0; request[_pid].content = 0; request[_pid].age = 0
     }
  :: d_step {
       !killed && request[_pid].state == unlisted ->
       printf("world: listings now show the entry of row %d\n", _pid / 2);
       request[_pid].state = 0; request[_pid].content = 0; request[_pid].age = 0
     }
  od
}

// --- one run ---------------------------------------------------------------------------------------------------------

#define k_none 255
#define k_users 16   // in `listed`: the person's own entry
#define k_edited 32  // one of ours that a person edited
#if RUNS > 1
#define is_attempt_as_seen(r) (store.row[r].attempt == attempt[r])
#else
#define is_attempt_as_seen(r) true
#endif
#ifdef CAS_IN_FULL  // as the code, but for the last send; with the lock it makes no difference: searches leave it out
#define may_begin_send(r) \
  (is_attempt_as_seen(r) && store.row[r].state != posted && store.row[r].content == content[r])
#define is_own_attempt(r) is_attempt_as_seen(r)
#else
#define may_begin_send(r) (is_attempt_as_seen(r) && store.row[r].state != posted)
#define is_own_attempt(r) true
#endif
#define day_has(d, what) (what(first_row(d)) || what(last_row(d)))
#define drafted(r) content_of(draft[(r) / 2], ((r) < 2 -> mapped : 0))
#define listed_exactly(r, c) ((listed[r] >> (c)) & 1)
#define is_refused(r) (store.row[r].refused != 0)

// Every unclaimed entry that touches the interval, whatever it looks like.
#define touching(r) \
  (listed[r] | (overlaps_other(r, content[r]) -> listed[other_row(r)] & (5 << ((r) & 1)) : 0))

#if defined(PLAN_RECOMPUTED)
#define find_edited(r) false
#define find_in_the_way(r) false
#elif defined(NO_ROOM)  // only an entry of ours of the other plan is seen, and only by a row in flight
#define find_edited(r) ((listed[r] & (5 << (1 - version_of(content[r])))) != 0)
#define find_in_the_way(r) false
#elif defined(ON_EXISTING_POST)  // posted beside what others made; an entry that is new since the attempt is a conflict
#define find_edited(r) ((touching(r) & (store.row[r].baseline -> ~k_users : 255)) != 0)
#define find_in_the_way(r) false
#else
#define find_edited(r) (touching(r) != 0)
#define find_in_the_way(r) (touching(r) != 0)
#endif

#ifdef NO_ADOPTION_VERIFY  // whatever stands in the row's project is taken for the row's entry
#define find_exact(r) (listed[r] != 0)
#else
#define find_exact(r) listed_exactly(r, content[r])
#endif

// A refused attempt that stands there all the same, and is not what its row is to be.
#define refusal_lied(r) ((listed[r] & store.row[r].refused & ~(1 << content[r])) != 0)
#define is_obstructed(r) (state[r] == planned && !find_exact(r) && find_in_the_way(r))
#ifdef AT_ONCE
#define is_due(r) (state[r] != posted && (state[r] == in_flight || !holds))
#endif
#define is_refused_row(r) (state[r] == planned && is_refused(r))
#define is_waiting(r) (state[r] == in_flight)
// Re-addressed: a planned row of a day that nothing is in flight of, whose project the mapping has otherwise by now.
#define is_misaddressed(r) (state[r] == planned && (r) < 2 && project_of(content[r]) != mapped)

inline plan_days() {
  d_step {
    for (j : 0 .. DAYS - 1) {
      law[j] = day_has(j, is_law);
      to_do[j] = !store.synced[j];
#ifdef REPLAN_POSTED  // a posted row does not make the plan law
      law[j] = day_has(j, is_in_flight);
#endif
#ifdef DISCARD_IN_FLIGHT  // what is in flight does not keep the plan of a day off
      law[j] = law[j] && !(j == 0 && off);
#endif
#ifdef FROZEN_WHEN_REFUSED  // a plan is law as soon as a row of it was sent, whatever the answer
      law[j] = law[j] || (day_has(j, is_refused) && store.row[first_row(j)].state != 0);
#endif
#ifdef PLAN_RECOMPUTED  // the plan follows the sessions even after something was sent
      law[j] = law[j] && store.row[first_row(j)].content == drafted(first_row(j)) &&
               store.row[last_row(j)].content == drafted(last_row(j));
#endif
    }
    for (i : 0 .. ROWS - 1) {
      state[i] = store.row[i].state;
      content[i] = (law[i / 2] -> store.row[i].content : drafted(i));
#if RUNS > 1
      attempt[i] = store.row[i].attempt
#endif
    }
  }
}

// One listing, before the first POST. What other rows have claimed is left out.
inline look() {
  d_step {
    for (i : 0 .. ROWS - 1) {
      // A row that another run has sent since plan_days() may have been old enough then: the worst is assumed.
      past_quarantine[i] = state[i] == in_flight && (store.row[i].age >= k_quarantine || !is_attempt_as_seen(i));
#ifndef NO_LISTING  // the store alone is trusted
      listed[i] = (store.row[i].state == posted -> 0 :
                     is_listed(i, 0) + 2 * is_listed(i, 1) + 4 * is_listed(i, 2) + 8 * is_listed(i, 3)) +
                  (users_entry == i + 1 -> k_users : 0) + (edited[i] -> k_edited : 0)
#endif
    }
  }
}

#define is_foreign(r) ((listed[r] & ~(1 << content[r])) != 0)

inline discard_plan(d) {
  d_step {
    for (i : first_row(d) .. last_row(d)) {
      store.row[i].state = 0;
      store.row[i].content = 0;
      store.row[i].age = 0;
      content[i] = 0;
      state[i] = 0;
#ifdef FORGET_WITH_THE_PLAN
      store.row[i].refused = 0
#endif
    }
    committed()
  }
}

// T1
inline freeze(d) {
  d_step {
    for (i : first_row(d) .. last_row(d)) {
      store.row[i].content = content[i];
#if defined(PLAN_RECOMPUTED) || defined(REPLAN_POSTED)
      store.row[i].state = (store.row[i].state == 0 -> planned : store.row[i].state);
#else
      store.row[i].state = planned;
#endif
      state[i] = store.row[i].state;
#ifdef FORGET_WITH_THE_PLAN
      store.row[i].refused = 0;
#endif
#if RUNS > 1
      attempt[i] = store.row[i].attempt
#endif
    }
    committed()
  }
}

// Its interval stays.
inline readdress(r) {
#ifdef READDRESS_MOVES  // the hours follow the sessions, too
  content[r] = content_of(draft[0], mapped);
#else
  content[r] = content_of(version_of(content[r]), mapped);
#endif
  store.row[r].content = content[r];
  committed()
}

// T2
inline begin_send(r) {
#ifndef NO_INTENT  // nothing is written before the POST
  committed();
#ifdef NON_DURABLE_COMMIT
  unsynced = (store.row[r].state == planned -> r + 1 : 0);
#endif
  store.row[r].state = in_flight;
  store.row[r].age = 0;
  state[r] = in_flight;
#if RUNS > 1
  store.row[r].attempt++;
  attempt[r] = store.row[r].attempt;
#endif
#ifdef ON_EXISTING_POST
  store.row[r].baseline = (listed[r] & k_users) != 0;
#endif
#endif
  sending[me] = true
}

inline send(r) {
  // A third request that can still take effect: two of them can then do so one after the other.
  no_duplicate = !is_under_way(2 * r) || !is_under_way(2 * r + 1);
  assert(no_duplicate);
  mine = (is_under_way(2 * r) -> 2 * r + 1 : 2 * r);
  request[mine].state = awaited;
  request[mine].content = content[r];
  request[mine].age = 0;
  sending[me] = false
}

inline forget_request() {
  request[mine].state = 0; request[mine].content = 0; request[mine].age = 0;
  mine = k_none
}

// T3
inline write_posted(r) {
  store.row[r].state = posted;
  store.row[r].age = 0;
  state[r] = posted;
  committed()
}

// T4
inline write_refused(r) {
  if
  :: store.row[r].state == in_flight && is_own_attempt(r) ->
     store.row[r].state = planned;
     store.row[r].age = 0;
#ifdef ON_EXISTING_POST
     store.row[r].baseline = false;
#endif
#ifndef FORGET_REFUSED
     store.row[r].refused = store.row[r].refused | (1 << store.row[r].content)
#endif
  :: else -> skip
  fi;
  state[r] = planned;
  committed()
}

// T5
inline complete_day(d) {
  d_step {
    store.synced[d] = true;
    committed();
    no_loss = version_of(store.row[first_row(d)].content) == version_of(store.row[last_row(d)].content);
    for (i : first_row(d) .. last_row(d)) {
      no_loss = no_loss && entries[at(i, store.row[i].content)] == 1 && entries_for(i) == 1;
      store.row[i].refused = 0
    }
#ifdef ONLY_DUPLICATES
    no_loss = true;
#endif
    assert(no_loss)
  }
}

// A day is done when it is synced, or off, or was left alone because of entries that only a person can judge: theirs,
// edited ones, a refused one that stands there. A conflict ends the run, so the days after it are not reached.
#define is_anothers(r) (users_entry == (r) + 1 || edited[r] || (is_refused(r) && !is_law(r) && entries_for(r) > 0))
inline check_all_done() {
  d_step {
    no_stuck = true;
#if !defined(ONLY_LOSS) && !defined(ONLY_DUPLICATES)
    for (j : 0 .. DAYS - 1) {
      holds = day_has(j, is_anothers);
#ifdef STORE_LOSS
      for (i : first_row(j) .. last_row(j)) {
        holds = holds || (store_was_lost && store.row[i].state != posted && entries_for(i) > 0)
      }
#endif
      holds = holds && left_alone[j];
      no_stuck = no_stuck && (store.synced[j] || holds || (j == 0 && off && (left_alone[0] || !day_has(0, is_law))));
      if
      :: holds && conflict -> break
      :: else -> skip
      fi
    }
#endif
    assert(no_stuck)
  }
}

#if defined(NO_LOCK) || defined(FENCED)  // several runs at once; NO_LOCK: T2's compare-and-swap alone keeps them apart
#define may_start (!calm || (!is_any_under_way && !finished))
#else
#define may_start (!locked && (!calm || !finished))
#endif
#define is_closed(r) (closed && (r) < 2 && project_of(content[r]) == 0)
#define is_settled (!some_request(is_under_way) && !some_row(in_quarantine))

// The answer to the POST of row r, or what becomes of it without one.
inline answer(r) {
  outcome = success;
  if
  :: !is_closed(r) -> take_effect(r, content[r]);
     forget_request();
     printf("run %d: 201 for row %d\n", me, r)
  :: !is_closed(r) -> take_effect(r, content[r]);
     request[mine].state = unlisted;
     mine = k_none;
     printf("run %d: 201 for row %d, not listed yet\n", me, r)
  :: !is_closed(r) && faults > 0 -> faults--;
     take_effect(r, content[r]);
     forget_request();
     printf("run %d: row %d took effect, answer lost or 5xx\n", me, r);
     outcome = fails
  :: faults > 0 -> faults--;
     request[mine].state = travelling;
     mine = k_none;
     printf("run %d: timeout for row %d, request still travelling or lost\n", me, r);
     outcome = fails
  :: faults > 0 -> faults--;
     forget_request();
     printf("run %d: row %d refused by a complete answer\n", me, r);
     outcome = refusal
  :: is_closed(r) ->
     forget_request();
     printf("run %d: row %d refused, its project is closed\n", me, r);
     learnt = true;
     outcome = refusal
#ifndef NO_LIES
  :: !is_closed(r) && faults > 0 -> faults--;
     take_effect(r, content[r]);
#ifdef REFUSAL_LIES_LATE  // and the next listing does not tell
     request[mine].state = unlisted;
     mine = k_none;
#else
     forget_request();
#endif
     printf("run %d: row %d refused, but it took effect\n", me, r);
     learnt = true;
     outcome = refusal
#endif
  fi
}

active [RUNS] proctype sync_run() {
  bool law[DAYS], to_do[DAYS], left_alone[DAYS], past_quarantine[ROWS];
  bool conflict, learnt;
  mtype state[ROWS];
  byte content[ROWS];
#if RUNS > 1
  byte attempt[ROWS];
#endif
  byte listed[ROWS];  // bits 0 to 3: an entry of that content, unclaimed; k_users, k_edited
  byte d, r;
  byte mine = k_none;  // the request whose answer is awaited
#ifdef AT_ONCE
  byte asked[ROWS];  // 1 + the request of that row whose answer is awaited
  byte leaving, answered, refused_rows;  // a bit for each row
  bool fell_short;
#endif
  byte me = _pid - 2 * ROWS;

idle:
  if
  :: atomic {
       may_start && (!calm || is_settled) ->
       locked = true; under_way[me] = true;
#ifdef FENCED
       holder = me + 1
#endif
     }
  :: finished -> goto gone
  fi;

  {
    atomic {
      printf("run %d: starts\n", me);
      plan_days()
    }
    atomic { look() }
next_day:
    skip;
    atomic {
      keep_run();
      do
      :: d < DAYS && !to_do[d] -> d++
      :: else -> break
      od;
      if
      :: d == DAYS -> goto ends
      :: else -> skip
      fi;
      r = first_row(d);
      if
      :: law[d] -> goto settle
      :: !law[d] && d == 0 && off ->
         printf("run %d: the plan of day %d is dropped\n", me, d); discard_plan(d); d++; goto next_day
      :: else -> skip
      fi;
      if
#ifdef PLAN_RECOMPUTED
      :: day_has(d, is_law) -> skip
#endif
      :: day_has(d, refusal_lied) -> goto lied
#ifndef ON_EXISTING_POST
      :: !day_has(d, refusal_lied) && day_has(d, is_foreign) ->
         printf("run %d: day %d is occupied\n", me, d); left_alone[d] = true; d++; goto next_day
#endif
      :: else -> skip
      fi;
#if !defined(PLAN_RECOMPUTED) && !defined(REPLAN_POSTED)
      if
      :: day_has(d, is_law) -> goto ends  // broken_rule: another run was faster
      :: else -> skip
      fi;
#endif
      printf("run %d: T1 freezes day %d in version %d\n", me, d, version_of(content[r]));
      freeze(d)
    }
settle:
    skip;
    atomic {
      keep_run();
      do
      :: r > last_row(d) -> r = first_row(d); goto claim
      :: r <= last_row(d) && state[r] == in_flight -> break
      :: else -> r++
      od;
#ifdef READDRESS_IN_FLIGHT  // a row that may have taken effect
      if
      :: r < 2 && project_of(content[r]) != mapped ->
         printf("run %d: row %d is in flight and re-addressed\n", me, r);
         readdress(r); state[r] = planned; store.row[r].state = planned; store.row[r].age = 0; goto settle
      :: else -> skip
      fi;
#endif
      if
      :: find_exact(r) ->
         if
         :: store.row[r].state == posted -> goto ends  // broken_rule
         :: else -> skip
         fi;
         printf("run %d: T3 row %d found\n", me, r);
         write_posted(r)
      :: else ->
         if
         :: find_edited(r) ->
            printf("run %d: row %d may stand there edited\n", me, r);
            left_alone[d] = true; conflict = true; goto ends
         :: else -> skip
         fi;
         if
         :: past_quarantine[r] -> r++; goto settle
         :: else -> printf("run %d: row %d is in doubt\n", me, r); goto ends
         fi
      fi
    }
    goto settle;
claim:
    skip;
    atomic {
      keep_run();
      do
      :: r > last_row(d) -> break
      :: r <= last_row(d) && state[r] == planned && find_exact(r) -> break
      :: else -> r++
      od;
      if
      :: r <= last_row(d) ->
         if
         :: store.row[r].state == posted -> goto ends  // broken_rule
         :: else -> skip
         fi;
         printf("run %d: T3 row %d adopted\n", me, r);
         write_posted(r);
         goto claim
      :: else -> skip
      fi;
      if
      :: day_has(d, refusal_lied) -> goto lied
      :: d == 0 && off && !day_has(0, is_waiting) && day_has(0, is_refused_row) ->
         printf("run %d: day 0 is off by now and stays as it is\n", me); left_alone[0] = true; d++; goto next_day
      :: else -> skip
      fi;
#if !defined(NO_READDRESS) && !defined(FROZEN_WHEN_REFUSED)
      do
      :: r == first_row(d) || day_has(d, is_waiting) -> break
      :: r > first_row(d) && !day_has(d, is_waiting) && is_misaddressed(r - 1) ->
         r--;
         printf("run %d: row %d is re-addressed\n", me, r);
         readdress(r);
         goto claim
      :: else -> r--
      od;
#endif
      if
      :: day_has(d, is_obstructed) ->
         printf("run %d: something is in the way on day %d\n", me, d);
         left_alone[d] = true; conflict = true; goto ends
      :: else -> r = first_row(d)
      fi
    }
place:
    skip;
    atomic {
      keep_run();
      do
      :: r > last_row(d) -> goto complete
      :: r <= last_row(d) && state[r] != posted -> break
      :: else -> r++
      od;
#if !defined(NO_READDRESS) && !defined(FROZEN_WHEN_REFUSED)
      if
      :: is_misaddressed(r) && !day_has(d, is_waiting) -> goto claim  // what was in flight is settled by now
      :: else -> skip
      fi;
#endif
#ifdef AT_ONCE  // the rows of a day leave together; what may have left before goes before the others
      holds = day_has(d, is_waiting);
      r = first_row(d);
      do
      :: r > last_row(d) -> break
      :: r <= last_row(d) && is_due(r) && !may_begin_send(r) ->
         printf("run %d: row %d was sent by another run\n", me, r); goto ends
      :: r <= last_row(d) && is_due(r) && may_begin_send(r) ->
         leaving = leaving | (1 << r); r++
      :: else -> r++
      od;
      for (r : first_row(d) .. last_row(d)) {
        if
        :: (leaving >> r) & 1 -> printf("run %d: T2 row %d\n", me, r); begin_send(r)
        :: else -> skip
        fi
      }
    }
    do
    :: leaving -> atomic {
         r = ((leaving >> first_row(d)) & 1 -> first_row(d) : last_row(d));
         printf("run %d: POST of row %d leaves\n", me, r);
         send(r);
         asked[r] = mine + 1;
         mine = k_none;
         leaving = leaving & ~(1 << r);
         sending[me] = leaving != 0
       }
    :: else -> break
    od;
    do
    :: asked[first_row(d)] || asked[last_row(d)] -> atomic {  // in any order
         if
         :: asked[first_row(d)] -> r = first_row(d)
         :: asked[last_row(d)] -> r = last_row(d)
         fi;
         mine = asked[r] - 1;
         asked[r] = 0;
         answer(r);
         if
         :: outcome == fails -> fell_short = true
         :: outcome == refusal -> refused_rows = refused_rows | (1 << r)
         :: outcome == success -> answered = answered | (1 << r)
         fi
       }
    :: else -> break
    od;
    atomic {
      for (r : first_row(d) .. last_row(d)) {
        if
        :: ((answered >> r) & 1) && store.row[r].state == posted -> goto ends  // broken_rule
        :: ((answered >> r) & 1) && store.row[r].state != posted ->
           printf("run %d: T3 row %d posted\n", me, r);
           write_posted(r)
        :: else -> skip
        fi
      }
      answered = 0
    }
    do
    :: refused_rows -> atomic {
         r = ((refused_rows >> first_row(d)) & 1 -> first_row(d) : last_row(d));
         refused_rows = refused_rows & ~(1 << r);
         printf("run %d: T4 row %d\n", me, r);
         write_refused(r)
       }
    :: else -> break
    od;
    if
    :: fell_short || learnt -> goto ends
    :: else -> r = first_row(d); goto place
    fi;
#else
      if
      :: may_begin_send(r) -> skip
      :: else -> printf("run %d: row %d was sent by another run\n", me, r); goto ends
      fi;
      printf("run %d: T2 row %d\n", me, r);
      begin_send(r)
    }
#ifdef FENCED  // was it committed? The server knows, when it can be asked again: until then anything may happen
    if
    :: atomic {
         faults > 0 -> faults--;
         printf("run %d: the answer to the commit is lost\n", me);
         sending[me] = false; stale[me] = false
       }
       atomic {
         printf("run %d: it was committed\n", me);
#ifndef UNFENCED_WHEN_SETTLED  // what was committed is taken for the run's own
         keep_run();
#endif
#ifndef STALE_WHEN_SETTLED  // however long ago that was
         if
         :: stale[me] -> goto place
         :: else -> skip
         fi;
#endif
         sending[me] = true
       }
    :: skip
    fi;
#endif
    atomic {
      printf("run %d: POST of row %d leaves\n", me, r);
      send(r);
#ifdef HIDDEN_RESEND  // the client sends it again by itself
      if
      :: !is_under_way(2 * r + 1) && mine == 2 * r ->
         request[2 * r + 1].state = travelling; request[2 * r + 1].content = content[r]
      :: true
      fi
#endif
    }
    atomic {
      answer(r);
      if
      :: outcome == fails -> goto ends
      :: outcome == refusal -> goto refused
      :: else -> skip
      fi
    }
    atomic {
      keep_run();
      if
      :: store.row[r].state == posted -> goto ends  // broken_rule
      :: else -> skip
      fi;
      printf("run %d: T3 row %d posted\n", me, r);
      write_posted(r)
    }
    goto place;
refused:
    atomic { keep_run(); printf("run %d: T4 row %d\n", me, r); write_refused(r) }
    if
    :: !learnt -> goto place  // a rate limit that is waited out; it never lies
    :: goto ends
    fi;
#endif
lied:
    atomic {
      printf("run %d: a refused entry of day %d stands there and is not of the plan\n", me, d);
      left_alone[d] = true; conflict = true; goto ends
    }
complete:
    atomic {
      keep_run();
      holds = true;
      for (i : first_row(d) .. last_row(d)) {
        holds = holds && store.row[i].state == posted
      }
      if
      :: holds -> skip
      :: else -> goto ends  // broken_rule
      fi;
      printf("run %d: T5 day %d synced\n", me, d);
      complete_day(d);
      d++
    }
    goto next_day
  } unless {
    atomic {
      killed == me + 1 ->
      printf("run %d: KILLED\n", me);
      killed = 0;
      sending[me] = false;
      if
      :: mine != k_none -> request[mine].state = travelling
      :: else -> skip
      fi;
#ifdef AT_ONCE
      for (i : 0 .. ROWS - 1) {
        if
        :: asked[i] -> request[asked[i] - 1].state = travelling
        :: else -> skip
        fi
      }
#endif
#ifdef NON_DURABLE_COMMIT
      if
      :: unsynced > 0 ->
         printf("power cut: the intent of row %d was not on disk\n", unsynced - 1);
         store.row[unsynced - 1].state = planned;
#if RUNS > 1
         store.row[unsynced - 1].attempt = 0;
#endif
         store.row[unsynced - 1].age = 0
      :: true -> skip
      fi;
      unsynced = 0
#endif
    }
  }
ends:
  atomic {
    if
    :: killed == me + 1 -> killed = 0
    :: else -> skip
    fi;
    if
    :: calm && learnt && !second_chance -> printf("run %d: learnt of a refusal\n", me); second_chance = true
    :: calm && (!learnt || second_chance) ->
       printf("run %d: ends, and should have done everything\n", me);
       check_all_done();
       finished = true
    :: else -> skip
    fi;
    d_step {
      for (i : 0 .. ROWS - 1) {
        past_quarantine[i] = 0; state[i] = 0; content[i] = 0; listed[i] = 0;
#if RUNS > 1
        attempt[i] = 0
#endif
      }
      for (j : 0 .. DAYS - 1) {
        law[j] = 0; to_do[j] = 0; left_alone[j] = 0
      }
      conflict = false; learnt = false;
#ifdef AT_ONCE
      for (i : 0 .. ROWS - 1) {
        asked[i] = 0
      }
      leaving = 0; answered = 0; refused_rows = 0; fell_short = false;
#endif
      d = 0; r = 0; mine = k_none;
#ifdef FENCED
      holder = (holder == me + 1 -> 0 : holder); stale[me] = false;
#endif
      locked = false; under_way[me] = false
    }
  }
  goto idle;
gone:
  skip
}

// --- the rest of the world -------------------------------------------------------------------------------------------

#ifdef SLOW_SEND  // time passes between the intent and the first byte
#define may_tick true
#else
#define may_tick !is_any_sending
#endif

#ifdef STORE_LOSS
#ifdef STORE_LOST_IN_FLIGHT  // even while a request is under way that the store knew of
#define may_lose_store (!killed && !is_any_under_way)
#else
#define may_lose_store (!killed && !is_any_under_way && !some_request(is_under_way))
#endif

#ifdef ON_EXISTING_POST
#define copy_baseline(from, to) to.row[i].baseline = from.row[i].baseline
#define wipe_baseline(s) s.row[i].baseline = false
#else
#define copy_baseline(from, to) skip
#define wipe_baseline(s) skip
#endif

#define copy(from, to) \
  for (i : 0 .. ROWS - 1) { \
    to.row[i].state = from.row[i].state; to.row[i].content = from.row[i].content; \
    to.row[i].age = from.row[i].age; to.row[i].refused = from.row[i].refused; copy_baseline(from, to) \
  } \
  for (j : 0 .. DAYS - 1) { to.synced[j] = from.synced[j] }

#define wipe(s) \
  for (i : 0 .. ROWS - 1) { \
    s.row[i].state = 0; s.row[i].content = 0; s.row[i].age = 0; s.row[i].refused = 0; wipe_baseline(s) \
  } \
  for (j : 0 .. DAYS - 1) { s.synced[j] = false }
#endif

// A person edits an entry of ours before a run saw it, in about the hours that it has; makes it equal, or deletes it.
#define may_edit(r) (!is_any_under_way && is_in_flight(r) && !edited[r] && is_listed(r, store.row[r].content))

inline edit(r) {
  printf("world: a person edits the entry of row %d\n", r);
  d_step { j = store.row[r].content; entries[at(r, j)]--; edited[r] = 1 + j }
}

inline take_back_edit(r) {
  if
  :: printf("world: the entry of row %d is made equal again\n", r);
     d_step { j = edited[r] - 1; entries[at(r, j)]++; edited[r] = 0 }
  :: printf("world: the edited entry of row %d is deleted\n", r); edited[r] = 0
  fi
}

// A run reads the sessions, the config and the listing once, at its start: what a person changes meanwhile might as
// well change after it. Two runs at once start at different times.
#if RUNS == 1
#define may_change (!killed && !calm && !is_any_under_way)
#else
#define may_change (!killed && !calm)
#endif

active proctype world() {
end:
  do
  :: atomic {
       !killed && may_tick && (some_request(is_under_way) || some_row(in_quarantine)) && !some_request(is_old) ->
       printf("world: tick\n");
       d_step {
#ifdef FENCED
         stale[0] = true; stale[1] = true;
#endif
         for (i : 0 .. ROWS - 1) {
           store.row[i].age = (in_quarantine(i) -> store.row[i].age + 1 : store.row[i].age);
#ifdef STORE_LOSS
           backup.row[i].age = (backup.row[i].state == in_flight && backup.row[i].age < k_lifetime
                                  -> backup.row[i].age + 1 : backup.row[i].age)
#endif
         }
         for (i : 0 .. 2 * ROWS - 1) {
           request[i].age = (is_under_way(i) -> request[i].age + 1 : request[i].age)
         }
       }
     }
  :: atomic { !killed && faults > 0 && under_way[0] -> faults--; killed = 1 }
#if RUNS == 2
  :: atomic { !killed && faults > 0 && under_way[1] -> faults--; killed = 2 }
#endif
#ifndef NO_DRIFT  // the sessions stay as they are
  :: atomic {  // sessions of the first day come in late
       may_change && !draft[0] ->
       printf("world: the sessions of day 0 change\n");
       draft[0] = 1
     }
#endif
#ifndef NO_MENDING  // the config stays as it is
  :: atomic {
       may_change && !closed && !mapped ->
       printf("world: the projects of day 0 are closed\n");
       closed = true
     }
  :: atomic { may_change -> mapped = 1 - mapped; printf("world: day 0 is mapped to projects %d\n", mapped) }
  :: atomic { may_change -> off = !off; printf("world: day 0 is a day off: %d\n", off) }
#endif
#if !defined(NO_EDITS) && !defined(ON_EXISTING_POST)
  :: atomic { may_change && may_edit(0) -> edit(0) }
  :: atomic { may_change && may_edit(1) -> edit(1) }
  :: atomic { may_change && edited[0] -> take_back_edit(0) }
  :: atomic { may_change && edited[1] -> take_back_edit(1) }
#endif
#ifndef NO_USERS  // nobody makes entries of their own
  :: atomic { may_change && users_entry -> users_entry = 0; printf("world: a person deletes their entry\n") }
  :: atomic {
       may_change && !users_entry ->
       printf("world: a person makes an entry\n");
       if
       :: users_entry = 1
       :: users_entry = 2
#if ROWS > 2
       :: users_entry = 3
#endif
       fi
     }
#endif
#ifdef STORE_LOSS
  :: atomic {
       !killed && !calm && !is_any_under_way && !has_backup ->
       printf("world: the database is copied\n");
       has_backup = true;
       d_step { copy(store, backup) }
     }
  :: atomic {
       may_lose_store && faults > 0 -> faults--;
       printf("world: the database is lost\n");
       store_was_lost = true;
       d_step { wipe(store) }
     }
  :: atomic {
       may_lose_store && faults > 0 && has_backup -> faults--;
       printf("world: the copy is put back\n");
       store_was_lost = true;
       d_step { copy(backup, store) }
     }
#endif
  :: atomic {
       !killed && !calm && !is_any_under_way ->
       printf("world: no more faults\n");
       calm = true; faults = 0;
       mapped = (closed -> 1 : mapped)
     }
  od
}
