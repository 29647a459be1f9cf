# SPDX-License-Identifier: MIT
"""Running the msb tool, and reading what it prints strictly."""

import json
import os
import subprocess
import sys

TIME_LIMIT = 60


class Unusable(Exception):
    """The tool died, or printed what is not one JSON value a line."""


def unique_members(pairs):
    out = dict(pairs)
    if len(out) != len(pairs):
        raise ValueError("an object with the same member twice")
    return out


class Tool:
    """The tool at a path, with a folder of its own for models."""

    def __init__(self, path, folder):
        self.command = ([sys.executable, path] if path.endswith(".py")
                        else [os.path.abspath(path)])
        self.model_file = os.path.join(folder, "model.json")

    def _run(self, arguments, lines):
        done = subprocess.run(
            self.command + arguments, input="".join(lines).encode(),
            capture_output=True, timeout=TIME_LIMIT, check=False)
        if done.returncode not in (0, 1):
            last = (done.stdout + done.stderr).decode(errors="replace")
            raise Unusable(f"exit status {done.returncode}: {last[-2000:]}")
        try:
            text = done.stdout.decode()
            said = [json.loads(line, object_pairs_hook=unique_members)
                    for line in text.splitlines()]
        except ValueError as error:
            raise Unusable(f"output: {error}") from None
        return said, done.returncode

    def write_model(self, model):
        with open(self.model_file, "w", encoding="utf-8") as file:
            json.dump(model, file, ensure_ascii=False, indent=1)

    def check(self):
        """(the object that check printed, its exit status)."""
        said, status = self._run(["check", self.model_file, "--json"], [])
        if len(said) != 1:
            raise Unusable(f"check printed {len(said)} lines")
        return said[0], status

    def resolve(self, on, lines, explain):
        """(a decision a line, exit status)."""
        arguments = ["resolve", self.model_file, "--on", on.isoformat()]
        said, status = self._run(
            arguments + ["--explain", "--show-sensitive"] * explain,
            [json.dumps(facts, ensure_ascii=False) + "\n" for facts in lines])
        if len(said) != len(lines):
            raise Unusable(f"resolve printed {len(said)} lines for "
                           f"{len(lines)}")
        return said, status
