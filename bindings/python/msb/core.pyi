# SPDX-License-Identifier: MIT
# The generated module is private and has no types; the layer over it has.
from typing import Any

def __getattr__(name: str) -> Any: ...
