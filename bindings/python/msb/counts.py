# SPDX-License-Identifier: MIT
"""How many citizens of a store: by area, by change, by finding."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from .difference import make_difference
from .errors import Stopped
from .given import least_shown
from .handle import Handle
from .load import Load
from .model import Model, expect_model
from .moments import day
from .progress import Progress, telling
from .tables import Comparison, Totals, make_comparison, make_totals
from .tally import Tally, make_tally


class Counting(Handle):
    """Counts of a whole population; each is one pass over it."""

    def report(
        self,
        *,
        on: date | str,
        model: Model | None = None,
        suppress: int | None = None,
        progress: Progress = None,
    ) -> Totals:
        """Decide every citizen with facts on a date, and count.

        Args:
            on: the date.
            model: what to decide by; None for the one in force.
            suppress: the smallest number that may be shown; None shows all.
                To a principal without the right to exact numbers they are
                suppressed below 5 all the same.
            progress: True for a bar, or a function of (done, total) in
                citizens.

        Raises:
            NotFound: no model is in force.
            Denied: the principal may not count.
            Misuse: ``suppress`` is 2, negative, or above a million.
            Stopped: ``progress`` returned False.

        Example:
            >>> import msb, pathlib, tempfile
            >>> path = pathlib.Path(tempfile.mkdtemp()) / "aarhus.msb"
            >>> model = msb.Model.load("examples/models/aarhus_2019.json")
            >>> people = [{"id": f"c{n}", "born": "1997-03-03"}
            ...           for n in range(40)]
            >>> mapping = {"msb_mapping": 1, "format": "jsonl",
            ...     "record": "citizen", "columns": {
            ...         "id": {"from": "id"}, "birth_date": {"from": "born"},
            ...         "valid_from": {"constant": "2019-08-01"}}}
            >>> with msb.Store.create(path, model) as store:
            ...     done = store.import_(people, mapping)
            ...     totals = store.report(on="2019-09-01", suppress=5)
            >>> totals.responsible["unge_uddannelse_job"]
            40
        """
        least = _least(suppress)
        rules = None if model is None else expect_model(model, "model")._rules
        with self._using() as store, telling(progress, "report") as tell:
            found = store.report(rules, day(on), tell)
            used = model or self._known_model(store.find_model(day(on)))
        return make_totals(_suppressed(found, least), used)

    def load(
        self,
        days: Iterable[date | str],
        *,
        model: Model | None = None,
        suppress: int | None = None,
        progress: Progress = None,
    ) -> Load:
        """Count whom each area is responsible for on several days.

        Args:
            days: in any order; each is a pass over the population.
            model, suppress: as for :meth:`report`.
            progress: True for a bar, or a function of (done, total) in days.

        Returns:
            The load, by day. It is of one model, or of those in force on each
            day.

        Raises:
            NotFound, Denied, Misuse: as :meth:`report`.
            Stopped: ``progress`` returned False.
        """
        if isinstance(days, str):  # whose letters are no days
            raise TypeError("days: expected an iterable of days, not str")
        wanted = sorted({day(each, "days") for each in days})
        reports = []
        with telling(progress, "load") as tell:
            for done, each in enumerate(wanted, start=1):
                reports.append(
                    self.report(on=each, model=model, suppress=suppress)
                )
                if tell is not None and tell(done, len(wanted)) is False:
                    raise Stopped("the caller stopped the count", "stopped")
        return Load(tuple(reports))

    def compare(
        self,
        before: Model,
        after: Model,
        *,
        on: date | str,
        suppress: int | None = None,
        progress: Progress = None,
    ) -> Comparison:
        """Decide every citizen by two models, and count who moves.

        Neither model need be in the store. Where the model after replaces the
        model before, an area is the same as its one successor.

        Args:
            before, after: the two models.
            on, suppress, progress: as for :meth:`report`.

        Raises:
            Denied: the principal may not count.
            Misuse: ``suppress`` is 2, negative, or above a million.
            Stopped: ``progress`` returned False.
        """
        least = _least(suppress)
        rules = (
            expect_model(before, "before")._rules,
            expect_model(after, "after")._rules,
        )
        with self._using() as store, telling(progress, "compare") as tell:
            found = store.compare(*rules, day(on), tell)
        return make_comparison(_suppressed(found, least), before, after)

    def count_findings(
        self,
        model: Model,
        *,
        on: date | str,
        suppress: int | None = None,
        progress: Progress = None,
    ) -> Tally:
        """Count who is in the gaps and overlaps of a model on a date.

        Args:
            model: one that need not be in the store.
            on, suppress, progress: as for :meth:`report`.

        Raises:
            Denied: the principal may not count.
            LimitExceeded: the model is too large to be analysed.
            Misuse: ``suppress`` is 2, negative, or above a million.
            Stopped: ``progress`` returned False.
        """
        least = _least(suppress)
        found = expect_model(model, "model")._analysis
        with self._using() as store, telling(progress, "count") as tell:
            counted = store.count_findings(found, day(on), tell)
        return make_tally(model.check(), _suppressed(counted, least))

    def count_changes(
        self,
        before: Model,
        after: Model,
        *,
        on: date | str,
        suppress: int | None = None,
        progress: Progress = None,
    ) -> Tally:
        """Count who is in the changes between two models on a date.

        Somebody of whom not all is known is counted where every completion of
        the facts changes so, and as ``possible`` where some do.

        Args:
            before, after: two models that need not be in the store.
            on, suppress, progress: as for :meth:`report`.

        Raises:
            Denied: the principal may not count.
            Invalid, LimitExceeded: as :meth:`Model.diff`.
            Misuse: ``suppress`` is 2, negative, or above a million.
            Stopped: ``progress`` returned False.
        """
        least = _least(suppress)
        found = expect_model(before, "before")._core.diff(
            expect_model(after, "after")._core
        )
        with self._using() as store, telling(progress, "count") as tell:
            counted = store.count_changes(found, day(on), tell)
        return make_tally(
            make_difference(before, after, found),
            _suppressed(counted, least),
        )


def _least(suppress: object) -> int | None:
    """Return the smallest number that is shown: asked before it is counted."""
    return None if suppress is None else least_shown(suppress, "suppress")


def _suppressed(found: Any, least: int | None) -> Any:
    return found if least is None else found.suppress(least)
