# SPDX-License-Identifier: MIT
"""What a long call tells while it lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

Teller = Callable[[int, int | None], object]
"""Called now and then with what is done, and of how many; None where that is
not known. False stops the call, with :class:`msb.Stopped`; an exception stops
it too, and is what the caller sees."""

Progress = bool | Teller | None
"""What a long call takes as ``progress``: a :data:`Teller`, True for a bar of
tqdm, None or False for nothing."""


@contextmanager
def telling(progress: Progress, title: str) -> Iterator[Teller | None]:
    """Give the function that a call tells its progress, or None.

    Raises:
        ImportError: True, and tqdm is not installed.
        TypeError: neither a bool, None nor callable.
    """
    if progress is True:
        with _bar(title) as tell:
            yield tell
    elif progress is None or progress is False:
        yield None
    elif callable(progress):
        yield progress
    else:
        raise TypeError(
            "progress is True, None or a function of (done, total), not "
            f"{type(progress).__name__}"
        )


@contextmanager
def _bar(title: str) -> Iterator[Teller]:
    try:
        tqdm = import_module("tqdm.auto").tqdm
    except ImportError as missing:
        raise ImportError(
            "progress=True shows a bar of tqdm, which is not installed: "
            "install it, or give a function"
        ) from missing
    with tqdm(desc=title, unit_scale=True) as bar:

        def tell(done: int, total: int | None) -> None:
            if bar.total != total:
                bar.total = total
            bar.update(done - bar.n)

        yield tell
