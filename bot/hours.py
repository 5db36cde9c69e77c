"""Open now, and when next: schedules read on the clock of the place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from knowledge.content import Schedule
from knowledge.recurrence import LOOK_AHEAD_DAYS, WEEKDAYS, days_of, is_plain

Hours = list[tuple[time, time]]
"""Openings of one day as (opens, closes), in order; a day without end closes at 00:00."""
CLOSED_DAYS_AHEAD = 60
"""How many days ahead people are told of days that are closed against the rule."""
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Opening:
    """State at one moment: `open_until` while open (None: all day), else `next_opening`."""

    is_open: bool
    open_until: datetime | None
    next_opening: datetime | None


@dataclass(frozen=True)
class Season:
    """Weekly hours that hold from a day still to come, until a day, or (None) without bounds."""

    begins: date | None
    ends: date | None
    schedules: tuple[Schedule, ...]


@lru_cache(maxsize=4096)
def _since_midnight(opens_at: str, closes_at: str) -> tuple[timedelta, timedelta]:
    opens, closes = (
        timedelta(hours=int(written[:2]), minutes=int(written[3:]))
        for written in (opens_at, closes_at)
    )
    return opens, closes if closes > opens else closes + _DAY  # past midnight


def _openings(
    schedule: Schedule, first: date, last: date, clock: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """Yield (opens, closes) of one schedule on the days from `first` to `last`, in order."""
    opens, closes = _since_midnight(schedule.opens_at, schedule.closes_at)
    for day in days_of(schedule, first, last):
        midnight = datetime(day.year, day.month, day.day, tzinfo=clock)
        yield midnight + opens, midnight + closes


def spans(
    schedules: Sequence[Schedule], around: datetime, days: int = 8
) -> list[tuple[datetime, datetime]]:
    """Return the open spans from the day before `around` on, joined where they touch.

    `around` carries the ZoneInfo of the place, whose wall clock all times are of.
    """
    clock = around.tzinfo
    if not isinstance(clock, ZoneInfo):
        raise TypeError("hours are read on the clock of a place: a ZoneInfo is needed")
    first = around.date() - _DAY
    last = first + timedelta(days=days)
    joined: list[tuple[datetime, datetime]] = []
    found = [span for schedule in schedules for span in _openings(schedule, first, last, clock)]
    for opens, closes in sorted(found):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


def opening(schedules: Sequence[Schedule], now: datetime, timezone: str) -> Opening | None:
    """Return whether it is open at `now` (aware) in `timezone`; None without schedules.

    A week is enough for hours of every week; for rules, seasons and exceptions the next opening
    is looked for as far as LOOK_AHEAD_DAYS.
    """
    if not schedules:
        return None
    clock = ZoneInfo(timezone)
    local = now.astimezone(clock)
    for opens, closes in spans(schedules, local):
        if opens <= local < closes:
            return Opening(True, _end_of_opening(schedules, local, closes), None)
        if opens > local:
            return Opening(False, None, _not_past(opens, local))
    if all(map(is_plain, schedules)):
        return Opening(False, None, None)
    first, last = local.date(), local.date() + timedelta(days=LOOK_AHEAD_DAYS)
    following = (
        next((opens for opens, _ in _openings(one, first, last, clock) if opens > local), None)
        for one in schedules
    )
    return Opening(False, None, min(filter(None, following), default=None))


def _end_of_opening(
    schedules: Sequence[Schedule], local: datetime, closes: datetime
) -> datetime | None:
    """Return when an opening ends that lasts at least until `closes`; None when it never does."""
    if closes - local < _WEEK:
        return closes
    if all(map(is_plain, schedules)):
        return None
    days = LOOK_AHEAD_DAYS - 1
    closes = next(end for start, end in spans(schedules, local, days) if start <= local < end)
    return closes if closes - local < timedelta(days=days - 2) else None


def _not_past(opens: datetime, local: datetime) -> datetime:
    """Return `opens`, which the wall clock has before it, as a moment after `local`.

    In the hour that the clock shows twice, the later of the two can be meant.
    """
    return opens if opens.astimezone(UTC) > local.astimezone(UTC) else opens.replace(fold=1)


def _hours(schedule: Schedule) -> tuple[time, time]:
    closes = "00:00" if schedule.closes_at == "24:00" else schedule.closes_at
    return time.fromisoformat(schedule.opens_at), time.fromisoformat(closes)


def week(schedules: Sequence[Schedule]) -> list[tuple[tuple[int, ...], Hours]]:
    """Return weekly days with equal hours together: [((0, 1, 2), [(09:00, 17:00)]), ...].

    What does not come every week is left out: see `next_days`.
    """
    by_day: dict[int, Hours] = {}
    for schedule in schedules:
        if schedule.weekday:
            by_day.setdefault(WEEKDAYS.index(schedule.weekday), []).append(_hours(schedule))
    groups: list[tuple[list[int], Hours]] = []
    for number in sorted(by_day):
        spoken = sorted(set(by_day[number]))
        if groups and groups[-1][1] == spoken and groups[-1][0][-1] == number - 1:
            groups[-1][0].append(number)
        else:
            groups.append(([number], spoken))
    return [(tuple(days), spans_of_day) for days, spans_of_day in groups]


def seasons(schedules: Sequence[Schedule], today: date) -> list[Season]:
    """Return weekly schedules by the time they hold, what holds now first, what is over left out.

    What begins after LOOK_AHEAD_DAYS is left out too.
    """
    found: dict[tuple[date | None, date | None], list[Schedule]] = {}
    for schedule in schedules:
        begins, ends = schedule.valid_from, schedule.valid_to
        if begins is not None and begins <= today:
            begins = None
        over = ends is not None and ends < today
        far = begins is not None and begins > today + timedelta(days=LOOK_AHEAD_DAYS)
        if schedule.weekday and not over and not far:
            found.setdefault((begins, ends), []).append(schedule)
    ordered = sorted(found, key=lambda bounds: [bound or date.min for bound in bounds])
    return [Season(begins, ends, tuple(found[begins, ends])) for begins, ends in ordered]


def next_days(
    schedules: Sequence[Schedule], now: datetime, timezone: str, most: int = 3
) -> list[tuple[date, Hours]]:
    """Return the next days, at most `most`, on which what does not come every week is open.

    A day whose openings are all over at `now` (aware) is past.
    """
    clock = ZoneInfo(timezone)
    local = now.astimezone(clock)
    last = local.date() + timedelta(days=LOOK_AHEAD_DAYS)
    found: dict[date, set[tuple[time, time]]] = {}
    for schedule in schedules:
        if schedule.weekday:
            continue
        to_come = (
            opens.date()
            for opens, closes in _openings(schedule, local.date() - _DAY, last - _DAY, clock)
            if closes > local
        )
        for day, _ in zip(to_come, range(most), strict=False):
            found.setdefault(day, set()).add(_hours(schedule))
    return [(day, sorted(found[day])) for day in sorted(found)[:most]]


def closed_days(schedules: Sequence[Schedule], today: date, most: int = 3) -> list[date]:
    """Return the next days, at most `most`, that are closed though their weekday is open."""
    last = today + timedelta(days=CLOSED_DAYS_AHEAD)
    excepted = {
        day for one in schedules if one.weekday for day in one.except_on if today <= day <= last
    }
    return sorted(
        day
        for day in excepted
        if any(WEEKDAYS[day.weekday()] == one.weekday for one in schedules if day in one.except_on)
        and not any(list(days_of(one, day, day)) for one in schedules)
    )[:most]
