# SPDX-License-Identifier: MIT
"""Checking a model that may not be one: errors as a result."""

from __future__ import annotations

from .analysis import Analysis, make_invalid
from .errors import Invalid, Malformed
from .model import Model
from .source import Source, text_and_path


def check(model: Source | Model) -> Analysis:
    """Check a model, valid or not.

    Unlike :meth:`Model.check` it does not raise for a model that cannot be
    used: the result's ``valid`` is False then, and ``errors`` has all that is
    wrong with it.

    Args:
        model: a path; JSON text (``bytes``, or a ``str`` that begins with a
            brace); a dict with the members of the format; or a model.

    Returns:
        The analysis; of a file that is no valid model it is called by the
        file's name.

    Raises:
        FileError: the file cannot be read.
        LimitExceeded: the model is too large to be read or analysed.

    Example:
        >>> found = check({"msb_model": 1, "id": "Bad", "name": "Bad"})
        >>> found.valid, [error.pointer for error in found.errors]
        (False, ['', '/id'])
    """
    if isinstance(model, Model):
        return model.check()
    text, path = text_and_path(model)
    try:
        read = Model.parse(text) if path is None else Model.load(path)
    except (Malformed, Invalid) as error:
        if not error.problems:
            raise
        return make_invalid(path, error.problems)
    return read.check()
