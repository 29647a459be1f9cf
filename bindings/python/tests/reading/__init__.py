# SPDX-License-Identifier: MIT
"""An independent reading of what a model decides, to test libmsb against.

Written from the specification alone, with nothing of the library in it and
nothing but the standard library under it. It is slow and plain: where the
library walks a decision diagram, this tries every completion in turn. When
the two disagree, one of them has misread the specification.

    from reading import read_model, decide, analyse, find_changes

    model = read_model(json.load(file))          # a *valid* model
    decide(model, {"age": 22}, datetime.date(2019, 9, 1))

`read_model(source)`
    A `Model`, from the JSON object of a valid model.
`decide(model, facts, on)`
    A `Decision`: a dict with exactly the fields that the specification has,
    in its order. Raises `Rejected`.
`analyse(model)`
    An `Analysis`: `gaps`, `unreachable` and `overlaps` as sets of tuples, and
    `total`. What occurs, not with which witness.
`shows_gap(model, kind, service, witness)`
    Whether a witness is complete, and one; likewise `shows_overlap(model,
    (rule, rule), witness)`.
`find_changes(before, after)`
    The set of (area before, area after) that differ; None is a gap. Empty:
    the models are the same.
`shows_change(before, after, pair, witness)`
    Whether a witness is complete for both models, and shows the pair.

*Facts* are the JSON object as a dict: `birth_date` (text or `datetime.date`)
or `age`, attributes, `services`; sets are lists of str, unknown is None or
not there. `on` is a `datetime.date`.

`Rejected.problems` is a set of `Problem(member, reason)`, one for each member
that is wrong: the library names one of them, whichever it meets first.
`Conflict`, a `Rejected`, has `rules` instead: every pair that matches in some
completion, of which the library names one.

`reading.strategies` makes what the two are compared on. It needs hypothesis,
so it is not imported here:

`models()`, `models(per_service=True, unique=False)`
    A valid model, as a dict that JSON can hold.
`facts(source, on)`, `facts(source, on, complete=True)`
    Valid facts of a model: a dict that JSON can hold.
`broken_facts(source, on)`
    `Broken(facts, member)`: facts that are wrong in that one member alone.
`populations(source, on)`
    A list of valid facts.
`cases()`
    `(source, facts, on)` in one draw.
`successions()`
    `(before, after)`: a model, and one that replaces it.
`dates()`
    A date to decide on, often near a 29 February.

Where the specification leaves something open, the module that had to decide
says so in its docstring. The strategies draw nothing that is open and not
said there: no number like 5.0, no text twice in a set, no birth date beside
an age.
"""

from .analyse import Analysis, analyse, shows_gap, shows_overlap
from .compare import find_changes, is_same, shows_change
from .decide import Conflict, Decision, Delivery, decide, resolve
from .facts import Problem, Reason, Rejected, count_years, read_facts
from .model import Model, read_model

__all__ = [
    "Analysis",
    "Conflict",
    "Decision",
    "Delivery",
    "Model",
    "Problem",
    "Reason",
    "Rejected",
    "analyse",
    "count_years",
    "decide",
    "find_changes",
    "is_same",
    "read_facts",
    "read_model",
    "resolve",
    "shows_change",
    "shows_gap",
    "shows_overlap",
]
