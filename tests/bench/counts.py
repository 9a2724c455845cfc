#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts what fixed inputs cost, in instructions (callgrind) and in calls of the system (strace), and compares the
counts with counts.json beside this file: 1 where something got dearer, 77 where nothing can be compared.

counts.py BUILD [--renew]

BUILD is an optimised build of this repository. Instructions may differ by 3 % (threads and TLS are not quite the same
each time); calls of the system may not differ. With --renew the counts are written to counts.json instead.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import tempfile

BASELINE = pathlib.Path(__file__).with_name("counts.json")
TOLERANCE = 0.03
PATH_LENGTH = 80  # of the home: the store keeps paths, so a longer TMPDIR would mean more pages
CALLS = ["fdatasync", "fsync", "pwrite64", "unlink", "connect"]
WORKSPACE = "5ff748b4abb0e16bed500885"
PROJECTS = ["65b2d73e06de527a7ed67403", "65b2d73e06de527a7ed67404", "65b2d73e06de527a7ed67405"]
CONFIG = """database = "{database}"
[sync]
base_url = "{base_url}"
ca_file = "{ca_file}"
workspace_id = "{workspace}"
time_zone = "Europe/Berlin"
work_day_start = "09:00"
work_day_end = "17:00"
first_day = {first_day}
[sync.project_mapping]
"""


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def libraries(program):
    """What the counts depend on beside the sources."""
    linked = sorted({line.split()[0] for line in output("ldd", str(program)).splitlines() if "=>" in line})
    libc = output("ldd", "--version").splitlines()[0].split()[-1]
    processor = re.search(r"model name\s*: (.*)|$", pathlib.Path("/proc/cpuinfo").read_text())[1]
    return {"compiler": output("c++", "-dumpfullversion").strip(), "libc": libc, "libraries": linked,
            "processor": processor}


def may_trace():
    """A container may forbid it."""
    return subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], stderr=subprocess.DEVNULL).returncode == 0


class Place:
    """A home of its own, and a Clockify that knows its key."""

    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.first_day = "2025-10-01"
        self.sandbox = [str(build / "tests/support/clockify-sandbox")]
        self.env = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC",
                    "XDG_STATE_HOME": str(folder / "state")}

    def program(self, *arguments, tool=()):
        command = [*tool, str(self.build / "cli/claude-tracker"), *arguments]
        ended = subprocess.run(command, env=self.env, cwd=self.folder, capture_output=True, text=True)
        if ended.returncode != 0:
            raise SystemExit(f"counts: {' '.join(command)} ended with {ended.returncode}\n{ended.stderr}")

    def count(self, before, *arguments):
        """Both tools start from the same files: `before` puts them there."""
        counts = {}
        trace = self.folder / "trace"
        before()
        self.program(*arguments, tool=["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=" + ",".join(CALLS)])
        text = trace.read_text()
        for call in CALLS:
            counts[call] = len(re.findall(rf"^\d+ +{call}\(", text, re.MULTILINE))
        before()
        profile = self.folder / "profile"
        self.program(*arguments, tool=["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}"])
        counts["instructions"] = int(re.search(r"^(?:summary|totals): (\d+)", profile.read_text(), re.MULTILINE)[1])
        return counts

    def serve(self):
        """A Clockify without entries, and a config that names it."""
        self.stop()
        state = self.folder / f"sandbox{len(list(self.folder.glob('sandbox*')))}"
        self.sandbox[1:] = ["serve", "--state-dir", str(state), "--background"]
        subprocess.run(self.sandbox, check=True, capture_output=True)
        told = dict(re.findall(r"^(?:export )?(\w+)='?([^'\n]*)'?$", (state / "sandbox.env").read_text(), re.MULTILINE))
        self.env["CLOCKIFY_API_KEY"] = told["CLOCKIFY_API_KEY"]
        self.configure(told["CLOCKIFY_SANDBOX_BASE_URL"], told["CLOCKIFY_SANDBOX_CA_FILE"])

    def stop(self):
        if len(self.sandbox) > 1:
            subprocess.run([self.sandbox[0], "stop", *self.sandbox[2:4]], check=True, capture_output=True)
            del self.sandbox[1:]

    def configure(self, base_url, ca_file):
        text = CONFIG.format(database=self.database(), first_day=self.first_day, base_url=base_url, ca_file=ca_file,
                             workspace=WORKSPACE)
        for i in range(50):
            text += f'"/home/me/work/p{i}" = "{PROJECTS[i % len(PROJECTS)]}"\n'
        config = self.folder / ".config/claude-tracker/config.toml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(text)

    def database(self):
        return self.folder / "sessions.db"


def measure(build, folder):
    place = Place(build, folder)
    made = folder / "made.db"
    bench = build / "tests/bench"
    subprocess.run([bench / "make_store", made, "92", "20"], check=True)
    subprocess.run([bench / "make_transcripts", folder / ".claude/projects", "40", "4000000"], check=True)

    def empty():
        place.database().unlink(missing_ok=True)

    def with_sessions():
        place.database().write_bytes(made.read_bytes())

    def with_sessions_and_clockify():
        with_sessions()
        place.serve()

    days = ["--no-import", "--since", "2025-10-01", "--until"]
    counts = {}
    place.configure("https://localhost", "/etc/ssl/certs/ca-certificates.crt")
    counts["first import"] = place.count(empty, "import", "--quiet")
    counts["unchanged import"] = place.count(lambda: None, "import", "--quiet")
    counts["plan of 92 days"] = place.count(with_sessions, "sync", "--dry-run", *days, "2025-12-31")
    try:
        counts["3 days sent"] = place.count(with_sessions_and_clockify, "sync", "--yes", *days, "2025-10-03")
        counts["nothing to do"] = place.count(lambda: None, "sync", "--yes", *days, "2025-10-03")
    finally:
        place.stop()
    return counts


def dearer(counts, baseline):
    for name, now in counts.items():
        before = baseline[name]
        print(f"{name:18}", "  ".join(f"{what} {now[what]:,}" for what in now if now[what]))
        for what, number in now.items():
            most = before[what] * (1 + TOLERANCE) if what == "instructions" else before[what]
            if number > most:
                yield f"{name}: {number:,} {what}, and {before[what]:,} in the baseline"


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--renew", action="store_true")
    options = parser.parse_args()
    made_with = libraries(options.build / "cli/claude-tracker")
    kept = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if not options.renew and kept.get("made with") != made_with:
        print("counts: the baseline was made with other libraries or on another kind of processor")
        return 77
    if not may_trace():
        print("counts: strace may not trace here")
        return 77
    random_end = 8
    prefix = "home-" + "-" * (PATH_LENGTH - len(tempfile.gettempdir()) - len("/home-") - random_end)
    with tempfile.TemporaryDirectory(prefix=prefix) as folder:
        counts = measure(options.build, pathlib.Path(folder))
    if options.renew:
        BASELINE.write_text(json.dumps({"made with": made_with, "counts": counts}, indent=1) + "\n")
        return 0
    complaints = list(dearer(counts, kept["counts"]))
    for complaint in complaints:
        print("counts:", complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
