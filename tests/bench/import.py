#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Time an import against `sqlite3 .import` of the same files.

usage: import.py BENCH GENERATOR MODEL MAPPINGS [CITIZENS]

BENCH imports one file (bench_import). Both write to files in one folder, in
turns, several times; the least time of each counts. Then the same for ten
times as many citizens, once, to see that memory does not grow. It prints; it
never judges.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROUNDS = 5


def run(command, **options):
    """Run a command; return its seconds and its peak memory in MiB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, **options)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def import_ours(bench, folder, model, mappings):
    """Import citizens, then courses, into a new store."""
    store = os.path.join(folder, "bench.msb")
    for name in os.listdir(folder):
        if name.startswith("bench.msb"):
            os.unlink(os.path.join(folder, name))
    return run([bench, store, model,
                os.path.join(folder, "citizens.csv"),
                os.path.join(mappings, "citizens.mapping.json"),
                os.path.join(folder, "courses.csv"),
                os.path.join(mappings, "courses.mapping.json")])


def import_bare(folder):
    """Import both files into bare tables with the sqlite3 shell."""
    database = os.path.join(folder, "bare.db")
    if os.path.exists(database):
        os.unlink(database)
    commands = "".join(f".import {folder}/{name}.csv {name}\n"
                       for name in ("citizens", "courses"))
    commands = ".mode csv\n.separator ; \"\\r\\n\"\n" + commands
    path = os.path.join(folder, "commands.sql")
    with open(path, "w", encoding="utf-8") as file:
        file.write(commands)
    with open(path, encoding="utf-8") as file:
        return run(["sqlite3", database], stdin=file,
                   stderr=subprocess.DEVNULL)


def generate(generator, folder, citizens):
    """Write the files; return how many rows they have together."""
    subprocess.run([sys.executable, generator, "--citizens", str(citizens),
                    "--seed", "1", "--out", folder], check=True,
                   stdout=subprocess.DEVNULL)
    rows = 0
    for name in ("citizens.csv", "courses.csv"):
        with open(os.path.join(folder, name), "rb") as file:
            rows += sum(1 for _ in file) - 1
    return rows


def main():
    bench, generator, model, mappings = sys.argv[1:5]
    citizens = int(sys.argv[5]) if len(sys.argv) > 5 else 82000
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        rows = generate(generator, folder, citizens)
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(import_ours(bench, folder, model, mappings))
            if shutil.which("sqlite3"):
                bare.append(import_bare(folder))
        seconds, memory = min(ours)
        print(f"import of {citizens} citizens, {rows} rows: {seconds:.3f} s, "
              f"{rows / seconds:,.0f} rows/s, peak {memory:.1f} MiB")
        if bare:
            print(f"sqlite3 .import of the same: {min(bare)[0]:.3f} s; "
                  f"ratio {seconds / min(bare)[0]:.2f} (wanted: at most 2)")
        rows = generate(generator, folder, citizens * 10)
        seconds, memory = import_ours(bench, folder, model, mappings)
        print(f"import of {citizens * 10} citizens, {rows} rows: "
              f"{seconds:.3f} s, peak {memory:.1f} MiB")


if __name__ == "__main__":
    main()
