"""One event's recurrence (RFC 5545, section 3.3.10) as schedules on the clock of the place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from knowledge.content import Schedule, Weekday
from knowledge.recurrence import find_fault
from knowledge.sources.opening_hours.faults import NotHours
from knowledge.sources.opening_hours.weekdays import WEEK

ONCE: Final = {"FREQ": "DAILY", "COUNT": "1"}
"""The rule of what happens on one day only."""
_KNOWN: Final = frozenset(
    "FREQ INTERVAL COUNT UNTIL WKST BYDAY BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH BYSETPOS".split()
)
_WEEKLY: Final = frozenset("FREQ INTERVAL UNTIL WKST BYDAY".split())
_FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAY: Final = timedelta(days=1)
_LONGEST_DAYS: Final = 60


@dataclass(frozen=True)
class Recurring:
    """An event that comes again: its rule in parts, its first day, and days left out.

    `until` is the last day on which it can happen, None without end; all on the place's clock.
    """

    rule: Mapping[str, str]
    starts_on: date
    until: date | None = None
    except_on: tuple[date, ...] = ()

    def shifted(self, days: int) -> "Recurring":
        """Return the same event so many days later; NotHours where no rule says that."""
        if not days:
            return self
        by = timedelta(days=days)
        return Recurring(
            _shift_rule(self.rule, self.starts_on, days),
            self.starts_on + by,
            self.until + by if self.until else None,
            tuple(day + by for day in self.except_on),
        )


def parse_rule(text: str) -> dict[str, str]:
    """Return the parts of an RRULE ("FREQ=MONTHLY;BYDAY=1TU"); NotHours for what no day rule is."""
    parts: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise NotHours(f"not a recurrence rule: {text}")
        parts[name] = value
    if parts.get("FREQ") not in _FREQUENCIES:
        raise NotHours(f"a rule by day, week, month or year is needed: {text}")
    if parts["FREQ"] in {"DAILY", "WEEKLY"} and re.search(r"\d", parts.get("BYDAY", "")):
        raise NotHours(f"the first or second weekday needs a rule by month or year: {text}")
    if unknown := parts.keys() - _KNOWN:
        raise NotHours(f"a rule with {', '.join(sorted(unknown))} cannot be kept: {text}")
    return parts


def _shift_rule(rule: Mapping[str, str], start: date, days: int) -> dict[str, str]:
    shifted = dict(rule)
    bound_to_dates = [name for name in rule if name.startswith("BY") and name != "BYDAY"]
    frequency, days_of_week = rule["FREQ"], rule.get("BYDAY", "")
    refused = NotHours(
        "an event that lies on another day on the clock of the place, or lasts for several days, "
        "cannot come again by this rule: write it in the place's own time, a day each"
    )
    if bound_to_dates or not all(day in WEEK for day in days_of_week.split(",") if day):
        raise refused
    if frequency in {"MONTHLY", "YEARLY"} and rule != ONCE:
        first, last = min(start, start + days * _DAY), max(start, start + days * _DAY)
        if days_of_week or first.month != last.month or first.day < 2 or last.day > 27:
            raise refused
    if days_of_week:
        shifted["BYDAY"] = ",".join(_later(day, days) for day in days_of_week.split(","))
    if "INTERVAL" in rule or "WKST" in rule:
        shifted["WKST"] = _later(rule.get("WKST", "MO"), days)
    return shifted


def _later(day: str, days: int) -> Weekday:
    return WEEK[(WEEK.index(day) + days) % 7]


def openings(begins: datetime, ends: datetime) -> list[tuple[int, str, str]]:
    """Return an event's time by day: (days after the first, opens, closes).

    Both are times on the wall. What lasts for a day at most is one opening, though it go past
    midnight. NotHours when it has no length, or lasts for more than 60 days.
    """
    length = ends - begins
    if length <= timedelta():
        raise NotHours("an event without an end, or one that ends before it begins")
    if length > timedelta(days=_LONGEST_DAYS):
        raise NotHours(f"an event of more than {_LONGEST_DAYS} days")
    closes = "24:00" if f"{ends:%H:%M}" == "00:00" else f"{ends:%H:%M}"
    if length <= _DAY:
        return [(0, f"{begins:%H:%M}", closes)]
    last = (ends.date() - begins.date()).days - (closes == "24:00")
    between = [(day, "00:00", "24:00") for day in range(1, last)]
    return [(0, f"{begins:%H:%M}", "24:00"), *between, (last, "00:00", closes)]


def schedules_of(event: Recurring, opens: str, closes: str) -> list[Schedule]:
    """Return one opening of an event as schedules: by weekday where its rule is a plain week.

    NotHours for a rule that never falls on any day.
    """
    if event.until and event.until < event.starts_on:
        raise NotHours(f"a rule that ends before it begins: {_text(event.rule)}")
    if weekdays := _weekdays(event):
        return [
            Schedule(
                weekday=weekday,
                opens_at=opens,
                closes_at=closes,
                valid_from=event.starts_on,
                valid_to=event.until,
                except_on=tuple(day for day in event.except_on if WEEK[day.weekday()] == weekday),
            )
            for weekday in weekdays
        ]
    parts = {name: value for name, value in event.rule.items() if name != "UNTIL"}
    if event.until:
        parts["UNTIL"] = f"{event.until:%Y%m%d}"
    try:
        schedule = Schedule(
            rrule=";".join(f"{name}={value}" for name, value in parts.items()),
            starts_on=event.starts_on,
            opens_at=opens,
            closes_at=closes,
            except_on=event.except_on,
        )
        fault = find_fault(schedule)
    except (ValueError, IndexError) as error:
        raise NotHours(f"not a recurrence rule: {_text(event.rule)}") from error
    if fault:
        raise NotHours(f"{fault}: {schedule.rrule}")
    return [schedule]


def _text(rule: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in rule.items())


def _weekdays(event: Recurring) -> tuple[Weekday, ...]:
    """Return the weekdays of a rule that is a plain week, () when it is none."""
    rule = event.rule
    if rule["FREQ"] not in {"DAILY", "WEEKLY"} or not rule.keys() <= _WEEKLY:
        return ()
    if rule.get("INTERVAL", "1") != "1":
        return ()
    named = set(rule["BYDAY"].split(",")) if "BYDAY" in rule else set()
    if not named and rule["FREQ"] == "WEEKLY":
        named = {WEEK[event.starts_on.weekday()]}
    return tuple(day for day in WEEK if not named or day in named) if named <= set(WEEK) else ()


def in_order(schedules: Iterable[Schedule]) -> tuple[Schedule, ...]:
    """Return schedules each once: those of the week in its order, then rules by their begin."""

    def place(schedule: Schedule) -> tuple[int, date, str, str, str, str]:
        number = WEEK.index(schedule.weekday) if schedule.weekday else len(WEEK)
        begins = schedule.starts_on or schedule.valid_from or date.min
        text = schedule.model_dump_json()
        return number, begins, schedule.opens_at, schedule.closes_at, schedule.rrule, text

    return tuple(sorted(dict.fromkeys(schedules), key=place))
