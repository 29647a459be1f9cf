# SPDX-License-Identifier: MIT
"""A model's rules in the language of a peer.

Usage: rules.py sql|zen MODEL DATE

`sql` is one CASE that gives the index of the responsible area. Its columns are
`born`, in days since 1970-01-01, and the model's attributes: numbers as they
are, enums as the index of the value, sets as bits. `zen` is a decision table;
there enums are texts, and sets lists of texts. In both, an age limit is the
birth date that it means on DATE, as it is for the library and for the rules by
hand. Only what the benchmarks' models use is known: tests that must all hold.
"""

import datetime
import json
import sys

EPOCH = datetime.date(1970, 1, 1)


def find_limit(on, age):
    """The last birth date of those who are that old, in days."""
    return (on.replace(year=on.year - age) - EPOCH).days


def read_range(value):
    """(lowest, highest) of a number that passes; None where it is open."""
    if isinstance(value, int):
        return value, value
    assert set(value) <= {"from", "through", "below"}, value
    high = value.get("through")
    if "below" in value:
        high = value["below"] - 1
    return value.get("from"), high


def read_test(model, on, name, value):
    """One test as (column, kind, what passes)."""
    if name == "age":
        low, high = read_range(value)
        return ("born", "range",
                (None if high is None else find_limit(on, high + 1) + 1,
                 None if low is None else find_limit(on, low)))
    declared = model["attributes"][name]
    if declared["type"] == "integer":
        return name, "range", read_range(value)
    if declared["type"] == "enum":
        return name, "one of", value if isinstance(value, list) else [value]
    assert declared["type"] == "set" and isinstance(value, dict), value
    return name, "set", value


def read_condition(model, on, condition):
    """Every test of a condition, in its order."""
    tests = []
    for name, value in condition.items():
        if name == "target_group":
            groups = {group["id"]: group for group in model["target_groups"]}
            # Groups by age that do not overlap: their order says nothing.
            when = groups[value]["when"]
            assert set(when) == {"age"}, when
            tests += read_condition(model, on, when)
        elif name == "all":
            for inner in value:
                tests += read_condition(model, on, inner)
        elif name != "comment":
            tests.append(read_test(model, on, name, value))
    return tests


def check_groups(model):
    """Refuse groups of which the first that matches is not the only one."""
    last = -1
    for group in model["target_groups"]:
        low, high = read_range(group["when"]["age"])
        assert (low or 0) > last, "target groups overlap"
        last = 130 if high is None else high


def read_rules(model, on):
    """(tests, index of the area) of each rule."""
    check_groups(model)
    areas = [area["id"] for area in model["areas"]]
    return [(read_condition(model, on, rule["when"]),
             areas.index(rule["area"])) for rule in model["responsibility"]]


def get_mask(model, name, values):
    """Values of a set as bits."""
    return sum(1 << model["attributes"][name]["values"].index(value)
               for value in values)


def write_sql_test(model, name, kind, passes):
    """One test in SQL."""
    if kind == "one of":
        known = model["attributes"][name]["values"]
        codes = ", ".join(str(known.index(value)) for value in passes)
        return f"{name} IN ({codes})"
    if kind == "range":
        low, high = passes
        if low is None:
            return f"{name} <= {high}"
        if high is None:
            return f"{name} >= {low}"
        return f"{name} BETWEEN {low} AND {high}"
    parts = []
    for how, values in passes.items():
        mask = get_mask(model, name, values)
        parts.append({"any_of": f"({name} & {mask}) <> 0",
                      "none_of": f"({name} & {mask}) = 0",
                      "all_of": f"({name} & {mask}) = {mask}"}[how])
    return " AND ".join(parts)


def write_sql(model, on):
    """The rules as one CASE."""
    lines = ["CASE"]
    for tests, area in read_rules(model, on):
        tested = " AND ".join(write_sql_test(model, *test) for test in tests)
        lines.append(f"WHEN {tested} THEN {area}" if tests
                     else f"ELSE {area}")
    return "\n".join(lines + ["END"])


def write_zen_test(name, kind, passes):
    """One test as an expression of ZEN."""
    if kind == "one of":
        return f"{name} in {json.dumps(passes)}"
    if kind == "range":
        low, high = passes
        return " and ".join(
            ([] if low is None else [f"{name} >= {low}"])
            + ([] if high is None else [f"{name} <= {high}"]))
    words = {"any_of": "some", "none_of": "none"}
    return " and ".join(f"{words[how]}({name}, # in {json.dumps(values)})"
                        for how, values in passes.items())


def write_zen(model, on):
    """The rules as a decision table: a column for each attribute."""
    names = ["born", *model["attributes"]]
    rows = []
    for number, (tests, area) in enumerate(read_rules(model, on)):
        row = {"_id": f"r{number}", "area": str(area)}
        for name in names:
            row[name] = " and ".join(write_zen_test(*test) for test in tests
                                     if test[0] == name)
        rows.append(row)
    table = {
        "hitPolicy": "first", "passThrough": False, "inputField": None,
        "outputPath": None, "executionMode": "single",
        "inputs": [{"id": name, "name": name} for name in names],
        "outputs": [{"id": "area", "name": "area", "field": "area"}],
        "rules": rows}
    nodes = [{"id": "in", "name": "in", "type": "inputNode", "content": {}},
             {"id": "table", "name": "table", "type": "decisionTableNode",
              "content": table},
             {"id": "out", "name": "out", "type": "outputNode",
              "content": {}}]
    edges = [{"id": "1", "sourceId": "in", "targetId": "table",
              "type": "edge"},
             {"id": "2", "sourceId": "table", "targetId": "out",
              "type": "edge"}]
    return json.dumps({"nodes": nodes, "edges": edges}, indent=1)


def main():
    """Print the rules."""
    language, path, date = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        model = json.load(file)
    write = {"sql": write_sql, "zen": write_zen}[language]
    print(write(model, datetime.date.fromisoformat(date)))


if __name__ == "__main__":
    main()
