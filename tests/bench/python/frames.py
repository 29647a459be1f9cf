# SPDX-License-Identifier: MIT
"""decide_frame() beside the C call that it makes, and beside numpy.

Usage: frames.py CORE.PY EXTENSION LAYER LIBMSB MODEL ROWS

MODEL is aarhus_2019: its rules are written by hand below for np.select, as an
analyst would without the library. Every way must give the same areas. Each is
run in turn, several rounds; the least time of each is printed.
"""

import datetime
import sys
import time

import package

ON = datetime.date(2019, 9, 1)
ROUNDS = 9
OTHERS = ("mental_illness", "social_exposure", "integration")


def read(argv):
    """Import what is measured, or skip."""
    package.lay(*argv[1:4])
    try:
        import numpy
        import pandas
        import polars
        import pyarrow
    except ImportError as missing:
        package.skip(f"needs {missing.name}")
    import msb
    return numpy, pandas, polars, pyarrow, msb


def make_people(numpy, model, rows):
    """Return random citizens: ages and indices of the challenges."""
    random = numpy.random.default_rng(2019)
    age = random.integers(0, 101, rows, dtype=numpy.int32)
    values = model.attributes["primary_challenge"].values
    return age, random.integers(0, len(values), rows, dtype=numpy.int8)


def select(numpy, frame):
    """Decide by hand: the rules of aarhus_2019, in their order."""
    age = frame["age"].to_numpy()
    challenge = frame["primary_challenge"].to_numpy()
    adult = (age >= 30) & (age <= 66)
    exposed = challenge == OTHERS[0]
    for other in OTHERS[1:]:
        exposed = exposed | (challenge == other)
    return numpy.select(
        [age <= 14,
         (age >= 15) & (age <= 29),
         adult & (challenge == "unemployment"),
         adult & exposed,
         adult & (challenge == "disability"),
         adult & (challenge == "sickness_health"),
         age >= 67],
        ["boern_familier", "unge_uddannelse_job", "voksne_ledighed",
         "job_udsatte_socialpsykiatri", "voksne_job_handicap",
         "job_sundhed_ydelse", "sundhed_omsorg"],
        default="")


def make_ways(tools, model, plan, people, rows):
    """Return (name, call, peer's name or None), and how to see its areas."""
    numpy, pandas, polars, pyarrow, _ = tools
    age, code = people
    values = model.attributes["primary_challenge"].values
    by_index = pyarrow.table({
        "age": age, "primary_challenge": pyarrow.DictionaryArray.from_arrays(
            code, list(values))})
    texts = numpy.array(values, dtype=object)[code]
    objects = pandas.DataFrame({
        "age": age, "primary_challenge": pandas.Series(texts, dtype=object)})
    strings = pandas.DataFrame({
        "age": age, "primary_challenge": pandas.Series(texts, dtype="str")})
    coded = pandas.DataFrame({
        "age": age,
        "primary_challenge": pandas.Categorical.from_codes(code, values)})

    def c_call():
        return plan.decide({"age": age, "primary_challenge": code}, rows)

    def frame(given):
        return lambda: model.decide_frame(given, on=ON)

    return [
        ("msb_plan_decide, one thread", c_call, None),
        ("decide_frame, pyarrow, dictionary", frame(by_index), 0),
        ("decide_frame, polars, enum",
         frame(polars.from_arrow(by_index)), 0),
        ("decide_frame, pandas, category", frame(coded), 0),
        ("np.select, object strings", lambda: select(numpy, objects), None),
        ("decide_frame, pandas, object strings", frame(objects), 4),
        ("np.select, str", lambda: select(numpy, strings), None),
        ("decide_frame, pandas, str", frame(strings), 6),
    ]


def list_areas(numpy, model, answer):
    """Return the areas of an answer as an array of texts."""
    if isinstance(answer, tuple):
        ids = numpy.array([*model.areas.ids, ""], dtype=object)
        return ids[answer[1]]
    if isinstance(answer, numpy.ndarray):
        return answer.astype(object)
    column = answer["responsible"]
    if hasattr(column, "combine_chunks"):
        column = column.to_pandas()
    return numpy.asarray(column, dtype=object)


def main(argv):
    numpy, *_, msb = tools = read(argv)
    from columns_c import Plan

    model, rows = msb.Model.load(argv[5]), int(argv[6])
    plan = Plan(argv[4], argv[5], ON)
    ways = make_ways(tools, model, plan, make_people(numpy, model, rows), rows)
    least = [float("inf")] * len(ways)
    expected = None
    for turn in range(ROUNDS):
        for i, (name, call, _) in enumerate(ways):
            start = time.perf_counter()
            answer = call()
            least[i] = min(least[i], time.perf_counter() - start)
            if turn == 0:
                areas = list_areas(numpy, model, answer)
                expected = areas if expected is None else expected
                assert (areas == expected).all(), name
            del answer
    print(f"{rows:,} rows, aarhus_2019, least of {ROUNDS}; the same areas")
    for seconds, (name, _, peer) in zip(least, ways):
        package.say(name, seconds, rows,
                    None if peer is None else least[peer])


main(sys.argv)
