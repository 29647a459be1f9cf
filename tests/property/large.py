# SPDX-License-Identifier: MIT
"""Random models of the size of a large city, and what their rules say.

200 rules over age, three numbers, four enums of 20 values and four sets of
16. Each rule is a conjunction of tests, so it is a box, and boxes are compared
attribute by attribute: a mask has a bit for each value that an attribute can
have, for each subset of a set.
"""

MAXIMA = {"age": 130, "n1": 2000, "n2": 5000, "n3": 9999}
NUM_VALUES = {"e": 20, "s": 16}
AREAS = [f"a{i}" for i in range(8)]


def values(kind):
    return [f"v{i}" for i in range(NUM_VALUES[kind])]


ATTRIBUTES = {
    **{name: {"type": "integer", "min": 0, "max": MAXIMA[name]}
       for name in ("n1", "n2", "n3")},
    **{f"e{i}": {"type": "enum", "values": values("e")} for i in range(4)},
    **{f"s{i}": {"type": "set", "values": values("s")} for i in range(4)}}
NAMES = ["age", *ATTRIBUTES]


def draw_test(rng, name):
    if name in MAXIMA:
        low = rng.randrange(MAXIMA[name])
        return {"from": low, "through": min(
            MAXIMA[name], low + 5 + rng.randrange(MAXIMA[name] // 2))}
    if name[0] == "e":
        return rng.sample(values("e"), rng.randint(1, 8))
    if rng.random() < 0.6:
        return rng.sample(values("s"), rng.randint(1, 3))
    return {"all_of": rng.sample(values("s"), rng.randint(1, 2))}


def draw_condition(rng):
    names = sorted(rng.sample(NAMES, rng.randint(2, 4)), key=NAMES.index)
    return {name: draw_test(rng, name) for name in names}


def draw(rng, **members):
    """A model; @members are put into it as they are."""
    return {
        "msb_model": 1, "id": "large", "name": "Large",
        "valid_from": "2019-01-01", "attributes": ATTRIBUTES,
        "areas": [{"id": area, "name": area} for area in AREAS],
        "responsibility": [
            {"id": f"r{i}", "area": rng.choice(AREAS),
             "when": draw_condition(rng)} for i in range(200)],
        **members}


def holders(value):
    """The subsets of a set that hold a value: every other run of 2^value."""
    run = (1 << (1 << value)) - 1 << (1 << value)
    width = 2 << value
    while width < 1 << NUM_VALUES["s"]:
        run |= run << width
        width *= 2
    return run


HOLDERS = {f"v{i}": holders(i) for i in range(NUM_VALUES["s"])}
EVERY_SET = (1 << (1 << NUM_VALUES["s"])) - 1


def span(low, high):
    return (2 << high) - (1 << low) if low <= high else 0


def any_of(listed):
    mask = 0
    for value in listed:
        mask |= HOLDERS[value]
    return mask


def all_of(listed):
    mask = EVERY_SET
    for value in listed:
        mask &= HOLDERS[value]
    return mask


def codes(listed):
    return sum(1 << values("e").index(value) for value in listed)


def mask_of_test(name, test):
    if name in MAXIMA:
        return span(test["from"], test["through"])
    if name[0] == "e":
        return codes(test)
    if isinstance(test, dict):
        return all_of(test["all_of"])
    return any_of(test)


def box_of_condition(condition):
    """{attribute: mask}; an attribute that is not there may be anything."""
    return {name: mask_of_test(name, test)
            for name, test in condition.items()}


def is_within(box, other):
    return all(name in box and box[name] & ~mask == 0
               for name, mask in other.items())


def shares(box, other):
    """Whether two boxes have a point in common."""
    return all(box[name] & other[name] for name in box.keys() & other.keys())
