"""An event's two clocks: its own, which its rule counts on, and that of the place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Event

from knowledge.content import Schedule
from knowledge.recurrence import find_fault
from knowledge.sources.opening_hours.faults import NotHours
from knowledge.sources.opening_hours.rules import Recurring, parse_rule

_SAMPLES: Final = 120
"""Occurrences on which two clocks are compared: of every week, more than two years."""
_Moment = date | datetime


@dataclass(frozen=True)
class EventTimes:
    """When an event happens, on its own clock and on that of the place."""

    event: Event
    clock: ZoneInfo

    @property
    def start(self) -> _Moment:
        moment: _Moment = value_of(self.event, "DTSTART")
        if not isinstance(moment, date):
            raise NotHours(f"DTSTART is no day: {moment}")
        return moment

    @property
    def zone(self) -> tzinfo | None:
        """The event's own time zone; None for whole days, and for times without one."""
        start = self.start
        return start.tzinfo if isinstance(start, datetime) else None

    def local(self, moment: _Moment) -> datetime:
        """Return a moment as the clock on the wall of the place shows it."""
        if not isinstance(moment, date):
            raise NotHours(f"an event with a time where a day is needed: {moment}")
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time())
        if moment.tzinfo is None:
            return moment
        return moment.astimezone(self.clock).replace(tzinfo=None)

    def own_day(self, moment: _Moment) -> date:
        """Return the day of a moment on the event's own clock."""
        if isinstance(moment, datetime):
            zone = self.zone
            known = moment.tzinfo is not None and zone is not None
            return (moment.astimezone(zone) if known else moment).date()
        return moment

    def length(self) -> timedelta:
        """Return how long it lasts on the wall of the place."""
        start = self.start
        if "DTEND" in self.event:
            return self.local(value_of(self.event, "DTEND")) - self.local(start)
        if "DURATION" in self.event:
            length = value_of(self.event, "DURATION")
            if not isinstance(length, timedelta):
                raise NotHours("a DURATION that is none")
            return length
        return timedelta() if isinstance(start, datetime) else timedelta(days=1)


def value_of(event: Event, name: str) -> Any:
    value: Any = event[name]
    if isinstance(value, list):
        raise NotHours(f"an event with {name} twice")
    zone = value.params.get("TZID")
    if zone and isinstance(value.dt, datetime) and value.dt.tzinfo is None:
        raise NotHours(f"a time zone that nobody knows: {zone}")
    return value.dt


def values_of(event: Event, name: str) -> Iterator[Any]:
    values = event.get(name, [])
    for value in values if isinstance(values, list) else [values]:
        yield from (item.dt for item in value.dts)


def recurring(times: EventTimes, written: str, except_on: tuple[date, ...]) -> Recurring:
    """Return the recurrence of an event on the clock of the place."""
    rule, start = parse_rule(written), times.start
    own = start if isinstance(start, datetime) else datetime.combine(start, time())
    own = own.replace(tzinfo=None)
    until = _last_day(times, rule.pop("UNTIL", ""), own.time())
    shift = _days_between_clocks(times, rule, own, until)
    on_own_clock = Recurring(rule, own.date(), until)
    local = on_own_clock.shifted(shift)
    return Recurring(local.rule, local.starts_on, local.until, except_on)


def _last_day(times: EventTimes, until: str, at: time) -> date | None:
    """Return the last day, on the event's own clock, that UNTIL lets through."""
    if not until:
        return None
    try:
        moment: _Moment = (
            datetime.strptime(until.rstrip("Z"), "%Y%m%dT%H%M%S")
            if "T" in until
            else date(int(until[:4]), int(until[4:6]), int(until[6:]))
        )
    except ValueError as error:
        raise NotHours(f"not a day or moment: UNTIL={until}") from error
    if not isinstance(moment, datetime):
        return moment
    if until.endswith("Z") and times.zone is not None:
        moment = moment.replace(tzinfo=UTC).astimezone(times.zone).replace(tzinfo=None)
    elif until.endswith("Z") and isinstance(times.start, datetime):
        moment = moment.replace(tzinfo=UTC).astimezone(times.clock).replace(tzinfo=None)
    return moment.date() if at <= moment.time() else moment.date() - timedelta(days=1)


def _days_between_clocks(
    times: EventTimes, rule: dict[str, str], own: datetime, until: date | None
) -> int:
    """Return by how many days the place's calendar is ahead at the event.

    NotHours when the two clocks do not go alike, for then no single time is right all year.
    """
    zone = times.zone
    if zone is None or str(zone) == str(times.clock):
        return 0
    text = ";".join(f"{name}={value}" for name, value in rule.items())
    try:
        whole_days = Schedule(rrule=text, starts_on=own.date(), opens_at="00:00", closes_at="24:00")
        fault = find_fault(whole_days)
    except ValueError as error:
        raise NotHours(f"not a recurrence rule: {text}") from error
    if fault:
        raise NotHours(f"{fault}: {text}")
    days = [
        datetime.combine(moment.date(), own.time())
        for moment in islice(iter(whole_days.recurrence()), _SAMPLES)
    ]
    found = {
        (local.date() - day.date(), local.time())
        for day in days
        if until is None or day.date() <= until
        for local in [times.local(day.replace(tzinfo=zone))]
    }
    if len(found) > 1:
        raise NotHours(
            f"the event keeps the clock of {zone}, which {times.clock} does not go along with all "
            "year: write it in the time of the place"
        )
    return found.pop()[0].days if found else 0
