# SPDX-License-Identifier: MIT
"""Making a failing case small: take parts away while it still fails."""

import copy


def places(value, path=()):
    """The path of everything that could be left out, outermost first."""
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = range(len(value) - 1, -1, -1)
    else:
        return
    for key in keys:
        yield path + (key,)
    for key in keys:
        yield from places(value[key], path + (key,))


def without(value, path):
    """A copy in which the part at the path is left out."""
    out = copy.deepcopy(value)
    inner = out
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return out


def shrink(case, still_fails, budget=600):
    """The smallest case found; still_fails(case) decides what counts."""
    progress = True
    while progress and budget > 0:
        progress = False
        for path in list(places(case)):
            try:
                smaller = without(case, path)
            except (KeyError, IndexError, TypeError):
                continue  # went with something that was left out before
            budget -= 1
            if still_fails(smaller):
                case, progress = smaller, True
            if budget <= 0:
                break
    return case
