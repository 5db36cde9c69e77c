"""Opening hours as HSDS schedules, which are recurrence rules of RFC 5545 in columns, and back.

Times are those of the clock on the wall at the place: an offset from UTC, which HSDS suggests,
would be wrong for half of the year. The service's extension names the time zone instead.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from knowledge.content import Schedule
from knowledge.opendata.extension import EXTENSION, Json, add_exact, extension, outweigh
from knowledge.opendata.ids import stable_id
from knowledge.opendata.values import text

_LAST_MINUTE: Final = {"24:00": "23:59"}
"""HSDS: open day and night is written 00:00 to 23:59
(https://docs.openreferral.org/en/latest/hsds/schedules.html)."""
_MIDNIGHT: Final = {last: end for end, last in _LAST_MINUTE.items()}
_NUMBERS: Final = ("interval", "count")
_COLUMNS: Final = (
    "freq", "interval", "count", "until", "wkst", "byday", "bymonthday", "byyearday", "byweekno",
)  # fmt: skip
"""Parts of a rule that HSDS has a column for, in the order that a rule is written in."""
_FREQUENCIES: Final = ("WEEKLY", "MONTHLY")
"""HSDS knows no daily or yearly rules."""
_DAY: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


def write_schedule(record_id: str, position: int, schedule: Schedule) -> Json:
    """Return the HSDS `schedule`; a rule that its columns cannot say is words, and exact."""
    written: Json = {"id": stable_id("schedule", record_id, str(position))}
    if schedule.weekday:
        written |= {"freq": "WEEKLY", "byday": schedule.weekday}
    elif columns := _columns(schedule.rrule):
        written |= columns
    else:
        written["description"] = f"RRULE:{schedule.rrule}"
    days = {name: getattr(schedule, name) for name in ("starts_on", "valid_from", "valid_to")}
    days["dtstart"] = days.pop("starts_on")
    written |= {name: day.isoformat() for name, day in days.items() if day}
    written["opens_at"] = schedule.opens_at
    written["closes_at"] = _LAST_MINUTE.get(schedule.closes_at, schedule.closes_at)
    if schedule.except_on:
        written[EXTENSION] = {"except_on": [day.isoformat() for day in schedule.except_on]}
    return add_exact(written, schedule, _read_schedule(written))


def _columns(rule: str) -> Json:
    """Return the columns that say what `rule` says, {} where there are none for it."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    columns: Json = {name.lower(): value for name, value in parts.items()}
    if columns.get("freq") not in _FREQUENCIES or not columns.keys() <= set(_COLUMNS):
        return {}
    for name in _NUMBERS:
        if name in columns:
            columns[name] = int(columns[name])
    if match := _DAY.match(columns.get("until", "")):
        columns["until"] = "-".join(match.groups())
    return columns


def _rule(thing: Mapping[str, Any]) -> str:
    parts = {name: thing[name] for name in _COLUMNS if thing.get(name) is not None}
    if "until" in parts:
        parts["until"] = str(parts["until"]).replace("-", "")
    return ";".join(f"{name.upper()}={value}" for name, value in parts.items())


def _read_schedule(thing: Mapping[str, Any]) -> Json:
    rule, start = _rule(thing), thing.get("dtstart")
    weekly = start is None and re.fullmatch(r"FREQ=WEEKLY;BYDAY=([A-Z]{2})", rule)
    closes = text(thing.get("closes_at"), "closes_at")
    return {
        "weekday": weekly.group(1) if weekly else None,
        "opens_at": text(thing.get("opens_at"), "opens_at"),
        "closes_at": _MIDNIGHT.get(closes, closes),
        "rrule": "" if weekly else rule,
        "starts_on": start,
        "valid_from": thing.get("valid_from"),
        "valid_to": thing.get("valid_to"),
        "except_on": extension(thing).get("except_on", []),
    }


def read_schedule(thing: Mapping[str, Any]) -> Json:
    """Return the fields of a `Schedule`."""
    return outweigh(_read_schedule(thing), thing)


def write_note(record_id: str, note: str) -> list[Json]:
    """Return the schedule that holds opening hours in words, [] when there are none."""
    return [{"id": stable_id("hours note", record_id), "description": note}] if note else []


def is_note(thing: Mapping[str, Any]) -> bool:
    """Return whether a schedule is words only."""
    return thing.get("opens_at") is None and thing.get("closes_at") is None
