# SPDX-License-Identifier: MIT
"""Section 6 by brute force: what two models decide differently.

The facts are the points of one space over the attributes of both models.
"""

from facts import domains
from reference import Reference, domain_of
from space import Space


class NotComparable(Exception):
    """An attribute with two types, or without a value that both accept."""


def common(name, one, other):
    """One declaration for both models; None stands for "not declared"."""
    if one is None or other is None:
        return one or other
    kind = one["type"]
    if kind != other["type"]:
        raise NotComparable(name)
    if kind == "integer":
        out = {"type": kind, "min": max(one["min"], other["min"]),
               "max": min(one["max"], other["max"])}
        if out["min"] > out["max"]:
            raise NotComparable(name)
        return out
    if kind == "flag":
        return {"type": kind}
    if kind == "enum":
        values = [v for v in one["values"] if v in other["values"]]
        if not values:
            raise NotComparable(name)
        return {"type": kind, "values": values}
    values = one["values"] + [v for v in other["values"]
                              if v not in one["values"]]
    return {"type": kind, "values": values}


def common_domains(before, after):
    """The attributes of both: age, declared by the first, by the second
    alone, services."""
    one, other = dict(domains(before)), dict(domains(after))
    names = list(one) + [name for name in other if name not in one]
    names.remove("services")
    return {name: common(name, one.get(name), other.get(name))
            for name in names + ["services"]}


class Side(Reference):
    """One of the two models, laid out over the space of both."""

    def __init__(self, model, space):
        self.model = model
        self.declared = dict(domains(model))
        self.space, self.full = space, space.full
        self.single = model.get("coordination", "single") == "single"
        self.unique = model.get("hit_policy", "first") == "unique"
        self.areas = [area["id"] for area in model["areas"]]
        self.rules = model.get("responsibility", [])
        self._lay_out_groups()
        self._lay_out_rules()

    def parts(self):
        """(area, rule, the points where that rule decides for that area);
        without area or rule where none does."""
        if not self.single:
            return [(None, None, self.full ^ self.conflict)]
        out = [(rule["area"], rule["id"], points)
               for rule, points in zip(self.rules, self.decides)]
        return out + [(None, None, self.gap)]


def leads_to(before, after, area):
    """The area after that one before leads to, or None."""
    replaces = after.get("replaces", {})
    if replaces.get("model") == before["id"]:
        heirs = replaces.get("successors", {}).get(area)
        if heirs is not None:
            area = heirs[0] if len(heirs) == 1 else None
    return area if area in [a["id"] for a in after["areas"]] else None


def matches(before, after):
    """Area before → the same area after, or None. Where several lead to
    one, only the one that keeps its id is the same."""
    same = {area["id"]: leads_to(before, after, area["id"])
            for area in before["areas"]}
    heirs = list(same.values())
    return {area: heir if heirs.count(heir) == 1 or area == heir else None
            for area, heir in same.items()}


class Difference:
    """Two models; raises NotComparable."""

    def __init__(self, before, after):
        self.declared = common_domains(before, after)
        self.space = Space([(name, list(domain_of(declaration)))
                            for name, declaration in self.declared.items()])
        one, other = Side(before, self.space), Side(after, self.space)
        same = matches(before, after)
        found = {}
        for area, rule, points in one.parts():
            for next_area, next_rule, next_points in other.parts():
                if (next_area is None if area is None
                        else area in same and same[area] is not None
                        and same[area] == next_area):
                    continue
                shown = points & next_points
                if shown:
                    pairs = found.setdefault((area, next_area), {})
                    pairs[rule, next_rule] = shown
        order = [(a, b) for a in one.areas + [None]
                 for b in other.areas + [None]]
        #: (area before, after), in order → (rule before, after) → points
        self.changes = {key: found[key] for key in order if key in found}

    def points(self, key):
        """The points that show a change."""
        out = 0
        for points in self.changes[key].values():
            out |= points
        return out
