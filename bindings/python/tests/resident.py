# SPDX-License-Identifier: MIT
"""How much memory this process holds now; its most would hide a leak."""

from __future__ import annotations

import resource
from pathlib import Path


def read_resident() -> int:
    """Return the bytes of memory that are there now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()
