"""On which days a schedule holds: weekdays, recurrence rules (RFC 5545), seasons, exceptions."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from dateutil.rrule import rrule

from knowledge.content import Schedule

LOOK_AHEAD_DAYS: Final = 400
"""How far openings are looked for: a rule of every year comes at least once in it."""
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK: Final = timedelta(days=7)
_CACHED_DAYS: Final = LOOK_AHEAD_DAYS + 40
"""What is kept of a rule from the first of a month on: a look ahead from any day of it."""
_LAST_YEARS: Final = datetime(9959, 1, 1)
"""From here to the end of dateutil's calendar weekdays and leap years meet in every way there is
(they come round in 28 years), so a pattern with no day in this time has none at all."""
_COUNTED: Final = re.compile(r"\b(?:INTERVAL|COUNT)=(?![1-9]\d{0,3}(?:;|$))")
_WITHIN_A_DAY: Final = re.compile(r"\bBY(?:HOUR|MINUTE|SECOND)=")


def is_plain(schedule: Schedule) -> bool:
    """Return whether a schedule holds in every week alike, without beginning or end."""
    return not (schedule.rrule or schedule.valid_from or schedule.valid_to or schedule.except_on)


def days_of(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    """Yield the days from `first` to `last` on which `schedule` opens, in order.

    `last` lies at most LOOK_AHEAD_DAYS after `first`.
    """
    low, high = first, last
    if schedule.valid_from and schedule.valid_from > low:
        low = schedule.valid_from
    if schedule.valid_to and schedule.valid_to < high:
        high = schedule.valid_to
    if low > high:
        return
    if schedule.weekday:
        day = low + timedelta(days=(WEEKDAYS.index(schedule.weekday) - low.weekday()) % 7)
        while day <= high:
            if day not in schedule.except_on:
                yield day
            day += _WEEK
        return
    for day in _days_from(schedule, low.replace(day=1)):
        if low <= day <= high and day not in schedule.except_on:
            yield day


@lru_cache(maxsize=2048)
def _days_from(schedule: Schedule, begin: date) -> tuple[date, ...]:
    """Return the days of a rule from `begin` on; worked out once a month for each rule."""
    if find_fault(schedule):
        return ()
    first = datetime.combine(begin, time())
    found = schedule.recurrence().between(first, first + timedelta(days=_CACHED_DAYS), inc=True)
    return tuple(dict.fromkeys(moment.date() for moment in found))


def find_fault(schedule: Schedule) -> str:
    """Return what is wrong with the rule of a schedule, "" when nothing is.

    A rule by the hour says more than a schedule can hold, and one that never falls on any day
    (30 February) would be looked for until the end of the calendar.
    """
    if not schedule.rrule:
        return ""
    if _WITHIN_A_DAY.search(schedule.rrule):
        return "a rule by the hour or minute: one schedule says one opening a day"
    if _COUNTED.search(schedule.rrule):
        return "an interval or a count is a number from 1 to 9999"
    rule = schedule.recurrence()
    pattern = rule.replace(dtstart=_LAST_YEARS, interval=1, count=None, until=None)
    if not _happens(pattern) or not _happens(rule):
        return "a rule that never falls on any day"
    return ""


def _happens(rule: rrule) -> bool:
    try:
        return next(iter(rule), None) is not None
    except IndexError:
        return False  # how dateutil 2.9 ends in the year 9999, counting weekdays of a month
