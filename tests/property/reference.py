# SPDX-License-Identifier: MIT
"""An independent brute force of the specification, sections 2 to 5.

Written from the specification's text, without a look at the library. Every
condition becomes the set of points where it holds (space.py); completions
are the points that agree with the known facts. What a field means is then
one set operation, over every point: no diagram, no folding, no sampling.
"""

import itertools

import facts as facts_of
from space import Space, subsets


class Conflict(Exception):
    """Under `unique`: some completion is matched by two rules."""

    def __init__(self, pairs):
        super().__init__("two rules match")
        self.pairs = pairs


def domain_of(declaration):
    kind = declaration["type"]
    if kind == "integer":
        return range(declaration["min"], declaration["max"] + 1)
    if kind == "flag":
        return [False, True]
    if kind == "set":
        return subsets(declaration["values"])
    return declaration["values"]


def predicate(declaration, test):
    """A test as a function of one value of its attribute."""
    kind = declaration["type"]
    if kind == "flag":
        return lambda value: value is test
    if kind == "enum":
        allowed = {test} if isinstance(test, str) else set(test)
        return lambda value: value in allowed
    if kind == "integer":
        if isinstance(test, dict):
            low = max([test.get("from", declaration["min"]),
                       test.get("above", declaration["min"] - 1) + 1])
            high = min([test.get("through", declaration["max"]),
                        test.get("below", declaration["max"] + 1) - 1])
            return lambda value: low <= value <= high
        allowed = set(test) if isinstance(test, list) else {test}
        return lambda value: value in allowed
    if isinstance(test, str):
        test = [test]
    if isinstance(test, list):
        test = {"any_of": test}
    wanted = {key: frozenset(members) for key, members in test.items()}
    return lambda value: (
        ("any_of" not in wanted or wanted["any_of"] & value)
        and wanted.get("all_of", frozenset()) <= value
        and not wanted.get("none_of", frozenset()) & value)


class Reference:
    """One model, laid out over its whole space."""

    def __init__(self, model):
        self.model = model
        self.declared = dict(facts_of.domains(model))
        self.space = Space([(name, list(domain_of(declaration)))
                            for name, declaration in self.declared.items()])
        self.full = self.space.full
        self.single = model.get("coordination", "single") == "single"
        self.unique = model.get("hit_policy", "first") == "unique"
        self.areas = [area["id"] for area in model["areas"]]
        self.rules = model.get("responsibility", [])
        self.services = model.get("services", [])
        self._lay_out_groups()
        self._lay_out_rules()
        self._lay_out_deliveries()

    # What holds where.

    def holds(self, condition):
        """The points where a condition holds."""
        points = self.full
        for name, test in condition.items():
            if name == "comment":
                continue
            if name == "all":
                for part in test:
                    points &= self.holds(part)
            elif name == "any":
                some = 0
                for part in test:
                    some |= self.holds(part)
                points &= some
            elif name == "not":
                points &= self.full ^ self.holds(test)
            elif name == "target_group":
                wanted = [test] if isinstance(test, str) else test
                some = 0
                for group in wanted:
                    some |= self.groups[group]
                points &= some
            else:
                points &= self.space.where(
                    name, predicate(self.declared[name], test))
        return points

    def first_of(self, conditions):
        """For each condition the points where it is the first that holds,
        and the points where none does."""
        left, firsts = self.full, []
        for condition in conditions:
            points = self.holds(condition)
            firsts.append(points & left)
            left &= self.full ^ points
        return firsts, left

    def _lay_out_groups(self):
        groups = self.model.get("target_groups", [])
        firsts, self.no_group = self.first_of([g["when"] for g in groups])
        self.groups = {g["id"]: p for g, p in zip(groups, firsts)}

    def _lay_out_rules(self):
        self.matches = [self.holds(rule["when"]) for rule in self.rules]
        self.decides, self.gap = self.first_of(
            [rule["when"] for rule in self.rules])
        self.conflict = 0
        if self.unique:
            once = 0
            for points in self.matches:
                self.conflict |= once & points
                once |= points
            self.decides = [points & (self.full ^ self.conflict)
                            for points in self.matches]
        self.outcomes = dict.fromkeys(self.areas + [None], 0)
        for rule, points in zip(self.rules, self.decides):
            self.outcomes[rule["area"]] |= points
        self.outcomes[None] = self.gap

    def _lay_out_deliveries(self):
        """For each service its entries as (deliverer, points)."""
        self.entries, self.undelivered = {}, {}
        for service in self.services:
            by = service["delivered_by"]
            if isinstance(by, str):
                entries, left = [(by, self.full)], 0
            else:
                firsts, left = self.first_of([e["when"] for e in by])
                entries = [(e["by"], p) for e, p in zip(by, firsts)]
            self.entries[service["id"]] = entries
            self.undelivered[service["id"]] = left

    def delivery_of(self, deliverer):
        """(area, unit): the area itself, or the one above the unit."""
        parents = {u["id"]: u["parent"] for u in self.model.get("units", [])}
        if deliverer in self.areas:
            return deliverer, None
        area = deliverer
        while area not in self.areas:
            area = parents[area]
        return area, deliverer

    # Section 4, the decision.

    def completions(self, known):
        points = self.full
        for name, value in known.items():
            points &= self.space.at(name, value)
        return points

    def pairs_in(self, points):
        """The pairs of rules that some of the points both match."""
        return [(i, j) for i, j in itertools.combinations(
            range(len(self.rules)), 2)
            if self.matches[i] & self.matches[j] & points]

    def decide(self, facts, on):
        """The fields of section 4; raises Rejected or Conflict."""
        known = facts_of.read(self.model, facts, on)
        points = self.completions(known)
        if self.conflict & points:
            raise Conflict(self.pairs_in(points))
        fields = {"status": "none", "responsible": None, "possible": [],
                  "rules": [], "missing": [], "ask": None}
        deliveries = self.deliveries(known, points)
        fields["target_group"] = self.group_of(points)
        fields["deliveries"] = deliveries
        if self.single:
            fields.update(self.responsibility(known, points))
            contacts = {fields["responsible"]}
        else:
            if deliveries:
                sure = all(d["area"] is not None for d in deliveries)
                fields["status"] = "determined" if sure else "undetermined"
            contacts = {d["area"] for d in deliveries}
        fields["contacts"] = [a for a in self.areas if a in contacts]
        return fields

    def group_of(self, points):
        for group, where in self.groups.items():
            if not points & (self.full ^ where):
                return group
        return None

    def deliveries(self, known, points):
        out = []
        for service in self.services:
            name = service["id"]
            if name not in known["services"]:
                continue
            found = {self.delivery_of(by) for by, where in self.entries[name]
                     if where & points}
            if self.undelivered[name] & points:
                found.add((None, None))
            area, unit = found.pop() if len(found) == 1 else (None, None)
            out.append({"service": name, "area": area, "unit": unit})
        return out

    def responsibility(self, known, points):
        outcomes = {area: where & points
                    for area, where in self.outcomes.items()
                    if where & points}
        fields = {
            "status": "undetermined",
            "responsible": None,
            "possible": list(outcomes),
            "rules": [rule["id"] for rule, where
                      in zip(self.rules, self.decides) if where & points],
        }
        if list(outcomes) == [None]:
            fields["status"] = "none"
        elif len(outcomes) == 1:
            fields["status"] = "determined"
            fields["responsible"] = fields["possible"][0]
        else:
            fields.update(self.open_questions(known, outcomes))
        return fields

    def open_questions(self, known, outcomes):
        """What is missing, and what of it to ask for first."""
        missing, ask, fewest = [], None, None
        for name in self.declared:
            if name in known or not self.matters(name, outcomes.values()):
                continue
            missing.append(name)
            answers = [self.space.values_of(where, name)
                       for where in outcomes.values()]
            left = max(sum(value in answer for answer in answers)
                       for value in self.space.axes[name].values)
            if fewest is None or left < fewest:
                ask, fewest = name, left
        return {"missing": missing, "ask": ask}

    def matters(self, name, outcomes):
        """Whether two points that differ in this attribute alone are in
        different outcomes: their projections along it then meet."""
        seen = 0
        for where in outcomes:
            shadow = self.space.project(where, name)
            if shadow & seen:
                return True
            seen |= shadow
        return False
