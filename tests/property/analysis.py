# SPDX-License-Identifier: MIT
"""Section 5 by brute force: gaps, what is unreachable, overlaps."""

import itertools


def gaps(reference):
    """Each kind of gap (and service) that occurs → the points that show
    it, keyed (kind, id)."""
    found = {}
    if reference.single and reference.gap:
        found["responsibility", None] = reference.gap
    if reference.no_group:
        found["target_group", None] = reference.no_group
    for service, undelivered in reference.undelivered.items():
        points = undelivered & holding(reference, service)
        if points:
            found["service", service] = points
    return found


def holding(reference, service):
    """The points that hold a service."""
    return reference.space.where("services", lambda held: service in held)


def unreachable(reference):
    """(kind, id, index) of what no facts can reach. Under `unique` a rule
    is reached by facts that it alone matches."""
    found = [("responsibility", rule["id"], i) for i, (rule, points)
             in enumerate(zip(reference.rules, reference.decides))
             if not points]
    found += [("target_group", group, i) for i, (group, points)
              in enumerate(reference.groups.items()) if not points]
    for service, entries in reference.entries.items():
        points = holding(reference, service)
        found += [("service", service, i) for i, (_, where)
                  in enumerate(entries) if not where & points]
    return set(found)


def overlaps(reference):
    """(rule, rule) → the points that both match, areas being different."""
    found = {}
    pairs = itertools.combinations(range(len(reference.rules)), 2)
    for i, j in pairs:
        points = reference.matches[i] & reference.matches[j]
        if points and (reference.rules[i]["area"]
                       != reference.rules[j]["area"]):
            found[reference.rules[i]["id"], reference.rules[j]["id"]] = points
    return found


def has_findings(reference):
    """Whether `check` has anything to complain of, and so exits with 1."""
    return bool(gaps(reference) or unreachable(reference)
                or (reference.unique and overlaps(reference)))
