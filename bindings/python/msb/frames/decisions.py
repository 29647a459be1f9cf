# SPDX-License-Identifier: MIT
"""What the rows of a frame came to, for whoever reads Arrow."""

from __future__ import annotations

from typing import Any


class Decisions:
    """Decided rows, as any library that reads Arrow can take them.

    What :meth:`msb.Model.decide_frame` gives for frames of a library that it
    does not know. It has Arrow's PyCapsule interface, as often as it is asked
    for, and shares its memory: ``pyarrow.table(decisions)``,
    ``polars.DataFrame(decisions)`` and the like copy nothing.
    """

    __slots__ = ("_answers", "_decider", "_has_deliveries")

    def __init__(
        self, decider: Any, answers: tuple[Any, ...], has_deliveries: bool
    ) -> None:
        """Made by :meth:`msb.Model.decide_frame`; not for users."""
        self._decider = decider
        self._answers = answers
        self._has_deliveries = has_deliveries

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        names = ["status", "responsible", "rule", "target_group"]
        return [*names, "deliveries"] if self._has_deliveries else names

    def __len__(self) -> int:
        return sum(answer.num_rows for answer in self._answers)

    def __arrow_c_schema__(self) -> Any:
        """Return the Arrow schema, a capsule."""
        return self._decider.schema(self._has_deliveries)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """Return the rows as an Arrow stream, a capsule; another schema than
        its own cannot be had."""
        return self._decider.stream(self._answers, self._has_deliveries)

    def __repr__(self) -> str:
        return f"<msb.Decisions: {len(self)} rows of {self.columns}>"
