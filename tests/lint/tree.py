# SPDX-License-Identifier: MIT
"""The files that the lint checks read, and how they report."""

import os
import sys

SKIPPED_DIRECTORIES = (
    ".git", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache",
    ".venv", "__pycache__", "dist", "node_modules", "subprojects")
TEXT_SUFFIXES = (
    ".build", ".c", ".cfg", ".css", ".csv", ".h", ".i", ".ini", ".json",
    ".jsonl", ".map", ".md", ".mk", ".py", ".pyi", ".scenario", ".sh", ".sql",
    ".toml", ".txt", ".xml", ".yml", ".yaml", ".1", "",
)


def is_skipped(name):
    """Whether a folder holds what is generated or not ours."""
    return name in SKIPPED_DIRECTORIES or name.startswith("build")


def find_files(root, *suffixes):
    """Yield the paths under root, relative to it and sorted, by suffix."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not is_skipped(name))
        for name in sorted(names):
            if os.path.splitext(name)[1] in suffixes:
                yield os.path.relpath(os.path.join(folder, name), root)


def read_text(root, path):
    """Return a file's text; bytes that are not UTF-8 are replaced."""
    with open(os.path.join(root, path), encoding="utf-8", errors="replace",
              newline="") as file:
        return file.read()


def read_lines(root, path):
    """Return a file's lines, without their ends."""
    return read_text(root, path).splitlines()


def run(check):
    """Run check(root), which yields findings, on the tree named by argv."""
    findings = list(check(sys.argv[1]))
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings")
    return 1 if findings else 0
