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
//   no_duplicate  an entry that takes effect is the only one of ours for its day and project
//   no_loss       a day marked synced has exactly the entries of its plan, and so is tiled exactly
//   no_stuck      when the faults are over and the quarantine has passed, ONE run finishes every day
// and that there is no state from which nothing goes on.
//
// Sizes are set with -DFAULTS=, -DROWS=, -DRUNS=. Further names weaken the protocol or an assumption; each stands where
// it acts.

#ifndef FAULTS
#define FAULTS 3  // crashes, lost answers, late and lost requests, refusals, lost stores: any mixture
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

// --- the tracking store ----------------------------------------------------------------------------------------------

mtype = {planned, in_flight, posted};

typedef OutboxRow {
  mtype state;  // 0: there is no plan
  byte attempt;
  byte age;  // in_flight: ticks since sent_at, counted up to k_lifetime
}

typedef Store {
  OutboxRow row[ROWS];
  bit version[DAYS];  // of the plan. Two plans of a day differ in where its entries begin and end
  bool synced[DAYS];
}

Store store;
bool locked;

#define ever_sent(r) (store.row[r].attempt > 0 || store.row[r].state == posted)
#define in_quarantine(r) (store.row[r].state == in_flight && store.row[r].age < k_lifetime)

// --- Clockify and the way to it --------------------------------------------------------------------------------------

// awaited: its run waits for the answer. travelling: nobody does, and it may still take effect.
// unlisted: it took effect, and listings do not show it yet. A2: they do from the age k_lifetime on.
mtype = {awaited, travelling, unlisted};

typedef Request {
  mtype state;  // 0: none
  bit version;
  byte age;
}

Request request[2 * ROWS];  // row r has 2r and 2r + 1
byte entries[2 * ROWS];     // how many entries stand for row r as planned in version v: at(r, v)
byte users_entry;           // a person's own entry, unlike any of ours, in the project of row users_entry - 1

#define at(r, v) (2 * (r) + (v))
#define is_under_way(q) (request[q].state != 0)
#define is_old(q) (request[q].state != 0 && request[q].age == k_lifetime - 1)
#define is_unlisted(q, v) (request[q].state == unlisted && request[q].version == v)
#define is_listed(r, v) (entries[at(r, v)] > is_unlisted(2 * (r), v) + is_unlisted(2 * (r) + 1, v))

// --- the course of events --------------------------------------------------------------------------------------------

byte faults = FAULTS;
bit draft[DAYS];     // the version that a plan made now would have
byte killed;         // run + 1 that dies now
bool under_way[RUNS];
bool sending[RUNS];  // that run is between the intent and the first byte
bool calm;           // the faults are over
bool finished;       // and the run after them too

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

inline committed() {
#ifdef NON_DURABLE_COMMIT
  unsynced = 0
#else
  skip
#endif
}

inline take_effect(r, v) {
  entries[at(r, v)]++;
#ifndef ONLY_LOSS  // what else goes wrong is let pass
  no_duplicate = entries[at(r, 0)] + entries[at(r, 1)] == 1;
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
       j = request[_pid].version;
       take_effect(_pid / 2, j);
       request[_pid].state = 0; request[_pid].version = 0; request[_pid].age = 0
     }
  :: d_step {
       !killed && request[_pid].state == travelling ->
       printf("world: the request for row %d is lost\n", _pid / 2);
       request[_pid].state = 0; request[_pid].version = 0; request[_pid].age = 0
     }
  :: d_step {
       !killed && request[_pid].state == unlisted ->
       printf("world: listings now show the entry of row %d\n", _pid / 2);
       request[_pid].state = 0; request[_pid].version = 0; request[_pid].age = 0
     }
  od
}

// --- one run ---------------------------------------------------------------------------------------------------------

#define k_none 255
#define k_users 4  // in `listed`: the person's own entry
#define day_has(d, what) (what(first_row(d)) || what(last_row(d)))
#define listed_exactly(r, v) ((listed[r] >> (v)) & 1)
#define may_begin_send(r) (store.row[r].attempt == attempt[r] && store.row[r].state != posted)

// Entries of two versions overlap by half or more; the person's own does not overlap that much.
#ifdef PLAN_RECOMPUTED
#define find_edited(r, v) false
#else
#define find_edited(r, v) listed_exactly(r, 1 - (v))
#endif

#ifdef NO_ADOPTION_VERIFY  // whatever stands in the row's project is taken for the row's entry
#define find_exact(r, v) (listed[r] != 0)
#else
#define find_exact(r, v) listed_exactly(r, v)
#endif

inline plan_days() {
  d_step {
    for (j : 0 .. DAYS - 1) {
      begun[j] = day_has(j, ever_sent);
      version[j] = (begun[j] -> store.version[j] : draft[j]);
      to_do[j] = !store.synced[j];
#ifdef PLAN_RECOMPUTED  // the plan follows the sessions even after something was sent
      version[j] = draft[j];
      begun[j] = begun[j] && store.version[j] == draft[j];
#endif
    }
    for (i : 0 .. ROWS - 1) {
      state[i] = store.row[i].state;
      attempt[i] = store.row[i].attempt
    }
  }
}

// One listing, before the first POST. What other rows have claimed is left out.
inline look() {
  d_step {
    for (i : 0 .. ROWS - 1) {
      // A row that another run has sent since plan_days() may have been old enough then: the worst is assumed.
      past_quarantine[i] = state[i] == in_flight &&
                           (store.row[i].age >= k_quarantine || store.row[i].attempt != attempt[i]);
#ifndef NO_LISTING  // the store alone is trusted
      listed[i] = (store.row[i].state == posted -> 0 : is_listed(i, 0) + 2 * is_listed(i, 1)) +
                  (users_entry == i + 1 -> k_users : 0)
#endif
    }
  }
}

inline find_foreign(d) {
  holds = false;
  for (i : first_row(d) .. last_row(d)) {
    holds = holds || (listed[i] & ~(1 << version[d])) != 0
  }
}

// T1
inline freeze(d) {
  d_step {
    store.version[d] = version[d];
    for (i : first_row(d) .. last_row(d)) {
#ifdef PLAN_RECOMPUTED
      store.row[i].state = (store.row[i].state == 0 -> planned : store.row[i].state);
#else
      store.row[i].state = planned;
#endif
      state[i] = store.row[i].state;
      attempt[i] = store.row[i].attempt
    }
    committed()
  }
}

// T2
inline begin_send(r) {
#ifndef NO_INTENT  // nothing is written before the POST
  store.row[r].state = in_flight;
  store.row[r].attempt++;
  store.row[r].age = 0;
  state[r] = in_flight;
  attempt[r] = store.row[r].attempt;
  committed();
#ifdef NON_DURABLE_COMMIT
  unsynced = (attempt[r] == 1 -> r + 1 : 0);
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
  request[mine].version = version[d];
  request[mine].age = 0;
  sending[me] = false
}

inline forget_request() {
  request[mine].state = 0; request[mine].version = 0; request[mine].age = 0;
  mine = k_none
}

// T3
inline write_posted(r) {
  store.row[r].state = posted;
  store.row[r].age = 0;
  state[r] = posted;
  committed()
}

#ifdef CAS_ON_REFUSAL  // as the code does; with the lock it makes no difference, so the searches leave it out
#define is_own_attempt(r) (store.row[r].attempt == attempt[r])
#else
#define is_own_attempt(r) true
#endif

// T4
inline write_refused(r) {
  if
  :: store.row[r].state == in_flight && is_own_attempt(r) -> store.row[r].state = planned; store.row[r].age = 0
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
    no_loss = true;
    for (i : first_row(d) .. last_row(d)) {
      no_loss = no_loss && entries[at(i, store.version[d])] == 1 && entries[at(i, 1 - store.version[d])] == 0
    }
    assert(no_loss)
  }
}

// A day is done when it is synced, or was left alone because of entries that are not of the plan.
inline check_all_done() {
  d_step {
    no_stuck = true;
#ifndef ONLY_LOSS
    for (j : 0 .. DAYS - 1) {
      holds = users_entry == first_row(j) + 1 || users_entry == last_row(j) + 1;
#ifdef STORE_LOSS
      for (i : first_row(j) .. last_row(j)) {
        holds = holds || (store_was_lost && entries[at(i, 1 - draft[j])] > 0) ||
                (store_was_lost && entries[at(i, 1 - store.version[j])] > 0)
      }
#endif
      no_stuck = no_stuck && (store.synced[j] || (left_alone[j] && holds))
    }
#endif
    assert(no_stuck)
  }
}

#ifdef NO_LOCK  // several runs at once, kept apart by the compare-and-swap of T2 alone
#define may_start (!calm || (!is_any_under_way && !finished))
#else
#define may_start (!locked && (!calm || !finished))
#endif
#define is_settled (!some_request(is_under_way) && !some_row(in_quarantine))

active [RUNS] proctype sync_run() {
  bool begun[DAYS], to_do[DAYS], left_alone[DAYS], past_quarantine[ROWS];
  bit version[DAYS];
  mtype state[ROWS];
  byte attempt[ROWS];
  byte listed[ROWS];  // bits 0 and 1: the row's entry as in that version, unclaimed; k_users
  byte d, r;
  byte mine = k_none;  // the request whose answer is awaited
  byte me = _pid - 2 * ROWS;

idle:
  if
  :: atomic { may_start && (!calm || is_settled) -> locked = true; under_way[me] = true }
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
      :: begun[d] -> goto settle
#ifdef PLAN_RECOMPUTED
      :: !begun[d] && day_has(d, ever_sent) -> holds = false
#endif
      :: else -> find_foreign(d)
      fi;
      if
      :: holds -> printf("run %d: day %d is occupied\n", me, d); left_alone[d] = true; d++; goto next_day
      :: else -> skip
      fi;
#ifndef PLAN_RECOMPUTED
      if
      :: day_has(d, ever_sent) -> goto ends  // broken_rule: another run was faster
      :: else -> skip
      fi;
#endif
      printf("run %d: T1 freezes day %d in version %d\n", me, d, version[d]);
      freeze(d)
    }
settle:
    skip;
    atomic {
      do
      :: r > last_row(d) -> r = first_row(d); goto place
      :: r <= last_row(d) && state[r] == in_flight -> break
      :: else -> r++
      od;
      if
      :: find_exact(r, version[d]) ->
         if
         :: store.row[r].state == posted -> goto ends  // broken_rule
         :: else -> skip
         fi;
         printf("run %d: T3 row %d found\n", me, r);
         write_posted(r)
      :: else ->
         if
         :: find_edited(r, version[d]) ->
            printf("run %d: row %d may stand there edited\n", me, r); left_alone[d] = true; goto ends
         :: else -> skip
         fi;
         if
         :: past_quarantine[r] -> r++; goto settle
         :: else -> printf("run %d: row %d is in doubt\n", me, r); goto ends
         fi
      fi
    }
    goto settle;
place:
    skip;
    atomic {
      do
      :: r > last_row(d) -> goto complete
      :: r <= last_row(d) && state[r] != posted -> break
      :: else -> r++
      od;
      if
      :: state[r] == planned && find_exact(r, version[d]) ->
         if
         :: store.row[r].state == posted -> goto ends  // broken_rule
         :: else -> skip
         fi;
         printf("run %d: T3 row %d adopted\n", me, r);
         write_posted(r);
         goto place
      :: else -> skip
      fi;
      if
      :: may_begin_send(r) -> skip
      :: else -> printf("run %d: row %d was sent by another run\n", me, r); goto ends
      fi;
      printf("run %d: T2 row %d, attempt %d\n", me, r, attempt[r] + 1);
      begin_send(r)
    }
    atomic {
      printf("run %d: POST of row %d leaves\n", me, r);
      send(r);
#ifdef HIDDEN_RESEND  // the client sends it again by itself
      if
      :: !is_under_way(2 * r + 1) && mine == 2 * r ->
         request[2 * r + 1].state = travelling; request[2 * r + 1].version = version[d]
      :: true
      fi
#endif
    }
    atomic {
      if
      :: take_effect(r, version[d]);
         forget_request();
         printf("run %d: 201 for row %d\n", me, r)
      :: take_effect(r, version[d]);
         request[mine].state = unlisted;
         mine = k_none;
         printf("run %d: 201 for row %d, not listed yet\n", me, r)
      :: faults > 0 -> faults--;
         take_effect(r, version[d]);
         forget_request();
         printf("run %d: row %d took effect, answer lost or 5xx\n", me, r);
         goto ends
      :: faults > 0 -> faults--;
         request[mine].state = travelling;
         mine = k_none;
         printf("run %d: timeout for row %d, request still travelling or lost\n", me, r);
         goto ends
      :: faults > 0 -> faults--;
         forget_request();
         printf("run %d: row %d refused by a complete answer\n", me, r);
         goto refused
      fi
    }
    atomic {
      if
      :: store.row[r].state == posted -> goto ends  // broken_rule
      :: else -> skip
      fi;
      printf("run %d: T3 row %d posted\n", me, r);
      write_posted(r)
    }
    goto place;
refused:
    atomic { printf("run %d: T4 row %d\n", me, r); write_refused(r) }
    if
    :: goto place  // a rate limit that is waited out
    :: goto ends
    fi;
complete:
    atomic {
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
#ifdef NON_DURABLE_COMMIT
      if
      :: unsynced > 0 ->
         printf("power cut: the intent of row %d was not on disk\n", unsynced - 1);
         store.row[unsynced - 1].state = planned;
         store.row[unsynced - 1].attempt = 0;
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
    :: calm -> printf("run %d: ends, and should have done everything\n", me); check_all_done(); finished = true
    :: else -> skip
    fi;
    d_step {
      for (i : 0 .. ROWS - 1) {
        past_quarantine[i] = 0; state[i] = 0; attempt[i] = 0; listed[i] = 0
      }
      for (j : 0 .. DAYS - 1) {
        begun[j] = 0; to_do[j] = 0; left_alone[j] = 0; version[j] = 0
      }
      d = 0; r = 0; mine = k_none;
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
#if defined(STORE_LOST_IN_FLIGHT)  // even while a request is under way that the store knew of
#define may_lose_store (!killed && !is_any_under_way && !store_was_lost)
#elif defined(STORE_LOST_TWICE)  // or, a copy is put back that is older than a loss
#define may_lose_store (!killed && !is_any_under_way && !some_request(is_under_way))
#else
#define may_lose_store (!killed && !is_any_under_way && !some_request(is_under_way) && !store_was_lost)
#endif

#define copy(from, to) \
  for (i : 0 .. ROWS - 1) { \
    to.row[i].state = from.row[i].state; to.row[i].attempt = from.row[i].attempt; to.row[i].age = from.row[i].age \
  } \
  for (j : 0 .. DAYS - 1) { to.version[j] = from.version[j]; to.synced[j] = from.synced[j] }

#define wipe(s) \
  for (i : 0 .. ROWS - 1) { s.row[i].state = 0; s.row[i].attempt = 0; s.row[i].age = 0 } \
  for (j : 0 .. DAYS - 1) { s.version[j] = 0; s.synced[j] = false }
#endif

active proctype world() {
end:
  do
  :: atomic {
       !killed && may_tick && (some_request(is_under_way) || some_row(in_quarantine)) && !some_request(is_old) ->
       printf("world: tick\n");
       d_step {
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
       !killed && !calm && !draft[0] ->
       printf("world: the sessions of day 0 change\n");
       draft[0] = 1
     }
#endif
  :: atomic {
       !killed && !calm && !users_entry ->
       printf("world: a person makes an entry\n");
       if
       :: users_entry = 1
       :: users_entry = 2
#if ROWS > 2
       :: users_entry = 3
#endif
       fi
     }
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
       calm = true; faults = 0
     }
  od
}
