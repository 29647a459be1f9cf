# SPDX-License-Identifier: MIT
"""The package of a build folder, where Python finds it.

A build has the extension in one folder and the typed layer in another. A
benchmark lays links to both in a folder of its own, and imports from there.
"""

import os
import pathlib
import sys
import tempfile

SKIPPED = 77


def lay(core, extension, layer):
    """Put `msb`, made of these files and this folder, on Python's path."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="msb_bench_"))
    package = folder / "msb"
    package.mkdir()
    for path in (pathlib.Path(core), pathlib.Path(extension),
                 *pathlib.Path(layer).iterdir()):
        os.symlink(path.resolve(), package / path.name)
    sys.path.insert(0, str(folder))
    return folder


def skip(reason):
    """End as a test that cannot run here."""
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def say(what, seconds, rows, peer=None):
    """Print one line: seconds, nanoseconds a row, and times a peer."""
    ratio = "" if peer is None else f"  {peer / seconds:7.2f} times as fast"
    print(f"{what:<46} {seconds:8.4f} s {seconds / rows * 1e9:8.2f} ns/row"
          f"{ratio}", flush=True)
