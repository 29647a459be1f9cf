# SPDX-License-Identifier: MIT
"""The words of the field that are one of a few: enums, in the file's words."""

from __future__ import annotations

import enum


class Status(enum.StrEnum):
    """What a decision came to."""

    DETERMINED = "determined"
    """Every completion of the facts gives the same area."""
    UNDETERMINED = "undetermined"
    """Two completions differ."""
    NONE = "none"
    """Every completion is a gap: nobody is responsible."""
    REJECTED = "rejected"
    """The facts cannot be used. Only of a row among many: of one citizen
    it is an exception."""


STATUSES = (
    None,
    Status.DETERMINED,
    Status.UNDETERMINED,
    Status.NONE,
    Status.REJECTED,
)
"""By ``enum msb_outcome_status`` and ``enum msb_row_status``."""


class Coordination(enum.StrEnum):
    """Who answers for a citizen."""

    SINGLE = "single"
    """One area, for the whole citizen."""
    PER_SERVICE = "per_service"
    """Each service's area, for its part."""


COORDINATIONS = (None, Coordination.SINGLE, Coordination.PER_SERVICE)
"""By ``enum msb_coordination``."""


class HitPolicy(enum.StrEnum):
    """How responsibility rules that match together are read."""

    FIRST = "first"
    """The first that matches decides."""
    UNIQUE = "unique"
    """At most one may match."""


HIT_POLICIES = (None, HitPolicy.FIRST, HitPolicy.UNIQUE)
"""By ``enum msb_hit_policy``."""


class AttributeType(enum.StrEnum):
    """What values an attribute takes."""

    INTEGER = "integer"
    """Whole numbers from ``min`` through ``max``."""
    ENUM = "enum"
    """Exactly one of its values."""
    FLAG = "flag"
    """True or false."""
    SET = "set"
    """Any subset of its values."""


ATTRIBUTE_TYPES = (
    None,
    AttributeType.INTEGER,
    AttributeType.ENUM,
    AttributeType.FLAG,
    AttributeType.SET,
)
"""By ``enum msb_attribute_type``."""


class FindingKind(enum.StrEnum):
    """What a finding of a check is about."""

    RESPONSIBILITY = "responsibility"
    """A responsibility rule."""
    TARGET_GROUP = "target_group"
    """A target group."""
    SERVICE = "service"
    """A service, or an entry that says who delivers it."""
