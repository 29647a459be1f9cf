# SPDX-License-Identifier: MIT
"""Who works with a store, and what for."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from .given import one_of, text, text_or_none


class Role(enum.StrEnum):
    """In what capacity somebody works with a store."""

    SYSTEM = "system"
    """A program of the authority: everything."""
    CASEWORKER = "caseworker"
    """Citizens, as today's responsibility says."""
    LEADER = "leader"
    """As a caseworker, and may grant exceptions."""
    ANALYST = "analyst"
    """Pseudonyms and suppressed counts only."""
    AUDITOR = "auditor"
    """The journal only."""


ROLES = (
    None,
    Role.SYSTEM,
    Role.CASEWORKER,
    Role.LEADER,
    Role.ANALYST,
    Role.AUDITOR,
)
"""By ``enum msb_role``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who works with a store, and what for.

    What a store opened with one shows is what the responsibility of the day
    allows, and every read stands in its journal.

    Example:
        >>> Principal(actor="ka", area="unge", purpose="casework").role
        <Role.CASEWORKER: 'caseworker'>
    """

    actor: str
    """Who, as the journal will say: up to 64 bytes, and no CPR number."""
    purpose: str
    """What for, as the journal will say: an identifier."""
    role: Role = Role.CASEWORKER
    """In what capacity."""
    area: str | None = None
    """The area worked for, by its id in the model of the day."""
    unit: str | None = None
    """The unit worked for; None for the whole area."""

    def __post_init__(self) -> None:
        """Say at once what no store would take.

        Raises:
            TypeError: what should be a text is none.
            Misuse: no such role.
        """
        for name in ("actor", "purpose"):
            text(getattr(self, name), name)
        for name in ("area", "unit"):
            text_or_none(getattr(self, name), name)
        object.__setattr__(self, "role", one_of(Role, self.role, "role"))
