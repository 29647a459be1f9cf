# SPDX-License-Identifier: MIT
"""Comparing models of the size of a large city: time and memory.

Usage: diff.py MSB

200 random rules over age, three numbers, four enums of 20 values and four
sets of 16, against itself, and against copies that differ more and more.
"""

import copy
import json
import os
import random
import subprocess
import sys
import tempfile

MAXIMA = {"age": 130, "n1": 2000, "n2": 5000, "n3": 9999}
NAMES = list(MAXIMA) + [f"e{i}" for i in range(4)] + [
    f"s{i}" for i in range(4)]
ENUM = [f"v{i}" for i in range(20)]
SET = [f"v{i}" for i in range(16)]


def draw_test(rng, name):
    """One attribute's test."""
    if name in MAXIMA:
        low = rng.randrange(MAXIMA[name])
        return {"from": low,
                "through": low + 5 + rng.randrange(MAXIMA[name] // 2)}
    if name[0] == "e":
        return rng.sample(ENUM, rng.randint(1, 8))
    if rng.random() < 0.6:
        return rng.sample(SET, rng.randint(1, 3))
    return {"all_of": rng.sample(SET, rng.randint(1, 2))}


def draw_condition(rng):
    """Two to four tests."""
    return {name: draw_test(rng, name)
            for name in rng.sample(NAMES, rng.randint(2, 4))}


def draw_model(rng):
    """A model of 200 rules and eight areas."""
    attributes = {name: {"type": "integer", "min": 0, "max": MAXIMA[name]}
                  for name in MAXIMA if name != "age"}
    attributes.update(
        {name: {"type": "enum" if name[0] == "e" else "set",
                "values": ENUM if name[0] == "e" else SET}
         for name in NAMES[4:]})
    return {"msb_model": 1, "id": "city", "name": "City",
            "valid_from": "2019-01-01", "attributes": attributes,
            "areas": [{"id": f"a{i}", "name": "A"} for i in range(8)],
            "responsibility": [
                {"id": f"r{i}", "when": draw_condition(rng),
                 "area": f"a{rng.randrange(8)}"} for i in range(200)]}


def change(rng, model, step):
    """A copy in which every step-th rule is another."""
    out = copy.deepcopy(model)
    for rule in out["responsibility"][step - 1::step]:
        rule["when"] = draw_condition(rng)
    return out


def measure(msb, folder, before, after):
    """(processor seconds, megabytes, number of changes) of one diff."""
    paths = [os.path.join(folder, name) for name in ("a.json", "b.json")]
    for path, model in zip(paths, (before, after)):
        with open(path, "w", encoding="utf-8") as file:
            json.dump(model, file)
    with subprocess.Popen([msb, "diff", *paths, "--json"],
                          stdout=subprocess.PIPE) as process:
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    if process.returncode not in (0, 1):
        sys.exit(f"msb diff ended with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024, len(json.loads(said)["changes"])


def main():
    """Print a line for each kind of copy."""
    rng = random.Random(2019)
    model = draw_model(rng)
    shuffled = copy.deepcopy(model)
    rng.shuffle(shuffled["responsibility"])
    with tempfile.TemporaryDirectory() as folder:
        for name, after in (
                ("the same model", model),
                ("4 rules are others", change(rng, model, 50)),
                ("20 rules are others", change(rng, model, 10)),
                ("the same rules, shuffled", shuffled),
                ("all rules are others", draw_model(rng))):
            seconds, megabytes, changes = measure(
                sys.argv[1], folder, model, after)
            print(f"200 rules, {name}: {changes} changes, "
                  f"{seconds:.2f} s, {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
