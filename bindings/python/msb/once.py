# SPDX-License-Identifier: MIT
"""What is made when it is first asked for, and kept.

``functools.cached_property`` with two differences. It has no lock, as that of
Python 3.11 has: a process that is forked while another thread holds one would
wait for it for ever, and one model would wait for another's compilation. And
whoever asks at the same time may make it twice, but all get the same one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class cached_property(Generic[T]):  # noqa: N801
    """A property of an immutable object, made once."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = ""
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> Self | T:
        if instance is None:
            return self
        # Only asked where the instance has no such member yet.
        made: T = instance.__dict__.setdefault(
            self._name, self._make(instance)
        )
        return made
