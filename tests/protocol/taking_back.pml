// SPDX-License-Identifier: MIT
//
// Undo and resync of docs/exactly-once.md as a model for `spin`, beside syncs. README.md says how to run it and what
// came out. What a POST may meet is in exactly_once.pml; here it is lost, late or answered, so that W1 meets every state
// of a row.
//
// One day with two rows. Every entry that is made has an id of its own; an entry that was deleted may be shown by every
// later listing all the same. People change sessions, edit entries, take that back, and delete entries at any time.
//
// Checked in every reachable state:
//   no_duplicate  an entry that takes effect is the only one in the hours of its row
//   no_loss       a day that is done, and not about to be forgotten, has its entries, but for those a person deleted
//   no_theft      a DELETE is sent of no entry that the run saw edited
//   no_stuck      when the faults are over, ONE sync finishes the day, whatever was cut off before

#ifndef FAULTS
#define FAULTS 2  // deaths of a run, lost answers, late and lost requests, refusals: any mixture
#endif
#ifndef DEEDS
#define DEEDS 2  // what people do to sessions and entries
#endif
#define IDS 4  // entries that can be made: 2 for the day, 2 for what comes after

mtype = {planned, in_flight, posted};
mtype = {intended, deleted};
mtype = {sync, undo, resync};

// --- the tracking store ----------------------------------------------------------------------------------------------

typedef Row {
  mtype state;  // 0: there is no plan
  bit content;
  byte id;  // posted: of its entry
}
Row row[2];
bool done;
bool to_forget;
mtype withdrawal[IDS + 1];

#define is_open(i) (withdrawal[i] == intended)
#define is_any_open (is_open(1) || is_open(2) || is_open(3) || is_open(4))
#define binds (row[0].state == posted || row[0].state == in_flight || row[1].state == posted || row[1].state == in_flight)
#define is_claimed(i) (row[0].id == (i) || row[1].id == (i) || withdrawal[i] != 0)

// --- Clockify and the way to it --------------------------------------------------------------------------------------

typedef Entry {
  bool stands;
  bit hours;  // those of that row
  bit content;
  bool edited;
  bool by_hand;  // a person deleted it
}
Entry entry[IDS + 1];
byte made;
bool post_travels[2];
bool delete_travels[IDS + 1];
#define is_any_under_way (post_travels[0] || post_travels[1] || delete_travels[1] || delete_travels[2] || \
                          delete_travels[3] || delete_travels[4])
#define stands_for(i, r) (entry[i].stands && entry[i].hours == (r))
#define stand_for(r) (stands_for(1, r) + stands_for(2, r) + stands_for(3, r) + stands_for(4, r))
#define is_edited(i) (entry[i].stands && entry[i].edited)
#define is_any_edited (is_edited(1) || is_edited(2) || is_edited(3) || is_edited(4))

bool no_duplicate = true;
bool no_loss = true;
bool no_theft = true;
bool no_stuck = true;

inline make_entry(which) {
  made++;
  entry[made].stands = true;
  entry[made].hours = which;
  entry[made].content = row[which].content;
  no_duplicate = (stand_for(which) == 1);
  assert(no_duplicate)
}

#define has_its_entry(r) (row[r].state == posted && (entry[row[r].id].stands || entry[row[r].id].by_hand))
inline check_loss() {
  no_loss = (!done || to_forget || (has_its_entry(0) && has_its_entry(1)));
#ifndef ONLY_DUPLICATES
  assert(no_loss);
#endif
  skip
}

inline take_entry_away(i) {
  entry[i].stands = false;
  entry[i].edited = false;
  check_loss()
}

// --- the course of events --------------------------------------------------------------------------------------------

byte faults = FAULTS;
byte deeds = DEEDS;
bit draft[2];  // the content that a plan made now would have
bool calm;

active proctype network() {
  do
  :: atomic { post_travels[0] && made < IDS -> printf("a late POST of row 0 arrives\n"); post_travels[0] = false; make_entry(0) }
  :: atomic { post_travels[1] && made < IDS -> printf("a late POST of row 1 arrives\n"); post_travels[1] = false; make_entry(1) }
  :: atomic { post_travels[0] -> post_travels[0] = false }
  :: atomic { post_travels[1] -> post_travels[1] = false }
  :: atomic { delete_travels[1] -> printf("a late DELETE of 1 arrives\n"); delete_travels[1] = false; take_entry_away(1) }
  :: atomic { delete_travels[2] -> printf("a late DELETE of 2 arrives\n"); delete_travels[2] = false; take_entry_away(2) }
  :: atomic { delete_travels[3] -> printf("a late DELETE of 3 arrives\n"); delete_travels[3] = false; take_entry_away(3) }
  :: atomic { delete_travels[4] -> printf("a late DELETE of 4 arrives\n"); delete_travels[4] = false; take_entry_away(4) }
  :: atomic { !calm && !is_any_under_way && !is_any_edited && made <= IDS - 2 -> calm = true; faults = 0; deeds = 0 }
  od
}

active proctype person() {
  byte i;
  do
  :: atomic { !calm && deeds > 0 -> deeds--;
       if
       :: draft[0] = 1 - draft[0]
       :: draft[1] = 1 - draft[1]
       :: select(i : 1 .. IDS);
          if
          :: entry[i].stands -> printf("somebody edits entry %d\n", i); entry[i].edited = true
          :: entry[i].stands -> printf("somebody deletes entry %d\n", i); entry[i].by_hand = true; entry[i].stands = false; entry[i].edited = false
          :: else -> deeds++
          fi
       fi;
       i = 0 }
  :: atomic { !calm && is_any_edited ->
       i = 1;
       do
       :: i > IDS -> break
       :: else -> entry[i].edited = false; i++
       od;
       printf("somebody takes back what was edited\n");
       i = 0 }
  od
}

// --- a run -----------------------------------------------------------------------------------------------------------

byte listed[IDS + 1];  // by this run's listing: 0 not there, 1 as it was made, 2 edited
bool in_quarantine[2];  // by that listing
mtype kind;
bool was_calm;
bool stopped;  // this run ends here: in doubt, refused, a conflict

// Between two steps the process may die.
#define step if :: true :: atomic { faults > 0 -> faults--; printf("  killed\n") }; goto over fi

inline look() {
  atomic {
    in_quarantine[0] = post_travels[0];
    in_quarantine[1] = post_travels[1];
    k = 1;
    do
    :: k > IDS -> break
    :: else ->
      if
      :: entry[k].stands -> listed[k] = 1 + entry[k].edited
      :: !entry[k].stands -> listed[k] = 0
      :: !entry[k].stands && k <= made && !entry[k].by_hand -> listed[k] = 1  // a listing that lags
      fi;
#ifndef ADOPT_DELETED
      if :: withdrawal[k] == deleted -> listed[k] = 0 :: else fi;
#endif
      k++
    od;
    k = 0
  }
}

// Of row r: an unclaimed entry exactly like it, else 0; and whether anything else unclaimed lies in its hours.
inline find(r) {
  atomic {
    found = 0;
    in_the_way = false;
    k = 1;
    do
    :: k > IDS -> break
    :: else ->
      if
#ifdef ADOPT_DELETED
      :: listed[k] > 0 && entry[k].hours == r && row[0].id != k && row[1].id != k && !is_open(k) ->
#else
      :: listed[k] > 0 && entry[k].hours == r && !is_claimed(k) ->
#endif
        if
        :: listed[k] == 1 && entry[k].content == row[r].content && found == 0 -> found = k
        :: else -> in_the_way = true
        fi
      :: else
      fi;
      k++
    od;
    k = 0
  }
}

inline settle(r) {
  if
  :: row[r].state == in_flight ->
    find(r);
    if
    :: found != 0 -> atomic { row[r].state = posted; row[r].id = found }
    :: found == 0 && (in_the_way || in_quarantine[r]) -> stopped = true
    :: else -> atomic { row[r].state = planned }  // past its quarantine
    fi;
    found = 0; in_the_way = false
  :: else
  fi
}

inline delete_one(i) {
  if
  :: !stopped && is_open(i) ->
    step;
    atomic {
#ifndef UNLOOKED
      if
      :: listed[i] == 2 -> stopped = true
      :: else ->
#endif
        no_theft = (listed[i] != 2);
        assert(no_theft);
        printf("  DELETE of %d\n", i);
        if
        :: take_entry_away(i); withdrawal[i] = deleted       // W2 follows below; the answer came
        :: faults > 0 -> faults--; take_entry_away(i); stopped = true        // the answer is lost
        :: faults > 0 -> faults--; delete_travels[i] = true; stopped = true  // it comes late
        :: faults > 0 -> faults--; stopped = true                            // refused, or lost
        fi
#ifndef UNLOOKED
      fi
#endif
    }
  :: else
  fi
}

inline forget() {
  atomic {
    printf("  the day is forgotten\n");
    row[0].state = 0; row[0].id = 0; row[0].content = 0;
    row[1].state = 0; row[1].id = 0; row[1].content = 0;
    done = false; to_forget = false
  }
}

// What is intended goes, then the day that is to be forgotten.
inline finish() {
  delete_one(1); delete_one(2); delete_one(3); delete_one(4);
  if
  :: !stopped && to_forget && !is_any_open -> step; forget()
  :: else
  fi
}

// What W1 does with a row: kept, withdrawn, or gone.
inline withdraw(r, keeps) {
  if
  :: row[r].state == posted && listed[row[r].id] == 1 && !(keeps && row[r].content == draft[r]) ->
#if !defined(DELETE_WITHOUT_INTENT) && !defined(FORGET_FIRST)
    withdrawal[row[r].id] = intended
#endif
    skip
  :: else
  fi
}

inline replace(r) {
  if
  :: row[r].state == posted && listed[row[r].id] == 1 && row[r].content == draft[r]
  :: else -> row[r].state = planned; row[r].content = draft[r]; row[r].id = 0
  fi
}

#define is_conflict(r) (row[r].state == posted && listed[row[r].id] == 2)

inline begin_withdrawal() {
  atomic {
    if
    :: is_conflict(0) || is_conflict(1) || row[0].state == in_flight || row[1].state == in_flight -> stopped = true
    :: else ->
      printf("  W1\n");
      withdraw(0, kind == resync);
      withdraw(1, kind == resync);
      if
      :: kind == resync -> replace(0); replace(1); done = false
      :: else -> to_forget = true
      fi
    fi
  }
}

// The weakened ones delete what is posted, with nothing of that in the store.
inline delete_posted(i) {
  if
  :: i != 0 && listed[i] == 1 ->
    step;
    atomic { printf("  DELETE of %d\n", i); take_entry_away(i) }
  :: else
  fi
}

inline post_row(r) {
  if
  :: !stopped && row[r].state == planned ->
    find(r);
    if
    :: found != 0 -> atomic { printf("  entry %d is adopted\n", found); row[r].state = posted; row[r].id = found }
    :: found == 0 && in_the_way -> stopped = true
    :: else ->
      step;
      atomic {
        if
#ifndef SEND_BESIDE
        :: to_forget || is_any_open -> stopped = true
#endif
        :: else ->
          row[r].state = in_flight;
          printf("  POST of row %d\n", r)
        fi
      };
      if
      :: !stopped ->
        atomic {
          if
          :: made < IDS -> make_entry(r); row[r].state = posted; row[r].id = made; listed[made] = 1
          :: made < IDS && faults > 0 -> faults--; make_entry(r); stopped = true
          :: faults > 0 -> faults--; post_travels[r] = true; stopped = true
          :: faults > 0 -> faults--; stopped = true
          :: made == IDS -> stopped = true
          fi
        }
      :: else
      fi
    fi;
    found = 0; in_the_way = false
  :: else
  fi
}

active proctype program() {
  byte k, found;
  bool in_the_way;
  byte first, second;
  do
  :: true ->
    atomic {
      stopped = false;
      was_calm = calm;
      if :: kind = sync :: !calm -> kind = undo :: !calm -> kind = resync fi;
      printf("%e begins\n", kind)
    };
    step;
    look();
#ifndef SEND_BESIDE
    if :: is_any_open || to_forget -> finish() :: else fi;
#endif
    if :: stopped -> goto over :: else fi;
    settle(0);
    if :: stopped -> goto over :: else fi;
    settle(1);
    if :: stopped -> goto over :: else fi;
    step;
    if
    :: kind != sync && binds ->
#ifdef DELETE_WITHOUT_INTENT
      first = row[0].id; second = row[1].id;
      delete_posted(first); delete_posted(second);
      begin_withdrawal();
      first = 0; second = 0;
#endif
#ifdef FORGET_FIRST
      first = row[0].id; second = row[1].id;
      if :: kind == undo -> forget() :: else fi;
      delete_posted(first); delete_posted(second);
      first = 0; second = 0;
#endif
#if !defined(DELETE_WITHOUT_INTENT) && !defined(FORGET_FIRST)
      begin_withdrawal();
#endif
      if :: stopped -> goto over :: else fi;
#ifndef SEND_BESIDE
      finish();
#endif
      if :: stopped -> goto over :: else fi
    :: else
    fi;
    if
    :: kind != undo && !done ->
      step;
      if
      :: !binds -> atomic { row[0].state = planned; row[0].content = draft[0]; row[1].state = planned; row[1].content = draft[1] }
      :: else
      fi;
      post_row(0);
      post_row(1);
#ifdef SEND_BESIDE
      if :: !stopped -> finish() :: else fi;
#endif
      if
      :: !stopped && row[0].state == posted && row[1].state == posted -> step; atomic { done = true; check_loss() }
      :: else
      fi
    :: else
    fi;
    if
    :: kind == sync && was_calm -> atomic { no_stuck = done;
#ifndef ONLY_DUPLICATES
      assert(no_stuck)
#endif
      }
    :: else
    fi;
over:
    atomic {
      k = 1;
      do :: k > IDS -> break :: else -> listed[k] = 0; k++ od;
      k = 0; found = 0; in_the_way = false; first = 0; second = 0; kind = 0; was_calm = false; in_quarantine[0] = false; in_quarantine[1] = false; stopped = false
    }
  od
}
