"""Opening hours written as iCalendar (RFC 5545): bare properties, events, or a whole calendar."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from knowledge.content import Schedule
from knowledge.sources.opening_hours.clocks import EventTimes, recurring, value_of, values_of
from knowledge.sources.opening_hours.faults import NotHours
from knowledge.sources.opening_hours.rules import (
    ONCE,
    Recurring,
    in_order,
    openings,
    schedules_of,
)

MAX_LETTERS: Final = 200_000
MAX_EVENTS: Final = 200
BARE: Final = re.compile(
    r"(?:^|(?<=\s))(?:BEGIN:V|(?:DTSTART|DTEND|DURATION|RRULE|EXDATE|RDATE)[;:])", re.IGNORECASE
)
"""Where a text of RFC 5545 begins."""
_BETWEEN: Final = re.compile(
    r"[ \t]+(?=(?:DTSTART|DTEND|DURATION|RRULE|EXDATE|RDATE)[;:])", re.IGNORECASE
)


def read_calendar(text: str, timezone: str) -> tuple[Schedule, ...]:
    """Return the schedules of all events in `text`, on the clock of `timezone`.

    Times without a zone are the place's own. NotHours for what is no calendar, holds no event,
    or says what a schedule cannot.
    """
    if len(text) > MAX_LETTERS:
        raise NotHours(f"a calendar of more than {MAX_LETTERS} letters")
    events = _parse(_whole(text))
    if not events:
        raise NotHours("the calendar holds no event")
    if len(events) > MAX_EVENTS:
        raise NotHours(f"the calendar holds more than {MAX_EVENTS} events: not opening hours")
    clock = ZoneInfo(timezone)
    moved = _moved_days(events, clock)
    found: list[Schedule] = []
    for event in events:
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            alone = "RECURRENCE-ID" in event
            elsewhere = () if alone else moved.get(str(event.get("UID", "")), ())
            found += _schedules(EventTimes(event, clock), elsewhere, alone=alone)
    if not found:
        raise NotHours("every event of the calendar is cancelled")
    return in_order(found)


def _whole(text: str) -> str:
    """Return `text` as a whole calendar, its lines ended as the standard wants them."""
    lines = _BETWEEN.sub("\n", text.strip()).splitlines()
    lines = [line for line in lines if line.strip()]
    first = lines[0].strip().upper() if lines else ""
    if not first.startswith("BEGIN:"):
        lines = ["BEGIN:VEVENT", *(line.strip() for line in lines), "END:VEVENT"]
    if first != "BEGIN:VCALENDAR":
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//amparo//", *lines, "END:VCALENDAR"]
    return "\r\n".join(lines) + "\r\n"


def _parse(text: str) -> list[Event]:
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        found = [event for one in calendars for event in one.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        said = " ".join(str(error).split())[:120]
        raise NotHours(f"not an iCalendar text ({said})") from error
    events = [event for event in found if isinstance(event, Event)]
    for event in events:
        if event.errors:
            name, reason = event.errors[0]
            said = " ".join(str(reason).split())[:120]
            raise NotHours(f"{name or 'a line'} of an event cannot be read ({said})")
        if "DTSTART" not in event:
            raise NotHours("an event without DTSTART: a rule needs the day and time it counts from")
        if "EXRULE" in event:
            raise NotHours("an event with EXRULE, which RFC 5545 took away")
    return events


def _moved_days(events: Iterable[Event], clock: ZoneInfo) -> dict[str, tuple[date, ...]]:
    """Return, by UID, the days of recurring events that single events replace."""
    found: dict[str, tuple[date, ...]] = {}
    for event in events:
        if "RECURRENCE-ID" in event:
            if "RANGE" in event["RECURRENCE-ID"].params:
                raise NotHours("an event that changes all later ones: write two events")
            day = EventTimes(event, clock).local(value_of(event, "RECURRENCE-ID")).date()
            uid = str(event.get("UID", ""))
            found[uid] = (*found.get(uid, ()), day)
    return found


def _schedules(times: EventTimes, elsewhere: tuple[date, ...], *, alone: bool) -> list[Schedule]:
    event, length = times.event, times.length()
    except_on = {*elsewhere, *(times.local(moment).date() for moment in values_of(event, "EXDATE"))}
    begins = times.local(times.start)
    once = Recurring(ONCE, begins.date())
    found: list[Schedule] = []
    rules = event.get("RRULE", [])
    rules = [] if alone else rules if isinstance(rules, list) else [rules]
    for rule in rules:
        event_days = recurring(times, rule.to_ical().decode(), tuple(sorted(except_on)))
        found += _days_of(event_days, begins, length)
    if not rules:
        found += _days_of(once, begins, length)
    for moment in () if alone else values_of(event, "RDATE"):
        extra, lasts = (moment[0], _period(times, moment)) if isinstance(moment, tuple) else (
            moment, length
        )  # fmt: skip
        at = times.local(extra)
        found += _days_of(Recurring(ONCE, at.date()), at, lasts)
    return found


def _period(times: EventTimes, period: tuple[Any, Any]) -> timedelta:
    begins, ends = period
    if isinstance(ends, timedelta):
        return ends
    return times.local(ends) - times.local(begins)


def _days_of(event: Recurring, begins: datetime, length: timedelta) -> list[Schedule]:
    parts = openings(begins, begins + length)
    return [
        schedule
        for days, opens, closes in parts
        for schedule in schedules_of(event.shifted(days), opens, closes)
    ]
