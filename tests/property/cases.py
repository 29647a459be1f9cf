# SPDX-License-Identifier: MIT
"""Random facts for a model: complete, with unknowns, and to be rejected."""

import datetime

import facts as facts_of


def day(rng):
    """A day on which decisions are made; leap days and their neighbours
    more often than chance would have it."""
    year = rng.randint(2000, 2030)
    if rng.random() < 0.3:
        month, date = rng.choice([(2, 28), (3, 1), (12, 31), (1, 1)])
        return datetime.date(year, month, date)
    return datetime.date(year, 1, 1) + datetime.timedelta(rng.randrange(365))


def birth_date(rng, on):
    """Someone alive on the day: often right at a birthday."""
    years = rng.choice([rng.randint(0, 130), rng.randint(0, 40)])
    if rng.random() < 0.15:
        year = (on.year - years) // 4 * 4
        born = datetime.date(year if year != 1900 else 1904, 2, 29)
    else:
        month_and_day = (on.month, on.day) if on.day < 29 else (on.month, 28)
        born = datetime.date(on.year - years, *month_and_day)
        born += datetime.timedelta(rng.choice([-1, 0, 1, -200]))
    if born > on or facts_of.age_on(born, on) > 130:
        born = on
    return born.isoformat()


def value(rng, declaration):
    kind = declaration["type"]
    if kind == "integer":
        return rng.randint(declaration["min"], declaration["max"])
    if kind == "flag":
        return rng.random() < 0.5
    if kind == "enum":
        return rng.choice(declaration["values"])
    values = [v for v in declaration["values"] if rng.random() < 0.5]
    rng.shuffle(values)
    return values


def acceptable(rng, model, on):
    """Facts that break no rule of section 3."""
    known = rng.choice([0.0, 0.3, 0.5, 0.5, 0.7, 1.0])
    out = {}
    for name, declaration in facts_of.domains(model):
        if name == "services" and rng.random() < 0.8:
            out[name] = value(rng, declaration)
        elif rng.random() < known:
            if name == "age" and rng.random() < 0.6:
                out["birth_date"] = birth_date(rng, on)
            else:
                out[name] = value(rng, declaration)
        elif rng.random() < 0.3:
            out[name] = None
    return out


def bad_value(rng, declaration):
    kind = declaration["type"]
    if kind == "integer":
        return rng.choice([declaration["min"] - 1, declaration["max"] + 1,
                           declaration["min"] + 0.5, "1", True, [], {}])
    if kind == "flag":
        return rng.choice([0, 1, "true", []])
    if kind == "enum":
        return rng.choice(["nothing_like_it", "", 0, True, [],
                           [declaration["values"][0]]])
    one = declaration["values"][:1]
    return rng.choice([["nothing_like_it"], one + [1], one + [None],
                       (one + ["x"])[0], True, {}])


def unacceptable(rng, model, on):
    """Facts with one member that rejects them."""
    out = acceptable(rng, model, on)
    fault = rng.choice(["value", "value", "undeclared", "birth_date"])
    if fault == "undeclared":
        name = rng.choice(["nowhere", "target_group", "Age", "service0"])
        out[name] = rng.choice([1, "x", None, True])
    elif fault == "birth_date":
        out.pop("age", None)
        out["birth_date"] = rng.choice([
            (on + datetime.timedelta(1)).isoformat(), "1850-01-01",
            "2001-02-29", "1990-13-01", "1990-1-1", "01-02-1990", "", 1990,
            ["1990-01-01"], "1990-01-01T00:00:00Z", True])
    else:
        name, declaration = rng.choice(facts_of.domains(model))
        out.pop("birth_date", None)
        out[name] = bad_value(rng, declaration)
    return out


def lines(rng, model, on, count):
    """Facts objects, most of them acceptable, most with an id."""
    out = []
    for i in range(count):
        make = unacceptable if rng.random() < 0.1 else acceptable
        facts = make(rng, model, on)
        if rng.random() < 0.8:
            facts = {"id": f"borger-{i}", **facts}
        out.append(facts)
    return out
