# SPDX-License-Identifier: MIT
"""One decision at a time from Python, and what importing the package takes.

Usage: calls.py CORE.PY EXTENSION LAYER MODEL
"""

import datetime
import os
import subprocess
import sys
import timeit

import package

ON = datetime.date(2019, 9, 1)
CALLS = 200_000
ROUNDS = 7
IMPORTS = 15


def least(call, calls):
    """Return the seconds of one call, the least of some rounds."""
    return min(timeit.repeat(call, number=calls, repeat=ROUNDS)) / calls


def time_import(folder):
    """Return the seconds that `import msb` takes in a new interpreter."""
    program = ("import time; start = time.perf_counter(); import msb; "
               "print(time.perf_counter() - start)")
    environment = dict(os.environ, PYTHONPATH=str(folder))
    return min(
        float(subprocess.run([sys.executable, "-c", program], check=True,
                             env=environment, capture_output=True).stdout)
        for _ in range(IMPORTS))


def main(argv):
    folder = package.lay(*argv[1:4])
    import msb

    model = msb.Model.load(argv[4])
    born = datetime.date(1975, 3, 3)
    facts = (born, "sickness_health", "cash_benefit")
    decide = model.decider(
        ("birth_date", "primary_challenge", "benefit"), on=ON)
    assert decide(facts).responsible == "job_sundhed_ydelse"

    def by_keywords():
        return model.decide(on=ON, birth_date=born, benefit="cash_benefit",
                            primary_challenge="sickness_health")

    assert by_keywords().responsible == "job_sundhed_ydelse"
    nothing = least(lambda: None, CALLS)
    lines = (
        ("an empty call", nothing, None),
        ("decider(tuple), known facts",
         least(lambda: decide(facts), CALLS) - nothing, 300e-9),
        ("model.decide(keywords)", least(by_keywords, CALLS // 10), 5e-6),
        ("  and its responsible area",
         least(lambda: by_keywords().responsible, CALLS // 10), None),
        ("import msb", time_import(folder), 50e-3),
    )
    for name, seconds, asked in lines:
        bound = "" if asked is None else f"   asked: under {asked * 1e6:g}"
        print(f"{name:<34} {seconds * 1e6:12.3f} us{bound}")


main(sys.argv)
