# SPDX-License-Identifier: MIT
"""Data frames: decided where they are, and given back as what they came as.

A frame's columns go to C as they lie in memory, by Arrow's C interface or by
numpy's buffers, and are folded there into the library's layout where they are
not in it. Nothing here is imported that the frame at hand does not need:
pandas, numpy, polars, pyarrow and DuckDB are all optional.
"""

from .decide import Deciding, decide_batches, decide_frame, empty_frame
from .decisions import Decisions

__all__ = [
    "Deciding",
    "Decisions",
    "decide_batches",
    "decide_frame",
    "empty_frame",
]
