"""Events of a calendar on stdin as Python's icalendar reads them: JSON lines of one list, ordered by id."""

import json
import sys

from icalendar import Calendar


def event(part):
    said = part.decoded
    moments = [int(said(name).timestamp()) for name in ("DTSTART", "DTEND")]
    words = [str(part.get(name)) for name in ("UID", "STATUS", "SUMMARY", "LOCATION")]
    return [*words, int(part.get("SEQUENCE")), *moments]


calendar = Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps(sorted(event(part) for part in calendar.walk("VEVENT"))))
