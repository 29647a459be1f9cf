# SPDX-License-Identifier: MIT
"""What a model, or two of them, mean for a population: tables of numbers."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from .number import Number, plain_number, read_number
from .terms import Coordination

if TYPE_CHECKING:
    from .display.svg import Svg
    from .model import Model


class Seam(NamedTuple):
    """A seam [snitflade]: two areas that both have to do with a citizen."""

    areas: tuple[str, str]
    """In the model's order."""
    citizens: Number
    """How many they share."""


class Flow(NamedTuple):
    """Citizens who go from one area to another, or stay in one."""

    before: str | None
    """None: no area."""
    after: str | None
    """None: no area."""
    citizens: Number


class Totals(NamedTuple):
    """Citizens by responsible area, by number of contacts, and by seam.

    A number that was suppressed is a :class:`Small` or a :class:`Hidden`.
    ``pandas.Series(totals.responsible)`` and
    ``pandas.DataFrame(totals.seams)`` are tables.
    """

    on: date
    model: str
    """The id of the model that decided."""
    citizens: Number
    """All with facts on the date."""
    responsible: dict[str, Number]
    """By area, in the model's order."""
    contacts: dict[int, Number]
    """By how many areas they have to deal with, from 0 on."""
    seams: tuple[Seam, ...]
    determined: Number
    undetermined: Number
    """With facts missing."""
    none: Number
    """With no responsible area; those whose facts the model cannot use are
    among them."""
    exceptions: Number
    """Of the determined: whom an exception places, whatever the rules say."""
    erased: Number
    """Of the determined: who were erased since."""
    coordination: Coordination
    """Under ``per_service`` no area is responsible for a whole citizen."""
    names: dict[str, str]
    """What the areas are called, by id."""

    def to_dict(self) -> dict[str, Any]:
        """Return what ``msb report --json`` prints, as a new dict."""
        return {
            "on": self.on.isoformat(),
            "model": self.model,
            "citizens": plain_number(self.citizens),
            **self.to_totals(),
            "exceptions": plain_number(self.exceptions),
            "erased": plain_number(self.erased),
        }

    def to_totals(self) -> dict[str, Any]:
        """Return the *totals* of ``msb compare --json``, as a new dict."""
        return {
            "responsible": {
                area: plain_number(number)
                for area, number in self.responsible.items()
            },
            "contacts": {
                str(contacts): plain_number(number)
                for contacts, number in self.contacts.items()
            },
            "seams": [
                {
                    "areas": list(seam.areas),
                    "citizens": plain_number(seam.citizens),
                }
                for seam in self.seams
            ],
            "determined": plain_number(self.determined),
            "undetermined": plain_number(self.undetermined),
            "none": plain_number(self.none),
        }

    def __repr__(self) -> str:
        return (
            f"<msb.Totals of {self.model} on {self.on}:"
            f" {self.citizens} citizens>"
        )

    def _repr_html_(self) -> str:
        from .display.counts import totals_html

        return totals_html(self)


class Comparison(NamedTuple):
    """Two models over the same population: what changes for whom.

    ``pandas.DataFrame(comparison.flow)`` is the table of who goes where.
    """

    on: date
    citizens: Number
    """All with facts on the date."""
    changed: Number
    """Who change area; from or to no area is a change, from an area to its one
    successor is none."""
    before: Totals
    after: Totals
    flow: tuple[Flow, ...]
    """In the models' order of areas, None last; who stay are among them."""
    same: tuple[tuple[str, str], ...]
    """Areas before and the one successor of each: they count as the same."""

    def to_dict(self) -> dict[str, Any]:
        """Return what ``msb compare --json`` prints, as a new dict."""
        return {
            "on": self.on.isoformat(),
            "citizens": plain_number(self.citizens),
            "changed": plain_number(self.changed),
            "before": self.before.to_totals(),
            "after": self.after.to_totals(),
            "flow": [
                {
                    "before": flow.before,
                    "after": flow.after,
                    "citizens": plain_number(flow.citizens),
                }
                for flow in self.flow
            ],
        }

    def __repr__(self) -> str:
        return (
            f"<msb.Comparison of {self.before.model} and {self.after.model}"
            f" on {self.on}: {self.changed} of {self.citizens} citizens"
            " change>"
        )

    def flow_diagram(self) -> Svg:
        """Return who goes where as ribbons, which a notebook shows."""
        from .display.counts import draw_comparison

        return draw_comparison(self)

    def contacts_diagram(self) -> Svg:
        """Return by how many areas citizens have to deal with, before and
        after, as bars, which a notebook shows."""
        from .display.counts import draw_contacts

        return draw_contacts(self)

    def _repr_html_(self) -> str:
        from .display.counts import comparison_html

        return comparison_html(self)


def make_totals(found: Any, model: Model) -> Totals:
    """Return what the library counted by one model."""
    members = json.loads(found.format_json())
    number = {
        name: read_number(members[name])
        for name in (
            "citizens",
            "determined",
            "undetermined",
            "none",
            "exceptions",
            "erased",
        )
    }
    return Totals(
        on=date.fromisoformat(members["on"]),
        model=members["model"],
        responsible={
            area: read_number(value)
            for area, value in members["responsible"].items()
        },
        contacts={
            int(contacts): read_number(value)
            for contacts, value in members["contacts"].items()
        },
        seams=tuple(
            Seam(
                (each["areas"][0], each["areas"][1]),
                read_number(each["citizens"]),
            )
            for each in members["seams"]
        ),
        **number,
        coordination=model.coordination,
        names={area.id: area.name for area in model.areas},
    )


def _list_same(before: Model, after: Model) -> tuple[tuple[str, str], ...]:
    """The areas before that have exactly one successor after, with it."""
    replaces = after.to_dict().get("replaces", {})
    if replaces.get("model") != before.id:
        return ()
    successors = replaces.get("successors", {})
    return tuple(
        (area, new[0])
        for area, new in successors.items()
        if len(new) == 1 and area in before.areas
    )


def make_comparison(found: Any, before: Model, after: Model) -> Comparison:
    """Return what the library counted by two models."""
    members = json.loads(found.format_json())
    return Comparison(
        on=date.fromisoformat(members["on"]),
        citizens=read_number(members["citizens"]),
        changed=read_number(members["changed"]),
        before=make_totals(found.get_before(), before),
        after=make_totals(found.get_after(), after),
        flow=tuple(
            Flow(each["before"], each["after"], read_number(each["citizens"]))
            for each in members["flow"]
        ),
        same=_list_same(before, after),
    )
