#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a build took: seconds of a core by folder, the files that took most, and the size of the program.

build.py BUILD [--files N] [--headers N]

Reads the log of Ninja, so it means something after a build from nothing, without a compiler cache, on a machine with
nothing else to do. With --headers, clang compiles N files of the product and N of the tests, without optimising, and
tells what share of that was reading each header with all that it includes.
"""
import argparse
import collections
import json
import pathlib
import random
import re
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


def commands_of(build):
    """How each source is compiled, as product and as tests."""
    commands = {"product": {}, "tests": {}}
    for each in json.loads((build / "compile_commands.json").read_text()):
        if "verify_interface" not in each["command"]:
            commands["tests" if "/tests/" in each["file"] else "product"].setdefault(each["file"], each)
    return commands


def trace(command, folder):
    """What clang did, by its own account; nothing where it does not take the code as GCC does."""
    text = re.sub(r"^(ccache )?\S+", "clang++-14", command["command"])
    text = re.sub(r" -include \S+| -fpch-preprocess| -MD| -M[TF] \S+| -Werror| -O\d| -o \S+", "", text)
    ended = subprocess.run(f"{text} -w -O0 -ftime-trace -o {folder}/file.o", shell=True, cwd=command["directory"],
                           capture_output=True)
    return json.loads((folder / "file.json").read_text())["traceEvents"] if ended.returncode == 0 else []


def tell_headers(build, count):
    random.seed(1)
    for kind, commands in commands_of(build).items():
        headers, whole = collections.Counter(), collections.Counter()
        with tempfile.TemporaryDirectory() as folder:
            for file in random.sample(sorted(commands), min(count, len(commands))):
                for event in trace(commands[file], pathlib.Path(folder)):
                    if event["name"] == "Source":
                        headers[event["args"]["detail"]] += event["dur"]
                    elif event["name"].startswith("Total "):
                        whole[event["name"]] += event["dur"]
        total = whole["Total ExecuteCompiler"]
        print(f"\n{kind}: {total / 1e6:.1f} s, headers {whole['Total Source'] / total:.0%}, "
              f"templates {(whole['Total InstantiateClass'] + whole['Total InstantiateFunction']) / total:.0%}")
        for header, took in headers.most_common(12):
            print(f"{took / total:8.1%}  {re.sub('.*/include/c[+][+]/[0-9]+/', '', header)}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--headers", type=int, default=0)
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
    if options.headers:
        tell_headers(options.build, options.headers)


if __name__ == "__main__":
    main()
