# SPDX-License-Identifier: MIT
"""A mapping of rows that say what they mean: ``id`` and ``born``."""

from __future__ import annotations

from typing import Any

MAPPING: dict[str, Any] = {
    "msb_mapping": 1,
    "format": "jsonl",
    "record": "citizen",
    "columns": {
        "id": {"from": "id"},
        "birth_date": {"from": "born", "date": "yyyy-mm-dd"},
        "valid_from": {"constant": "2019-01-01"},
    },
}
