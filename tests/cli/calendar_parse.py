# SPDX-License-Identifier: MIT
"""Read a calendar with the parser of python3-icalendar, and say as JSON what
is in it: the properties of the calendar, and of each event.

Usage: calendar_parse.py < calendar.ics
"""

import json
import sys

import icalendar


def say(component):
    out = {}
    for name, value in component.property_items(recursive=False):
        if name in ("BEGIN", "END"):
            continue
        if hasattr(value, "dt"):
            value = value.dt.isoformat()
        out[name] = str(value)
    return out


def main():
    calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
    assert not calendar.errors, calendar.errors
    events = list(calendar.walk("VEVENT"))
    assert not any(event.errors for event in events)
    json.dump({"calendar": say(calendar),
               "events": [say(event) for event in events]}, sys.stdout)


if __name__ == "__main__":
    main()
