# SPDX-License-Identifier: MIT
"""Every status has its explicit number and its entry in the documentation.

Usage: statuses.py INCLUDE DOCUMENT TEST-SOURCE
"""

import re
import sys

import interface


def check(statuses, document, test):
    """Yield what is missing."""
    for number, (name, value) in enumerate(statuses):
        if value != number:
            yield f"{name} = {value}: expected {number}"
        if not re.search(rf"\b{name}\b", document):
            yield f"{name}: not in the documentation"
        if not re.search(rf'\b{name}, "{name}"', test):
            yield f"{name}: not in the test"
    for name in set(re.findall(r"\bMSB_ERR_\w+", document)):
        if name not in dict(statuses) and name != "MSB_ERR_UNKNOWN":
            yield f"{name}: documented, but no status"


def main(include, document, test):
    """Check all; return the exit status."""
    statuses = interface.find_statuses(include)
    findings = list(check(statuses, interface.read(document),
                          interface.read(test)))
    for finding in findings:
        print(finding)
    print(f"{len(statuses)} statuses, {len(findings)} findings")
    return 1 if findings or len(statuses) < 2 else 0


if __name__ == "__main__":
    assert len(list(check([("MSB_OK", 0), ("MSB_ERR_A", 2)], "MSB_ERR_B",
                          ""))) == 6
    sys.exit(main(*sys.argv[1:4]))
