# SPDX-License-Identifier: MIT
"""A second model, made of a first: the kind of change that people make."""

import copy

import generate
from conditions import Conditions

MAX_POINTS = 400000  # of the space of both models
AGES = 131


def num_points(declared, services):
    """How many points the attributes of both models have."""
    points = AGES << len(services)
    for declaration in declared.values():
        points *= generate.num_values(declaration)
    return points


def attribute(rng, declaration):
    """The same attribute, with another domain."""
    out = copy.deepcopy(declaration)
    if out["type"] == "integer":
        out["min"] -= rng.choice([0, 0, 1]) * (out["min"] > generate.LOWEST)
        out["max"] -= rng.choice([0, 1]) * (out["min"] < out["max"])
        if rng.random() < 0.03:
            out.update(min=7777, max=7778)
    elif "values" in out:
        rng.shuffle(out["values"])
        if len(out["values"]) > 1 and rng.random() < 0.5:
            out["values"].pop()
        if rng.random() < 0.3:
            out["values"].append("fresh")
        if not out["values"] and out["type"] == "enum":
            out["values"] = ["fresh"]
    if rng.random() < 0.02:
        return {"type": "flag"}
    return out


def attributes(rng, declared):
    out = {}
    for name, declaration in declared.items():
        if rng.random() < 0.1:
            continue
        out[name] = (attribute(rng, declaration) if rng.random() < 0.3
                     else declaration)
    if rng.random() < 0.15:
        out["extra"] = rng.choice([
            {"type": "flag"}, {"type": "enum", "values": ["x", "y"]},
            {"type": "set", "values": ["x"]}])
    return out


def is_usable(condition, known):
    """Whether a condition tests only what these attributes still have."""
    for name, test in condition.items():
        if name in ("all", "any"):
            if not all(is_usable(part, known) for part in test):
                return False
        elif name == "not":
            if not is_usable(test, known):
                return False
        elif name != "comment" and not is_usable_test(test, known.get(name)):
            return False
    return True


def is_usable_test(test, declaration):
    if declaration is None:
        return False
    if "values" not in declaration:
        return True  # a number outside the domain is no error
    lists = test.values() if isinstance(test, dict) else [test]
    values = [value for some in lists
              for value in ([some] if isinstance(some, str) else some)]
    return all(value in declaration["values"] for value in values)


def usable(before, conditions):
    """The attributes that tests of the first model may still name."""
    old = before.get("attributes", {})
    return {name: declaration
            for name, declaration in conditions.attributes.items()
            if old.get(name, declaration)["type"] == declaration["type"]}


def rules(rng, before, conditions):
    """The rules, some of them moved, changed, dropped or added."""
    out = copy.deepcopy(before["responsibility"])
    areas = [area["id"] for area in before["areas"]]
    known = usable(before, conditions)
    for rule in out:
        if not is_usable(rule["when"], known) or rng.random() < 0.15:
            rule["when"] = conditions.condition(rng.randint(0, 3))
        if rng.random() < 0.1:
            rule["area"] = rng.choice(areas)
    if len(out) > 1 and rng.random() < 0.3:
        i, j = rng.sample(range(len(out)), 2)
        out[i], out[j] = out[j], out[i]
    if out and rng.random() < 0.15:
        out.pop(rng.randrange(len(out)))
    if rng.random() < 0.15:
        out.insert(rng.randint(0, len(out)), {
            "id": "added", "when": conditions.condition(2),
            "area": rng.choice(areas)})
    return out


def rename(rng, model, before_id):
    """Give some areas other ids, and say what took over from which."""
    new, successors = {}, {}
    for area in model["areas"]:
        if rng.random() < 0.3:
            new[area["id"]] = "new_" + area["id"]
            if rng.random() < 0.7:
                successors[area["id"]] = [new[area["id"]]]
    if rng.random() < 0.4:
        old = rng.choice(model["areas"])["id"]
        heirs = [new.get(area["id"], area["id"]) for area in model["areas"]]
        heirs.append("staff")
        successors[old] = rng.sample(heirs, rng.randint(0, 2))
    for area in model["areas"]:
        area["id"] = new.get(area["id"], area["id"])
    for rule in model["responsibility"]:
        rule["area"] = new.get(rule["area"], rule["area"])
    model["staffs"] = [{"id": "staff", "name": "Stab", "supports": "all"}]
    model["replaces"] = {"model": rng.choice([before_id] * 9 + ["other"]),
                         "successors": successors}


def target_groups(rng, before, conditions):
    out = copy.deepcopy(before.get("target_groups", []))
    known = usable(before, conditions)
    for group in out:
        if not is_usable(group["when"], known) or rng.random() < 0.1:
            group["when"] = conditions.condition(2)
    return out


def services(rng, before, area):
    """Who delivers does not matter here; which services there are does."""
    names = [service["id"] for service in before.get("services", [])]
    if names and rng.random() < 0.15:
        names.pop()
    return [{"id": name, "name": "Indsats", "delivered_by": area}
            for name in names]


def after(rng, before):
    """A model of the same organisation, some time later."""
    out = {"msb_model": 1, "id": before["id"] + "_after", "name": "Senere",
           "valid_from": "2000-01-01",
           "areas": copy.deepcopy(before["areas"])}
    for key, values in (("coordination", ["single", "per_service"]),
                        ("hit_policy", ["first", "unique"])):
        out[key] = before.get(key, values[0])
        if rng.random() < 0.08:
            out[key] = rng.choice(values)
    declared = attributes(rng, before.get("attributes", {}))
    out["attributes"] = declared
    out["target_groups"] = target_groups(rng, before,
                                         Conditions(rng, declared))
    groups = [group["id"] for group in out["target_groups"]]
    served = services(rng, before, None)
    conditions = Conditions(rng, declared, groups,
                            [service["id"] for service in served])
    out["responsibility"] = rules(rng, before, conditions)
    if rng.random() < 0.4:
        rename(rng, out, before["id"])
    for service in served:
        service["delivered_by"] = out["areas"][0]["id"]
    out["services"] = served
    return out


def pair(rng, number):
    """A model and one that may follow it, in a space that can be tried."""
    while True:
        before = generate.model(rng, number)
        if rng.random() < 0.8:
            before.pop("coordination", None)
        later = after(rng, before)
        declared = {**before.get("attributes", {}),
                    **later.get("attributes", {})}
        if num_points(declared, before.get("services", [])) <= MAX_POINTS:
            return before, later
