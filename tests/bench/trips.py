#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a backfill costs in round trips: 342 days of three entries each, over a link that takes its time.

trips.py BUILD [--trip MS] [--jobs N]... [--older] [--folder FOLDER]

A proxy between the program and a Clockify on this machine holds every byte back for half a round trip, and every
connection for a whole one. Prints the time of the run in round trips of MS (50) for each entry, for each number of
entries at once; with --older also that of the same entries as the older tool sends them: a connection and a commit for
each, no intent, no listing.
"""
import argparse
import asyncio
import datetime
import http.client
import json
import pathlib
import re
import sqlite3
import ssl
import subprocess
import tempfile
import threading
import time

from counts import WORKSPACE, Place

DAYS = ["--since", "2024-09-10", "--until", "2025-12-31"]


class SlowLink:
    """Listens on a port of its own; each connection goes on to `port`."""

    def __init__(self, port, trip):
        self.to, self.trip, self.connections = port, trip, 0
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.port = asyncio.run_coroutine_threadsafe(self.listen(), self.loop).result()

    async def listen(self):
        server = await asyncio.start_server(self.connect, "127.0.0.1", 0)
        return server.sockets[0].getsockname()[1]

    async def connect(self, reader, writer):
        self.connections += 1
        await asyncio.sleep(self.trip)
        there, back = await asyncio.open_connection("127.0.0.1", self.to)
        await asyncio.gather(self.pass_on(reader, back), self.pass_on(there, writer))

    async def pass_on(self, reader, writer):
        """Late, but as fast as it comes."""
        under_way = asyncio.Queue()

        async def arrive():
            while True:
                due, data = await under_way.get()
                await asyncio.sleep(max(0, due - self.loop.time()))
                if not data:
                    writer.close()
                    return
                writer.write(data)

        arriving = asyncio.ensure_future(arrive())
        data = b"-"
        while data:
            try:
                data = await reader.read(65536)
            except OSError:
                data = b""
            under_way.put_nowait((self.loop.time() + self.trip / 2, data))
        await arriving


def far_away(place, trip):
    """A Clockify without entries behind a slow link; its config, and the link."""
    place.serve()
    config = place.folder / ".config/claude-tracker/config.toml"
    text = config.read_text()
    address = re.search(r'base_url = "https://[^:"]+:(\d+)', text)
    link = SlowLink(int(address[1]), trip)
    config.write_text(text[:address.start(1)] + str(link.port) + text[address.end(1):])
    return config.read_text(), link


def tell(what, entries, link, took, trip):
    print(f"{what:14}  {entries} entries, {link.connections} connections, {took:6.2f} s, "
          f"{took / trip / entries:.3f} round trips an entry, {entries / took:.0f} entries a second", flush=True)


def measure(place, made, trip, jobs):
    place.database().write_bytes(made.read_bytes())
    link = far_away(place, trip)[1]
    command = [place.build / "cli/claude-tracker", "sync", "--yes", "--no-import", *DAYS, *jobs]
    began = time.monotonic()
    ended = subprocess.run(command, env=place.env, cwd=place.folder, capture_output=True, text=True)
    took = time.monotonic() - began
    if ended.returncode != 0:
        raise SystemExit(f"trips: {' '.join(map(str, command))} ended with {ended.returncode}\n{ended.stderr}")
    entries = int(re.search(r"([\d,]+) entries posted", ended.stdout)[1].replace(",", ""))
    tell(" ".join(jobs) or "as it chooses", entries, link, took, trip)


def measure_older(place, trip):
    """The entries of the run before."""
    rows = sqlite3.connect(place.database()).execute(
        "SELECT date, project_id, start_s, end_s, description FROM outbox ORDER BY date, slot").fetchall()
    config, link = far_away(place, trip)
    context = ssl.create_default_context(cafile=re.search('ca_file = "(.*)"', config)[1])
    store = sqlite3.connect(place.folder / "older.db")
    store.execute("CREATE TABLE synced_entries(date, workspace_id, project_id, clockify_entry_id)")
    began = time.monotonic()
    for date, project, start, end, description in rows:
        times = [datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
                 for at in (start, end)]
        body = {"start": times[0], "end": times[1], "projectId": project, "description": description}
        connection = http.client.HTTPSConnection("localhost", link.port, context=context)
        connection.request("POST", f"/api/v1/workspaces/{WORKSPACE}/time-entries", json.dumps(body),
                           {"X-Api-Key": place.env["CLOCKIFY_API_KEY"], "Content-Type": "application/json"})
        answer = connection.getresponse()
        made = json.load(answer)
        connection.close()
        if answer.status != 201:
            raise SystemExit(f"trips: Clockify said {answer.status}: {made}")
        with store:
            store.execute("INSERT INTO synced_entries VALUES (?, ?, ?, ?)", (date, WORKSPACE, project, made["id"]))
    tell("as the older tool", len(rows), link, time.monotonic() - began, trip)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--trip", type=float, default=50)
    parser.add_argument("--jobs", action="append", default=[])
    parser.add_argument("--older", action="store_true")
    parser.add_argument("--folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        place = Place(options.build, pathlib.Path(folder))
        place.first_day = "2024-09-10"
        made = place.folder / "made.db"
        subprocess.run([options.build / "tests/bench/make_store", made, "480", "20"], check=True)
        try:
            for jobs in [["--jobs", number] for number in options.jobs] or [["--jobs", "1"], []]:
                measure(place, made, options.trip / 1000, jobs)
            if options.older:
                measure_older(place, options.trip / 1000)
        finally:
            place.stop()


if __name__ == "__main__":
    main()
