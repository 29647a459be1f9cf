# SPDX-License-Identifier: MIT
"""The tutorial's commands print what the tutorial says.

Its files are written to an empty folder, its commands run there in order, and
all that they print, messages first, must be what stands below them.

Usage: test_tutorial.py MSB ROOT [--update]
"""

import os
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n)?"
                   r"```(?P<kind>\w+)\n(?P<text>.*?)```\n", re.S)


def run(command, folder, msb):
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    environment["PATH"] = (os.path.dirname(os.path.abspath(msb)) + os.pathsep
                           + environment["PATH"])
    result = subprocess.run(["sh", "-c", command], cwd=folder,
                            env=environment, text=True, capture_output=True,
                            check=False)
    return result.stderr + result.stdout


def play(text, folder, msb):
    """The page as it would be if all that it shows were so."""
    def replace(match):
        if match["file"]:
            with open(os.path.join(folder, match["file"]), "w",
                      encoding="utf-8") as file:
                file.write(match["text"])
        if match["kind"] != "console":
            return match[0]
        commands = re.findall(r"^\$ (.*)$", match["text"], re.M)
        shown = "".join(f"$ {command}\n{run(command, folder, msb)}"
                        for command in commands)
        return f"```console\n{shown}```\n"
    return BLOCK.sub(replace, text)


def main():
    msb, root = sys.argv[1:3]
    path = os.path.join(root, "doc", "tutorial", "first_decision.md")
    with open(path, encoding="utf-8") as file:
        page = file.read()
    with tempfile.TemporaryDirectory() as folder:
        played = play(page, folder, msb)
    if sys.argv[3:] == ["--update"]:
        with open(path, "w", encoding="utf-8") as file:
            file.write(played)
        return 0
    assert page.count("```console") >= 6
    for number, (is_now, said) in enumerate(
            zip(played.splitlines(), page.splitlines()), 1):
        if is_now != said:
            print(f"{path}:{number}: the page says\n  {said}\nbut it is\n"
                  f"  {is_now}")
            return 1
    return played != page


if __name__ == "__main__":
    sys.exit(main())
