# SPDX-License-Identifier: MIT
"""Facts, section 3 of the specification: what is known of one citizen.

read() turns a facts object into a dict of attribute → value, unknown ones
left out, or raises Rejected with the member at fault.
"""

import datetime

OLDEST = 130


class Rejected(Exception):
    """Facts that no decision can be made from."""

    def __init__(self, member, why):
        super().__init__(f"{member}: {why}")
        self.member = member


def domains(model):
    """Every independent attribute with its values: age, the declared ones in
    their order, services. Subsets and target groups come elsewhere."""
    out = [("age", {"type": "integer", "min": 0, "max": OLDEST})]
    out += model.get("attributes", {}).items()
    services = [service["id"] for service in model.get("services", [])]
    out.append(("services", {"type": "set", "values": services}))
    return out


def read_date(text):
    if not isinstance(text, str) or len(text) != 10:
        raise ValueError("not a date")
    return datetime.date.fromisoformat(text)


def age_on(born, on):
    """Whole years completed. Someone born on 29 February is a year older on
    1 March where the year has no 29th: (2, 28) < (2, 29) < (3, 1)."""
    had_birthday = (on.month, on.day) >= (born.month, born.day)
    return on.year - born.year - (0 if had_birthday else 1)


def read_value(name, declaration, value):
    """A value of the attribute's domain; Rejected for any other."""
    kind = declaration["type"]
    if kind == "integer":
        if isinstance(value, bool) or not isinstance(value, int):
            raise Rejected(name, "not a whole number")
        if not declaration["min"] <= value <= declaration["max"]:
            raise Rejected(name, "outside the domain")
        return value
    if kind == "flag":
        if not isinstance(value, bool):
            raise Rejected(name, "not a flag")
        return value
    if kind == "enum":
        if not isinstance(value, str) or value not in declaration["values"]:
            raise Rejected(name, "not one of the values")
        return value
    if not isinstance(value, list):
        raise Rejected(name, "not a list")
    for member in value:
        if not isinstance(member, str) or member not in declaration["values"]:
            raise Rejected(name, "a member is not one of the values")
    return frozenset(value)


def read(model, facts, on):
    """The known attributes of a facts object on a date."""
    if not isinstance(facts, dict):
        raise Rejected(None, "not an object")
    declared = dict(domains(model))
    known = {"services": frozenset()}
    for name, value in facts.items():
        if name == "id":
            if value is not None and not isinstance(value, str):
                raise Rejected("id", "not a string")
        elif name == "birth_date":
            if value is None:
                continue
            try:
                age = age_on(read_date(value), on)
            except ValueError:
                raise Rejected(name, "not a date") from None
            if not 0 <= age <= OLDEST:
                raise Rejected(name, "gives no age")
            known["age"] = age
        elif name not in declared:
            raise Rejected(name, "not declared")
        elif value is not None:
            known[name] = read_value(name, declared[name], value)
    return known


def write(point):
    """A complete point as a facts object, age in place of a birth date."""
    return {name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in point.items()}
