# SPDX-License-Identifier: MIT
"""The decision by the plainest road: one completion after the other.

Too slow for thousands of models, and too simple to be wrong: reference.py,
which is fast, is tested against it.
"""

import itertools

from facts import domains
from space import subsets


def in_range(value, bounds):
    return (value >= bounds.get("from", value)
            and value <= bounds.get("through", value)
            and ("above" not in bounds or value > bounds["above"])
            and ("below" not in bounds or value < bounds["below"]))


def test_holds(test, value):
    """One attribute test, by the table of section 2."""
    if isinstance(value, frozenset):
        if isinstance(test, str):
            return test in value
        if isinstance(test, list):
            return any(member in value for member in test)
        return (("any_of" not in test
                 or any(member in value for member in test["any_of"]))
                and all(m in value for m in test.get("all_of", []))
                and not any(m in value for m in test.get("none_of", [])))
    if isinstance(test, dict):
        return in_range(value, test)
    if isinstance(test, list):
        return value in test
    return value == test


def holds(condition, facts):
    for name, test in condition.items():
        if name == "comment":
            continue
        if name == "all":
            met = all(holds(part, facts) for part in test)
        elif name == "any":
            met = any(holds(part, facts) for part in test)
        elif name == "not":
            met = not holds(test, facts)
        else:
            met = test_holds(test, facts[name])
        if not met:
            return False
    return True


def first(entries, facts):
    """The index of the first entry whose condition holds, or None."""
    return next((i for i, entry in enumerate(entries)
                 if holds(entry["when"], facts)), None)


def values_of(declaration):
    kind = declaration["type"]
    if kind == "integer":
        return list(range(declaration["min"], declaration["max"] + 1))
    if kind == "flag":
        return [False, True]
    if kind == "set":
        return subsets(declaration["values"])
    return declaration["values"]


def complete(model, facts):
    """Everything that one completion decides."""
    groups = model.get("target_groups", [])
    group = first(groups, facts)
    facts = dict(facts)
    facts["target_group"] = None if group is None else groups[group]["id"]
    rules = model.get("responsibility", [])
    rule = first(rules, facts)
    deliverers = {}
    for service in model.get("services", []):
        by = service["delivered_by"]
        if isinstance(by, list):
            entry = first(by, facts)
            by = None if entry is None else by[entry]["by"]
        deliverers[service["id"]] = by
    return {
        "group": facts["target_group"],
        "rule": None if rule is None else rules[rule]["id"],
        "area": None if rule is None else rules[rule]["area"],
        "matching": [r["id"] for r in rules if holds(r["when"], facts)],
        "deliverers": deliverers,
    }


def completions(model, known):
    """Every completion of known facts, with what it decides."""
    names, choices = [], []
    for name, declaration in domains(model):
        names.append(name)
        choices.append([known[name]] if name in known
                       else values_of(declaration))
    for values in itertools.product(*choices):
        facts = dict(zip(names, values))
        yield facts, complete(model, facts)


def single(model, known):
    """The fields of section 4 that speak of the area, under `single`."""
    decided = list(completions(model, known))
    areas = {result["area"] for _, result in decided}
    rules = {result["rule"] for _, result in decided}
    unknown = [n for n, _ in domains(model) if n not in known]
    missing, worst = [], {}
    for name in unknown if len(areas) > 1 else []:
        by_rest, by_answer = {}, {}
        for facts, result in decided:
            rest = tuple(v for n, v in facts.items() if n != name)
            by_rest.setdefault(rest, set()).add(result["area"])
            by_answer.setdefault(facts[name], set()).add(result["area"])
        if any(len(outcomes) > 1 for outcomes in by_rest.values()):
            missing.append(name)
            worst[name] = max(len(o) for o in by_answer.values())
    status = "undetermined" if len(areas) > 1 else "determined"
    if areas == {None}:
        status = "none"
    order = [area["id"] for area in model["areas"]]
    return {
        "status": status,
        "responsible": areas.pop() if status == "determined" else None,
        "possible": [a for a in order if any(
            a == r["area"] for _, r in decided)]
        + [None] * any(r["area"] is None for _, r in decided),
        "rules": [r["id"] for r in model.get("responsibility", [])
                  if r["id"] in rules],
        "missing": missing,
        "ask": min(missing, key=lambda n: worst[n], default=None),
    }


def changes(model, facts):
    """Area → the (attribute, value) pairs that lead there from complete
    facts by one change; the area that they have now is not among them."""
    now = complete(model, facts)["area"]
    found = {}
    for name, declaration in domains(model):
        for value in values_of(declaration):
            result = complete(model, {**facts, name: value})
            rejected = (model.get("hit_policy") == "unique"
                        and len(result["matching"]) > 1)
            if not rejected and result["area"] not in (now, None):
                found.setdefault(result["area"], set()).add((name, value))
    return found
