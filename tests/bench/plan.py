#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What it costs to plan ten years, and to find out that they are done, beside the programs that can do no less.

plan.py BUILD [--folder FOLDER] [--days N] [--sessions N] [--rounds N]

The store has N (27) sessions of eight stretches on each of N (3650) days. Takes the shortest of N (5) rounds; in each,
the programs have their turns one after the other.
"""
import argparse
import datetime
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import time

from counts import Place

FILES = 1000
END = datetime.date(2026, 1, 1)  # of what make_store makes
READ_ALL = ("SELECT start_ms, session_id, end_ms, project_id, attended FROM active_intervals; "
            "SELECT * FROM session_details")
IS_DONE = "SELECT count(*) FROM synced_days"


class Program:
    def __init__(self, name, *commands):
        self.name, self.commands = name, commands
        self.clock, self.cpu, self.rss = [], [], 0

    def run(self, place):
        clock, cpu = time.monotonic(), 0.0
        for command in self.commands:
            child = subprocess.Popen(command, env=place.env, cwd=place.folder, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode != 0:
                raise SystemExit(f"plan: {' '.join(map(str, command))} ended with {child.returncode}")
            cpu += usage.ru_utime + usage.ru_stime
            self.rss = max(self.rss, usage.ru_maxrss // 1024)
        self.clock.append(time.monotonic() - clock)
        self.cpu.append(cpu)


def compare(place, rounds, programs):
    for _ in range(rounds):
        for program in programs:
            program.run(place)
    least = programs[0]
    for each in programs:
        print(f"{each.name:34} clock {min(each.clock):7.3f} s {min(each.clock) / min(least.clock):5.2f} x"
              f"   cpu {min(each.cpu):7.3f} s {min(each.cpu) / min(least.cpu):5.2f} x   {each.rss:4} MiB")


def repeat(first_day, database):
    """What a run recorded of that day, on each workday after it."""
    shift = {"start_s", "end_s"}
    store = sqlite3.connect(database)
    with store:
        for table in ["day_plans", "outbox", "synced_entries", "synced_days"]:
            rows = store.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in rows.description]
            rows = [dict(zip(names, row)) for row in rows]
            for days in range(1, (END - first_day).days):
                date = first_day + datetime.timedelta(days)
                if date.weekday() > 4:
                    continue
                for row in rows:
                    copy = {name: value + 86400 * days if name in shift else value for name, value in row.items()}
                    copy["date"] = str(date)
                    if table == "outbox":  # only what was sent is created, and a new row was not
                        copy.update(origin="adopted", attempt=0, sent_at_s=None)
                    for name in {"entry_id", "clockify_entry_id"} & copy.keys():
                        copy[name] = f"{row[name][8:]}{days:08x}"
                    places = ", ".join(f":{name}" for name in names)
                    store.execute(f"INSERT INTO {table} VALUES ({places})", copy)
    store.close()


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--folder")
    parser.add_argument("--days", type=int, default=3650)
    parser.add_argument("--sessions", type=int, default=27)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        place = Place(options.build, pathlib.Path(folder))
        first_day = END - datetime.timedelta(options.days)
        first_day += datetime.timedelta(-first_day.weekday() % 7)  # a Monday
        place.first_day = str(first_day)
        bench, program = options.build / "tests/bench", options.build / "cli/claude-tracker"
        transcripts = place.folder / ".claude/projects"
        subprocess.run([bench / "make_store", place.database(), str(options.days), str(options.sessions)], check=True)
        at_rest = time.time() - 60
        os.utime(place.database(), (at_rest, at_rest))
        transcripts.mkdir(parents=True)
        place.serve()
        try:
            shell = ["sqlite3", place.database()]
            print(f"{options.days} days, {options.days * options.sessions} sessions, {options.rounds} rounds")
            compare(place, options.rounds, [
                Program("sqlite3 reads what is planned from", [*shell, READ_ALL]),
                Program("sync --dry-run", [program, "sync", "--dry-run", "--no-import", "--until", "2025-12-31"])])
            subprocess.run([bench / "make_transcripts", transcripts, str(FILES), "40000000"], check=True)
            place.program("sync", "--yes", "--quiet", "--until", str(first_day))
            repeat(first_day, place.database())
            print(f"every day done, {FILES} files unchanged")
            compare(place, options.rounds, [
                Program("sqlite3 counts days, find sees files", [*shell, IS_DONE],
                        ["find", transcripts, "-printf", "%s %T@\n"]),
                Program("sync", [program, "sync", "--yes", "--until", "2025-12-31"])])
        finally:
            place.stop()


if __name__ == "__main__":
    main()
