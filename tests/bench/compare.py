#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Imports a folder of transcripts beside `wc -l`, `cat`, `find` and ccusage; prints a table and how far each aim is met.

compare.py BUILD [--size BYTES] [--files N] [--unchanged-files N] [--huge BYTES] [--line BYTES] [--small-files N]
                 [--folder FOLDER] [--rounds N] [--ccusage install|path|none]

BUILD is a release build of this repository. Without --folder a tree is made that has the lengths and kinds of real
lines. Every program runs once to warm the cache, then in turn; a figure is the smallest of its rounds. "cpu" is user
and system time of all threads: on a busy machine it says more than the clock.

What is timed is import_tree, which is `claude-tracker import` without reading a configuration and without the lock of
the run, so that the figures are about reading and storing; where the program itself has been built it is timed as well.
--huge and --line measure the memory for one file and for one line of that size, --small-files for as many files; they
are left out with 0. `--ccusage install` fetches it with npm into the temporary folder.
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


def by_program(program, folder, database):
    """`claude-tracker import` into a new database."""
    database.unlink(missing_ok=True)
    env = dict(os.environ, HOME=str(database.parent), XDG_CONFIG_HOME=str(database.parent))
    return run([str(program), "--db", str(database), "--transcripts", str(folder), "import", "--quiet"], env)


def find_ccusage(how, work):
    if how == "install":
        subprocess.run(["npm", "install", "--silent", "--prefix", str(work / "npm"), "ccusage@20.0.24"], check=True)
        return str(work / "npm/node_modules/.bin/ccusage")
    return shutil.which("ccusage") if how == "path" else None


def write_long_line(path, size):
    """A message of `size` bytes and a usual one."""
    path.parent.mkdir(parents=True)
    piece = 'some words \\" and \\n more ' * 40_000
    with path.open("w") as out:
        out.write('{"type":"user","cwd":"/w","uuid":"u","message":{"role":"user","content":"')
        for _ in range(size // len(piece) + 1):
            out.write(piece)
        out.write('"},"timestamp":"2026-02-02T09:00:00.000Z"}\n')
        out.write('{"type":"user","cwd":"/w","uuid":"v","message":{},"timestamp":"2026-02-02T09:01:00.000Z"}\n')


def measure_memory(options, work, make, importer):
    """Peak resident bytes by what was imported, each tree made, read into a new database and removed."""
    resident = {}

    def measure(what, folder):
        resident[what] = run([importer, str(folder), str(work / "memory.db"), "2"])[2]
        (work / "memory.db").unlink()
        shutil.rmtree(folder)

    folder = work / "memory"
    if options.huge:
        subprocess.run([make, folder, "1", str(options.huge)], check=True)
        measure(f"one file of {options.huge / 1e9:g} GB", folder)
    if options.line:
        write_long_line(folder / "d/s.jsonl", options.line)
        measure(f"one line of {options.line / 1e9:g} GB", folder)
    if options.small_files:
        subprocess.run([make, folder, str(options.small_files), str(options.small_files * 20_000)], check=True)
        measure(f"{options.small_files} files", folder)
    return resident


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--size", type=int, default=400_000_000)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--unchanged-files", type=int, default=10_000)
    parser.add_argument("--huge", type=int, default=0)
    parser.add_argument("--line", type=int, default=0)
    parser.add_argument("--small-files", type=int, default=0)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ccusage", choices=["install", "path", "none"], default="path")
    options = parser.parse_args()

    bench = options.build / "tests/bench"
    make = str(bench / "make_transcripts")
    importer = str(bench / "import_tree")
    cli = options.build / "cli/claude-tracker"
    with tempfile.TemporaryDirectory(prefix="transcripts-") as work:
        work = pathlib.Path(work)
        folder = options.folder
        if folder is None:
            folder = work / "config/projects"
            subprocess.run([make, folder, str(options.files), str(options.size)], check=True)
        many = work / "many/projects"
        subprocess.run([make, many, str(options.unchanged_files), str(options.unchanged_files * 4000)], check=True)
        paths = sorted(str(path) for path in folder.glob("*/*.jsonl"))
        size = sum(os.path.getsize(path) for path in paths)
        (work / "list").write_bytes(b"\0".join(os.fsencode(path) for path in paths))
        from_list = ["xargs", "-0", "-a", str(work / "list")]
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
            "find -printf": lambda: run(["find", str(many), "-type", "f", "-printf", "%s %T@\n"]),
            "import, unchanged": lambda: run([importer, str(many), str(kept), "2"]),
        }
        if cli.exists():
            programs["claude-tracker import"] = lambda: by_program(cli, folder, work / "program.db")
        ccusage = find_ccusage(options.ccusage, work)
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

        memory = measure_memory(options, work, make, importer)

        print(f"{len(paths)} files, {size / 1e6:.0f} MB; unchanged: {options.unchanged_files} files; "
              f"{os.cpu_count()} cores, smallest of {options.rounds} rounds\n")
        print("| program | clock s | cpu s | MB/s of cpu | peak RSS MiB |")
        print("|---|---|---|---|---|")
        for name, (clock, cpu, resident) in best.items():
            whole = name not in ("find -printf", "import, unchanged")
            speed = f"{size / 1e6 / max(cpu, 1e-3):.0f}" if whole else ""
            print(f"| {name} | {clock:.3f} | {cpu:.3f} | {speed} | {resident / 2**20:.0f} |")
        print()

        def ratio(text, upper, lower, column, at_most=None):
            value = best[upper][column] / max(best[lower][column], 1e-3)
            aim = "" if at_most is None else f" (aim: at most {at_most})"
            print(f"- {text}: {value:.2f}{aim}")

        ratio("import / `wc -l`, cpu", "import, 1 thread", "wc -l", 1, 2)
        ratio("import with 2 threads / `wc -l`, clock", "import, 2 threads", "wc -l", 0)
        ratio("unchanged import / `find`, clock", "import, unchanged", "find -printf", 0, 3)
        ratio("unchanged import / `find`, cpu", "import, unchanged", "find -printf", 1, 3)
        if ccusage:
            ratio("ccusage / import with 2 threads, clock", "ccusage", "import, 2 threads", 0)
            ratio("ccusage / import with 2 threads, cpu", "ccusage", "import, 2 threads", 1)
        for text, resident in memory.items():
            print(f"- resident, {text}: {resident / 2**20:.0f} MiB (aim: at most 64)")


if __name__ == "__main__":
    main()
