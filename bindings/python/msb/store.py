# SPDX-License-Identifier: MIT
"""A store: the citizens of an authority in one file, over time."""

from __future__ import annotations

from .answers import Answers
from .circumstances import Circumstances
from .counts import Counting
from .handovers import HandoverWorks
from .holding import Holding
from .imports import Imports
from .journal import Journalling
from .placing import Placing
from .records import Records
from .rights import Duties


class Store(
    Imports,
    Placing,
    Answers,
    Records,
    HandoverWorks,
    Circumstances,
    Counting,
    Duties,
    Journalling,
    Holding,
):
    """The citizens of an authority, in one SQLite file.

    It holds models by version, citizens with their facts over time, courses,
    households, assignments and a journal of who did what. Nothing is
    overwritten: what was known at an instant stays answerable.

    A store is open until :meth:`close`, the end of a ``with``, or until
    nothing refers to it any more. Threads may share it: one at a time is
    served, and Python's lock is free meanwhile. For readers at the same time
    open it once for each. After a fork it belongs to the parent alone: a
    child opens it again.

    Example:
        >>> import msb, pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> model = msb.Model.load("examples/models/aarhus_2019.json")
        >>> with msb.Store.create(folder / "aarhus.msb", model) as store:
        ...     store.model("2019-09-01").id
        'aarhus_2019'
    """
