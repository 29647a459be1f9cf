# SPDX-License-Identifier: MIT
"""Peers in other programs: the same rules over the same rows.

Usage: run.py FOLDER BENCH_DUMP DATE MODEL...

FOLDER, of the build, takes DuckDB in a virtual environment, ZEN in
node_modules, and the rows. A peer that cannot be installed is skipped, and it
is said why. A peer that decides otherwise is an error.
"""

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import venv

sys.dont_write_bytecode = True  # rules.py lies in the source tree

import rules  # noqa: E402, after the line above

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = 1000000
ZEN_ROWS = 82000  # some 10,000 ns a row
INSTALL_SECONDS = 300


# The line of many that says what went wrong.
REASON = re.compile(r"npm error|\w*Error: |ERROR: ")


def run(command, **options):
    """(whether it went well, its output, the line that says why not)."""
    try:
        result = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", errors="replace", check=False, **options)
    except subprocess.TimeoutExpired:
        return False, "", "it took too long"
    lines = result.stderr.strip().splitlines() or ["no reason given"]
    reason = next((line for line in lines if REASON.match(line)), lines[-1])
    return result.returncode == 0, result.stdout, reason


def install_duckdb(folder):
    """(the interpreter that knows DuckDB, or None and why)."""
    home = os.path.join(folder, "venv")
    python = os.path.join(home, "bin", "python")
    if (os.path.exists(python)
            and run([python, "-c", "import duckdb, numpy"])[0]):
        return python, ""
    try:
        venv.create(home, clear=True, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return None, str(error)
    installed, _, reason = run(
        [python, "-m", "pip", "install", "--quiet", "--retries", "1",
         "--timeout", "30", "--disable-pip-version-check", "-r",
         os.path.join(HERE, "requirements.txt")], timeout=INSTALL_SECONDS)
    return (python if installed else None), reason


def install_zen(folder):
    """(the folder with ZEN's node_modules, or None and why)."""
    home = os.path.join(folder, "node")
    if not shutil.which("node") or not shutil.which("npm"):
        return None, "node or npm is not here"
    if os.path.exists(os.path.join(
            home, "node_modules", "@gorules", "zen-engine", "package.json")):
        return home, ""
    os.makedirs(home, exist_ok=True)
    shutil.copy(os.path.join(HERE, "package.json"), home)
    installed, _, reason = run(
        ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund",
         "--fetch-retries=1", "--fetch-timeout=30000"], cwd=home,
        timeout=INSTALL_SECONDS)
    return (home if installed else None), reason


def write_rows(folder, dump, date, path):
    """Write a model's rows and rules; (its folder, the times of msb)."""
    with open(path, encoding="utf-8") as file:
        model = json.load(file)
    home = os.path.join(folder, model["id"])
    os.makedirs(home, exist_ok=True)
    on = datetime.date.fromisoformat(date)
    written, said, reason = run([dump, path, date, str(ROWS), home])
    if not written:
        sys.exit(f"bench_dump: {reason}")
    for name, text in (("rows.json", said),
                       ("case.sql", rules.write_sql(model, on)),
                       ("table.json", rules.write_zen(model, on))):
        with open(os.path.join(home, name), "w", encoding="utf-8") as file:
            file.write(text)
    times = json.loads(said)
    plans = ", ".join(f"plan ({name}) {ns:.2f}"
                      for name, ns in times["plans"].items())
    print(f"{model['id']}, {ROWS} rows, ns a row: floor "
          f"{times['floor']:.2f}, if-chain {times['chain']:.2f}, {plans}")
    return home, min(times["plans"].values())


def run_peer(name, command, best):
    """Run a peer and print its times; end where it decides otherwise."""
    done, said, reason = run(command)
    if not done:
        sys.exit(f"{name}: {reason}")
    result = json.loads(said)
    for what, ns in result["ns"].items():
        num = result["rows"][what]
        print(f"  {name} {result['version']}, {what}, {num} rows: "
              f"{ns:.0f} ns a row, {ns / best:.0f} times the plan",
              flush=True)


def main():
    """Install, write, run."""
    folder, dump, date, *models = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    python, no_duckdb = install_duckdb(folder)
    node, no_zen = install_zen(folder)
    for path in models:
        home, best = write_rows(folder, dump, date, path)
        if python:
            run_peer("DuckDB", [python, os.path.join(HERE, "duckdb_peer.py"),
                                home], best)
        else:
            print(f"  DuckDB: skipped, not installed: {no_duckdb}")
        if node:
            run_peer("ZEN", ["node", os.path.join(HERE, "zen_peer.mjs"), node,
                             home, path, str(ZEN_ROWS)], best)
        else:
            print(f"  ZEN: skipped, not installed: {no_zen}")


if __name__ == "__main__":
    main()
