# SPDX-License-Identifier: MIT
"""What the documentation says of the code is still so.

Usage: test_docs.py ROOT
"""

import os
import re
import sys
import unittest

ROOT = sys.argv.pop(1)

# A stable code stands right before its message, a text with a blank in it, or
# is one of two to choose from.
CODE = re.compile(r'"([a-z][a-z0-9_]*)",\s*"[^"]* [^"]*"')
CHOICE = re.compile(r'\? "([a-z][a-z0-9_]*)"\s*: "([a-z][a-z0-9_]*)",')
# Found by the patterns, and no codes.
NO_CODES = {"fails", "case_nobody", "case_unknown"}


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def find_files(under, suffix):
    for folder, folders, names in os.walk(os.path.join(ROOT, under)):
        folders[:] = [name for name in folders
                      if not name.startswith((".", "build"))]
        for name in names:
            if name.endswith(suffix):
                yield os.path.relpath(os.path.join(folder, name), ROOT)


class Documentation(unittest.TestCase):
    def test_every_error_code_has_its_line_in_the_reference(self):
        reference = read("doc", "reference", "errors.md")
        documented = set()
        for row in re.findall(r"^\| (`[a-z].*?) \|", reference, re.M):
            documented.update(re.findall(r"`([a-z_]+)`", row))
        used = set()
        sources = ""
        for path in find_files("lib", ".c"):
            text = read(path)
            sources += text
            used.update(CODE.findall(text))
            used.update(code for pair in CHOICE.findall(text)
                        for code in pair)
        self.assertGreater(len(used), 40)
        self.assertEqual(used - NO_CODES - documented, set())
        for code in documented:
            self.assertIn(f'"{code}"', sources, f"{code} is no code")

    def test_every_link_leads_somewhere(self):
        num_links = 0
        for path in find_files(".", ".md"):
            for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)",
                                   read(path)):
                target = os.path.join(ROOT, os.path.dirname(path), link)
                self.assertTrue(os.path.exists(target), f"{path}: {link}")
                num_links += 1
        self.assertGreater(num_links, 20)

    def test_every_header_is_on_one_page_of_the_c_interface(self):
        shown = []
        for path in find_files("doc/reference/c_api", ".md"):
            shown += re.findall(r"^```\{doxygenfile\} (\S+)$", read(path),
                                re.M)
        headers = [os.path.basename(path)
                   for path in find_files("include/msb", ".h")]
        self.assertGreater(len(headers), 30)
        self.assertEqual(sorted(shown), sorted(headers))


unittest.main()
