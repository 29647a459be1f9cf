# SPDX-License-Identifier: MIT
"""Random small models: every feature of the format that decides anything,
in a space small enough to be laid out point by point."""

from conditions import Conditions

MAX_POINTS = 256     # of the declared attributes together
LOWEST, HIGHEST = -2147483647, 2147483647


def attribute(rng, number):
    kind = rng.choice(["integer", "enum", "flag", "set"])
    out = {"type": kind}
    if kind == "integer":
        span = rng.randint(0, 6)
        low = rng.choice([LOWEST, HIGHEST - span, -3, -1, 0, 0, 1, 18])
        out.update(min=low, max=low + span)
    elif kind != "flag":
        count = rng.randint(1, 4)
        if kind == "set":
            count = rng.choice([0, 1, 1, 2, 2, 3, 3])
        # Two attributes may well share their values' names.
        stem = rng.choice(["v", f"a{number}_"])
        out["values"] = [f"{stem}{i}" for i in range(count)]
    if rng.random() < 0.2:
        out["sensitive"] = True
    if rng.random() < 0.1:
        out["label"] = {"da": "Behov for støtte", "en": "Needs"}
    return out


def num_values(declaration):
    kind = declaration["type"]
    if kind == "integer":
        return declaration["max"] - declaration["min"] + 1
    if kind == "flag":
        return 2
    count = len(declaration["values"])
    return 1 << count if kind == "set" else count


def attributes(rng):
    out, points = {}, 1
    for number in range(rng.randint(0, 4)):
        declaration = attribute(rng, number)
        points *= num_values(declaration)
        if points > MAX_POINTS:
            break
        out[f"{rng.choice('pqr')}{number}"] = declaration
    return out


def age_bands(rng, count):
    """Conditions that part the ages, perhaps with a hole or an overlap."""
    cuts = sorted(rng.sample(range(1, 130), count - 1))
    edges = [0] + cuts + [131]
    out = []
    for low, high in zip(edges, edges[1:]):
        slip = rng.choice([0, 0, 0, 0, 1, -1])
        out.append({"age": rng.choice([
            {"from": low, "through": min(130, max(0, high - 1 + slip))},
            {"from": low, "below": min(130, high)} if high < 131
            else {"from": low}])})
    return out


def entries(rng, conditions, count, style):
    """A list of conditions in one of the ways that people write rules."""
    if style == "bands":
        return age_bands(rng, count)
    out = [conditions.condition(rng.randint(0, 3)) for _ in range(count)]
    if style == "partition":
        # Each excludes those before it: what `unique` asks for.
        return [{"all": [when], "not": {"any": out[:i]}} if i else when
                for i, when in enumerate(out)]
    if style == "default":
        out[-1] = {}
    return out


STYLES = ["bands", "partition", "default", "default", "free"]


def organisation(rng):
    """Areas, a staff, and units that hang below them, in any order."""
    areas = [{"id": f"area{i}", "name": f"Område {i}"}
             for i in range(rng.randint(1, 4))]
    if rng.random() < 0.3:
        areas[-1]["external"] = True
    ids = [area["id"] for area in areas]
    units = []
    for i in range(rng.randint(0, 3)):
        parents = ids + [unit["id"] for unit in units]
        units.append({"id": f"unit{i}", "name": {"da": f"Afdeling {i}"},
                      "parent": rng.choice(parents)})
    rng.shuffle(units)
    return areas, units


def services(rng, conditions, names, deliverers):
    out = []
    for name in names:
        service = {"id": name, "name": "Indsats"}
        if rng.random() < 0.3:
            service["delivered_by"] = rng.choice(deliverers)
        else:
            whens = entries(rng, conditions, rng.randint(1, 3),
                            rng.choice(STYLES))
            service["delivered_by"] = [
                {"when": when, "by": rng.choice(deliverers)}
                for when in whens]
        out.append(service)
    return out


def rules(rng, conditions, areas, unique):
    style = rng.choice(["bands", "partition", "partition", "free"]
                       if unique else STYLES)
    count = rng.choice([0, 1, 2, 3, 3, 4, 5, 6])
    if count == 0:
        return []
    out = []
    for i, when in enumerate(entries(rng, conditions, count, style)):
        rule = {"id": f"rule{i}", "when": when,
                "area": rng.choice(areas)["id"]}
        if rng.random() < 0.3:
            rule["because"] = {"da": f"Fordi {i}", "en": f"Because {i}"}
            rule["law"] = f"LAB § {i}"
            rule["source"] = "notat"
        out.append(rule)
    return out


def model(rng, number):
    """One model, valid by sections 1 and 2."""
    declared = attributes(rng)
    areas, units = organisation(rng)
    unique = rng.random() < 0.35
    plain = Conditions(rng, declared)
    out = {"msb_model": 1, "id": f"model{number}", "name": "Prøve",
           "valid_from": "1990-01-01"}
    if rng.random() < 0.4:
        out["coordination"] = rng.choice(
            ["single", "per_service", "per_service"])
    if unique or rng.random() < 0.3:
        out["hit_policy"] = "unique" if unique else "first"
    if declared:
        out["attributes"] = declared
    count = rng.choice([0, 1, 2, 3, 3])
    if count:
        out["target_groups"] = [
            {"id": f"group{i}", "name": f"Gruppe {i}", "when": when}
            for i, when in enumerate(
                entries(rng, plain, count, rng.choice(STYLES)))]
    out["areas"] = areas
    if units:
        out["units"] = units
    groups = [group["id"] for group in out.get("target_groups", [])]
    # Entries may test services, so their names come before them.
    names = [f"service{i}" for i in range(rng.choice([0, 1, 2, 2, 3]))]
    conditions = Conditions(rng, declared, groups, names)
    deliverers = [part["id"] for part in areas + units]
    if names:
        out["services"] = services(rng, conditions, names, deliverers)
    out["responsibility"] = rules(rng, conditions, areas, unique)
    return out
