"""Schedule rows that are not weekly: the columns of HSDS 3 that make a rule of RFC 5545."""

import re
from datetime import date
from typing import Final

from knowledge.content import Schedule
from knowledge.sources.opening_hours.faults import NotHours
from knowledge.sources.opening_hours.rules import Recurring, parse_rule, schedules_of
from knowledge.sources.opening_hours.times import parse_interval
from knowledge.sources.opening_hours.weekly import parse_days
from knowledge.sources.report import SourceRow

_ONCE: Final = ("", "1")
_BY_DATE: Final = ("byweekno", "bymonthday", "byyearday")
_PARTS: Final = ("interval", "count", "wkst", "byday", *_BY_DATE)
_LIST: Final = re.compile(r"\s*[,;]\s*")
_ANY_DAY: Final = date(2000, 1, 1)
"""What a rule counts from that is the same from whichever day it is counted."""


def iso_day(text: str) -> date | None:
    """Return the day that an ISO date or date-time begins with, None when it is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def is_weekly(row: SourceRow) -> bool:
    """Return whether a row holds for each week of its season."""
    return (
        row.get("freq").upper() in ("", "WEEKLY", "DAILY")
        and row.get("interval") in _ONCE
        and not row.get("count")
        and not any(row.get(column) for column in _BY_DATE)
    )


def read_rule(row: SourceRow) -> list[Schedule]:
    """Return the schedules of a row that is not weekly.

    NotHours when its columns make no rule: a word for a weekday, or "every second week" of a row
    that does not say which week is the first.
    """
    span = parse_interval(row.get("opens_at"), row.get("closes_at"))
    if span is None:
        said = " - ".join(filter(None, (row.get("opens_at"), row.get("closes_at"))))
        raise NotHours(f"no opening and closing time: {said}" if said else "says no times")
    if not row.get("freq"):
        raise NotHours("does not say how often (freq)")
    parts = [f"FREQ={row.get('freq')}"]
    for name in _PARTS:
        if value := row.get(name):
            named = parse_days(value) if name == "byday" else ()
            parts.append(f"{name}={','.join(named) or _LIST.sub(',', value)}")
    rule = parse_rule(";".join(parts))
    valid_from, valid_to = iso_day(row.get("valid_from")), iso_day(row.get("valid_to"))
    starts_on = iso_day(row.get("dtstart")) or valid_from
    if starts_on is None:
        if "COUNT" in rule or rule.get("INTERVAL", "1") != "1" or not _names_days(rule):
            raise NotHours("does not say from which day it counts (dtstart)")
        starts_on = _ANY_DAY
    found = schedules_of(Recurring(rule, starts_on, iso_day(row.get("until"))), *span)
    later = valid_from if valid_from and valid_from > starts_on else None
    return [
        one.model_copy(update={"valid_from": later, "valid_to": valid_to or one.valid_to})
        for one in found
    ]


def _names_days(rule: dict[str, str]) -> bool:
    """Return whether a rule says its days itself, not by the day that it begins on."""
    by_date = {"BYMONTHDAY", "BYYEARDAY"} & rule.keys()
    return bool("BYDAY" in rule or by_date)
