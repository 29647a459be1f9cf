# SPDX-License-Identifier: MIT
"""What a model leaves open or says twice, over its whole input space."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import Problem
from .terms import FindingKind, HitPolicy

if TYPE_CHECKING:
    from .model import Model


class Gap(NamedTuple):
    """Facts that nothing decides."""

    kind: FindingKind
    """What is missing: a responsibility rule, a target group, or an entry
    that delivers a service."""
    id: str | None
    """The service that nobody delivers; else None."""
    witness: dict[str, Any]
    """Complete facts that show it; :meth:`Model.decide` takes them."""


class Unreachable(NamedTuple):
    """What no facts can ever reach."""

    kind: FindingKind
    """A rule, a target group, or an entry of a service."""
    id: str
    """The rule, the group, or the entry's service."""
    index: int  # type: ignore[assignment]
    """Its place in its list, from 0."""


class Overlap(NamedTuple):
    """Two rules with different areas that some facts both match.

    An error under ``hit_policy`` "unique"; under "first" the earlier rule
    decides, and it is for information.
    """

    rules: tuple[str, str]
    """The earlier rule first."""
    areas: tuple[str, str]
    """Whom the two make responsible."""
    witness: dict[str, Any]
    """Complete facts that both match."""


class Stray(NamedTuple):
    """A rule that answers for a target group outside its area's ``serves``:
    a warning, no error."""

    rule: str
    area: str
    target_group: str
    witness: dict[str, Any]
    """Complete facts that show it."""


class Analysis(NamedTuple):
    """What checking a model came to. Nothing in it is sampled.

    Made by :meth:`Model.check`, and by :func:`check`, which says of a model
    that cannot be used what is wrong instead of raising. Each list is a table:
    ``pandas.DataFrame(analysis.gaps)``.
    """

    model: str | None
    """The model's id; of one that is not valid the file's name, or None."""
    valid: bool
    """Whether it can be used; else all other lists are empty."""
    errors: tuple[Problem, ...]
    """All that is wrong with a model that is not valid."""
    total: bool
    """Whether the model is valid and there is no gap."""
    gaps: tuple[Gap, ...]
    """Facts that nothing decides; at least one of each kind that occurs, and
    of each service."""
    unreachable: tuple[Unreachable, ...]
    """Rules, target groups and entries that decide nobody."""
    overlaps: tuple[Overlap, ...]
    """Pairs of rules that some facts both match."""
    strays: tuple[Stray, ...]
    """Rules that answer for a target group that their area does not serve:
    warnings."""
    has_findings: bool
    """Whether something should be looked at: an error, a gap, something
    unreachable or, under ``hit_policy`` "unique", an overlap."""

    def to_dict(self) -> dict[str, Any]:
        """Return what ``msb check --json`` prints, as a new dict.

        The warnings (``strays``) are no part of it.
        """
        return {
            "model": self.model,
            "valid": self.valid,
            "errors": [each._asdict() for each in self.errors],
            "total": self.total,
            "gaps": [
                {
                    "kind": each.kind.value,
                    "id": each.id,
                    "witness": dict(each.witness),
                }
                for each in self.gaps
            ],
            "unreachable": [
                {
                    "kind": each.kind.value,
                    "id": each.id,
                    "index": each.index,
                }
                for each in self.unreachable
            ],
            "overlaps": [
                {
                    "rules": list(each.rules),
                    "areas": list(each.areas),
                    "witness": dict(each.witness),
                }
                for each in self.overlaps
            ],
        }

    def __repr__(self) -> str:
        if not self.valid:
            return f"<msb.Analysis: {len(self.errors)} errors>"
        return (
            f"<msb.Analysis of {self.model}:"
            f" {'total' if self.total else 'not total'},"
            f" {len(self.gaps)} gaps, {len(self.unreachable)} unreachable,"
            f" {len(self.overlaps)} overlaps, {len(self.strays)} strays>"
        )

    def _repr_html_(self) -> str:
        from .display.findings import analysis_html

        return analysis_html(self)


def _list_strays(model: Model, found: Any) -> tuple[Stray, ...]:
    strays = []
    for i in range(found.num_strays()):
        rule = model.rules[found.get_stray_rule(i)]
        group = model.target_groups[found.get_stray_target_group(i)]
        witness = json.loads(found.get_stray_witness(i))
        strays.append(Stray(rule.id, rule.area, group.id, witness))
    return tuple(strays)


def make_analysis(model: Model, found: Any) -> Analysis:
    """Return what the library found in a valid model."""
    members = json.loads(found.format_json())
    unreachable = tuple(
        Unreachable(FindingKind(each["kind"]), each["id"], each["index"])
        for each in members["unreachable"]
    )
    overlaps = tuple(
        Overlap(
            (each["rules"][0], each["rules"][1]),
            (each["areas"][0], each["areas"][1]),
            each["witness"],
        )
        for each in members["overlaps"]
    )
    are_errors = model.hit_policy is HitPolicy.UNIQUE
    total: bool = members["total"]
    return Analysis(
        model=members["model"],
        valid=True,
        errors=(),
        total=total,
        gaps=tuple(
            Gap(FindingKind(each["kind"]), each["id"], each["witness"])
            for each in members["gaps"]
        ),
        unreachable=unreachable,
        overlaps=overlaps,
        strays=_list_strays(model, found),
        has_findings=not total
        or bool(unreachable)
        or (are_errors and bool(overlaps)),
    )


def make_invalid(name: str | None, errors: tuple[Problem, ...]) -> Analysis:
    """Return what is said of a model that cannot be used."""
    return Analysis(
        model=name,
        valid=False,
        errors=errors,
        total=False,
        gaps=(),
        unreachable=(),
        overlaps=(),
        strays=(),
        has_findings=True,
    )
