#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a build took: seconds of a core by folder, the files that took most, and the size of the program.

build.py BUILD [--files N]

Reads the log of Ninja, so it means something after a build from nothing, without a compiler cache, on a machine with
nothing else to do.
"""
import argparse
import collections
import pathlib
import subprocess
import tempfile


def steps(log):
    """The last time that each output was made, with those that were made together counted once."""
    made = {}
    for line in log.read_text().splitlines()[1:]:
        start, end, _, output, command = line.split("\t")
        made[command] = (int(end) - int(start), output)
    return made.values()


def folder_of(output):
    if not output.endswith((".o", ".gch")):
        return "linking and the rest"
    if "verify_interface" in output:
        return "each public header by itself"
    return output.split("/CMakeFiles/")[0]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--files", type=int, default=10)
    options = parser.parse_args()
    all_steps = list(steps(options.build / ".ninja_log"))
    folders = collections.Counter()
    for took, output in all_steps:
        folders[folder_of(output)] += took
    for folder, took in folders.most_common():
        print(f"{took / 1000:8.1f} s  {folder}")
    print(f"{sum(folders.values()) / 1000:8.1f} s  in all, of {len(all_steps)} steps\n")
    for took, output in sorted(all_steps, reverse=True)[:options.files]:
        print(f"{took / 1000:8.1f} s  {output}")
    with tempfile.NamedTemporaryFile() as stripped:
        subprocess.run(["strip", "-o", stripped.name, options.build / "cli/claude-tracker"], check=True)
        print(f"\n{pathlib.Path(stripped.name).stat().st_size / 2**20:.1f} MiB  the program, stripped")


if __name__ == "__main__":
    main()
