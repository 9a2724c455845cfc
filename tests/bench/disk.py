#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What 66 days of three entries each cost the disk, and how long they take to a Clockify on this machine.

disk.py BUILD [--against PROGRAM] [--folder FOLDER] [--rounds N]

Counts the calls of one run by strace, then takes the shortest of N (3) rounds. PROGRAM is another build of
claude-tracker to be measured in turns with that of BUILD. FOLDER (the one for temporary files) should be on a disk.
"""
import argparse
import pathlib
import re
import subprocess
import tempfile
import time

from counts import Place

CALLS = ["fdatasync", "fsync", "pwrite64", "unlink"]
DAYS = ["--since", "2025-10-01", "--until", "2025-12-31"]


class Measured:
    def __init__(self, place, made, program):
        self.place, self.made, self.program = place, made, program
        self.seconds = []

    def run(self, tool=()):
        """The store as it was made, with the journal that this program would make."""
        self.place.database().write_bytes(self.made.read_bytes())
        self.place.serve()
        command = [*tool, self.program, "sync", "--yes", "--no-import", *DAYS]
        began = time.monotonic()
        ended = subprocess.run(command, env=self.place.env, cwd=self.place.folder, capture_output=True, text=True)
        took = time.monotonic() - began
        if ended.returncode != 0:
            raise SystemExit(f"disk: {' '.join(map(str, command))} ended with {ended.returncode}\n{ended.stderr}")
        return took, int(re.search(r"([\d,]+) entries posted", ended.stdout)[1].replace(",", ""))

    def count(self):
        trace = self.place.folder / "trace"
        entries = self.run(["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=" + ",".join(CALLS)])[1]
        text = trace.read_text()
        print(f"{self.program}: {entries} entries; of each", end="")
        for call in CALLS:
            print(f"  {call} {len(re.findall(rf'^[0-9]+ +{call}[(]', text, re.MULTILINE)) / entries:.2f}", end="")
        print()


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--against", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--folder")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        place = Place(options.build, pathlib.Path(folder))
        made = place.folder / "made.db"
        subprocess.run([options.build / "tests/bench/make_store", made, "92", "20"], check=True)
        programs = [options.build / "cli/claude-tracker", *filter(None, [options.against])]
        measured = [Measured(place, made, program) for program in programs]
        try:
            for each in measured:
                each.count()
            for _ in range(options.rounds):
                for each in measured:
                    each.seconds.append(each.run()[0])
        finally:
            place.stop()
    for each in measured:
        ratio = min(each.seconds) / min(measured[0].seconds)
        print(f"{each.program}: {min(each.seconds):.2f} s, {ratio:.2f} x")


if __name__ == "__main__":
    main()
