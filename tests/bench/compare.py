#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Imports a folder of transcripts beside `wc -l`, `cat`, `find` and, where npm has it, ccusage; prints a table.

compare.py BUILD [--size BYTES] [--files N] [--folder FOLDER] [--rounds N]

BUILD is a release build of this repository. Without --folder a tree is made that has the lengths and kinds of real
lines. Every program runs once to warm the cache, then in turn; a figure is the smallest of its rounds. "cpu" is user
and system time of all threads: on a busy machine it says more than the clock.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import tempfile
import time


def run(command, env=None):
    """Seconds on the clock, seconds of processor, peak resident bytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    clock = time.perf_counter() - start
    if status != 0:
        raise SystemExit(f"compare: {command[0]} ended with {status}")
    return clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--size", type=int, default=400_000_000)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()

    bench = options.build / "tests/bench"
    with tempfile.TemporaryDirectory(prefix="transcripts-") as work:
        work = pathlib.Path(work)
        folder = options.folder
        if folder is None:
            folder = work / "config/projects"
            subprocess.run([bench / "make_transcripts", folder, str(options.files), str(options.size)], check=True)
        paths = sorted(str(path) for path in folder.glob("*/*.jsonl"))
        size = sum(os.path.getsize(path) for path in paths)
        (work / "list").write_bytes(b"\0".join(os.fsencode(path) for path in paths))
        from_list = ["xargs", "-0", "-a", str(work / "list")]
        importer = str(bench / "import_tree")
        kept = work / "kept.db"

        def fresh(threads):
            database = work / "fresh.db"
            database.unlink(missing_ok=True)
            return run([importer, str(folder), str(database), str(threads)])

        programs = {
            "cat": lambda: run(from_list + ["cat"]),
            "wc -l": lambda: run(from_list + ["wc", "-l"]),
            "import, 1 thread": lambda: fresh(1),
            "import, 2 threads": lambda: fresh(2),
            "find -printf": lambda: run(["find", str(folder), "-type", "f", "-printf", "%s %T@\n"]),
            "import, unchanged": lambda: run([importer, str(folder), str(kept), "2"]),
        }
        ccusage = shutil.which("ccusage")
        if ccusage:
            env = dict(os.environ, CLAUDE_CONFIG_DIR=str(folder.parent))
            programs["ccusage"] = lambda: run([ccusage, "claude", "daily", "--offline", "--json"], env)

        best = {}
        for name, program in programs.items():
            program()
        for _ in range(options.rounds):
            for name, program in programs.items():
                figures = program()
                best[name] = tuple(map(min, best[name], figures)) if name in best else figures

        print(f"{len(paths)} files, {size / 1e6:.0f} MB, {os.cpu_count()} cores, smallest of {options.rounds} rounds\n")
        print("| program | clock s | cpu s | MB/s of cpu | peak RSS MiB |")
        print("|---|---|---|---|---|")
        for name, (clock, cpu, memory) in best.items():
            whole = name not in ("find -printf", "import, unchanged")
            speed = f"{size / 1e6 / max(cpu, 1e-3):.0f}" if whole else ""
            print(f"| {name} | {clock:.3f} | {cpu:.3f} | {speed} | {memory / 2**20:.0f} |")
        print()

        def ratio(text, upper, lower, column):
            print(f"- {text}: {best[upper][column] / max(best[lower][column], 1e-3):.2f}")

        ratio("speed of `wc -l` / speed of the import, per core (cpu)", "import, 1 thread", "wc -l", 1)
        ratio("clock of the import with 2 threads / clock of `wc -l`", "import, 2 threads", "wc -l", 0)
        ratio("unchanged import / `find`, clock", "import, unchanged", "find -printf", 0)
        ratio("unchanged import / `find`, cpu", "import, unchanged", "find -printf", 1)
        if ccusage:
            ratio("ccusage / import with 2 threads, clock", "ccusage", "import, 2 threads", 0)


if __name__ == "__main__":
    main()
