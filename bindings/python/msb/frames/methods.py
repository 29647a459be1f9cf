# SPDX-License-Identifier: MIT
"""What a model answers about data frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, cast

from ..moments import day
from .decide import Deciding, decide_batches, decide_frame, empty_frame

if TYPE_CHECKING:
    from ..model import Model

_ANY_DATE = "2000-01-01"


class FrameMethods:
    """The methods of :class:`msb.Model` that take data frames."""

    def decide_frame(
        self,
        frame: Any,
        *,
        on: date | str,
        columns: Mapping[str, str] | None = None,
        invalid: Literal["raise", "reject"] = "raise",
        deliveries: bool = False,
    ) -> Any:
        """Decide every row of a data frame.

        Takes frames of pandas, polars (also lazy), pyarrow (a table, a batch,
        a reader), relations of DuckDB, and anything else with Arrow's
        PyCapsule interface, and gives the same kind back, row by row:
        ``status``, ``responsible``, ``rule`` and ``target_group`` as
        dictionary-encoded texts (pandas: categories, with the same index). Of
        another library's frame it gives :class:`Decisions`.

        An integer is any whole number, a float or decimal too if it is whole;
        an enum a text, a category, or the index of the value as an integer; a
        flag a bool; a set a list of texts, of any or of one size, or its bits
        as 64-bit integers; a birth date a date, a midnight without a time
        zone, or a text "YYYY-MM-DD". Each may be encoded by a dictionary or in
        runs, and is then read once for each entry, not for each row.
        Null, None and NaN are unknown. Columns in the library's own layout
        (32-bit integers, indices or dictionaries in the model's order, bools,
        64-bit masks, 32-bit dates) are read where they stand.

        Args:
            frame: rows of facts.
            on: the date of the decisions.
            columns: which column is which attribute, ``{"age": "alder"}``;
                no other column is read then. Without it, every column but
                ``id`` must be an attribute.
            invalid: "raise" an exception for a row that cannot be used, or
                "reject" it: its status is then ``rejected``.
            deliveries: a further column, of who delivers each service: a list
                of (service, area, unit).

        Raises:
            Invalid: a column that the model does not know, or a row that
                cannot be used; ``where`` names the column, ``row`` the row,
                from 0. The value is never told.
            Conflict: two rules match a row, and the model allows one.
            TypeError: no kind of frame.

        Example:
            >>> import pandas as pd
            >>> from msb import Model
            >>> model = Model.load("examples/models/aarhus_2019.json")
            >>> frame = pd.DataFrame({"age": [9, 22]}, index=["ada", "bo"])
            >>> model.decide_frame(frame, on="2019-09-01").responsible["bo"]
            'unge_uddannelse_job'
        """
        return decide_frame(
            self._deciding(on, columns, invalid, deliveries), frame
        )

    def decide_batches(
        self,
        batches: Iterable[Any],
        *,
        on: date | str,
        columns: Mapping[str, str] | None = None,
        invalid: Literal["raise", "reject"] = "raise",
        deliveries: bool = False,
        keep: Sequence[str] = (),
        encoded: bool = False,
    ) -> Iterator[Any]:
        """Decide pyarrow record batches, one after another.

        Made for Spark's ``mapInArrow``: a generator that holds one batch.

        Args:
            batches: record batches of facts.
            on, columns, invalid, deliveries: as :meth:`decide_frame`.
            keep: columns that are handed on, in front of the decision's.
                They may be ones that the model does not know.
            encoded: texts as dictionaries, which Spark does not take.

        Raises:
            Invalid, Conflict: as :meth:`decide_frame`, when the batch is
                reached; ``row`` counts from the first batch's first row.
        """
        if isinstance(keep, (str, bytes)):  # whose letters are no columns
            raise TypeError(
                f"keep: expected a list of columns, not {type(keep).__name__}"
            )
        return decide_batches(
            self._deciding(on, columns, invalid, deliveries),
            batches,
            keep,
            encoded,
        )

    def decide_frame_meta(
        self, kind: str = "pandas", *, deliveries: bool = False
    ) -> Any:
        """Return what :meth:`decide_frame` gives for no rows.

        Dask wants it as ``meta``: ``frame.map_partitions(
        model.decide_frame, on=on, meta=model.decide_frame_meta())``.

        Args:
            kind: "pandas", "polars", "pyarrow" (a table) or "arrow"
                (:class:`Decisions`).
            deliveries: as for :meth:`decide_frame`.

        Example:
            >>> from msb import Model
            >>> model = Model.load("examples/models/aarhus_2019.json")
            >>> list(model.decide_frame_meta())
            ['status', 'responsible', 'rule', 'target_group']
        """
        deciding = self._deciding(_ANY_DATE, None, "raise", deliveries)
        return empty_frame(deciding, kind)

    def _deciding(
        self,
        on: date | str,
        columns: Mapping[str, str] | None,
        invalid: Literal["raise", "reject"],
        deliveries: bool,
    ) -> Deciding:
        if columns is not None and not isinstance(columns, Mapping):
            raise TypeError(
                "columns: expected a dict from attribute to column, not "
                f"{type(columns).__name__}"
            )
        model = cast("Model", self)
        return Deciding(model, day(on), columns, invalid, deliveries)
