# SPDX-License-Identifier: MIT
"""The package as a whole."""

from __future__ import annotations

import msb


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    assert msb.__all__ == sorted(set(msb.__all__))
    for name in msb.__all__:
        assert getattr(msb, name).__doc__, name
