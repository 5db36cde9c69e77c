"""Open now, and when next: weekly schedules read on the clock of the place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.content import Schedule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Opening:
    """State at one moment: `open_until` while open (None: all day), else `next_opening`."""

    is_open: bool
    open_until: datetime | None
    next_opening: datetime | None


def _moment(day: datetime, written: str) -> datetime:
    if written == "24:00":
        return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    hour, minute = written.split(":")
    return day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)


def spans(
    schedules: Sequence[Schedule], around: datetime, days: int = 8
) -> list[tuple[datetime, datetime]]:
    """Return the open spans from the day before `around` on, joined where they touch."""
    found: list[tuple[datetime, datetime]] = []
    for offset in range(-1, days):
        day = around + timedelta(days=offset)
        for schedule in schedules:
            if WEEKDAYS[day.weekday()] != schedule.weekday:
                continue
            opens, closes = _moment(day, schedule.opens_at), _moment(day, schedule.closes_at)
            if closes <= opens:  # past midnight
                closes += timedelta(days=1)
            found.append((opens, closes))
    joined: list[tuple[datetime, datetime]] = []
    for opens, closes in sorted(found):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


def opening(schedules: Sequence[Schedule], now: datetime, timezone: str) -> Opening | None:
    """Return whether it is open at `now` (aware) in `timezone`; None without schedules."""
    if not schedules:
        return None
    local = now.astimezone(ZoneInfo(timezone))
    following: datetime | None = None
    for opens, closes in spans(schedules, local):
        if opens <= local < closes:
            endless = closes - local >= timedelta(days=7)
            return Opening(True, None if endless else closes, None)
        if opens > local and following is None:
            following = opens
    return Opening(False, None, following)


def week(schedules: Sequence[Schedule]) -> list[tuple[tuple[int, ...], list[tuple[time, time]]]]:
    """Return days with equal hours together: [((0, 1, 2), [(09:00, 17:00)]), ...]."""
    by_day: dict[int, list[tuple[time, time]]] = {}
    for schedule in schedules:
        number = WEEKDAYS.index(schedule.weekday)
        closes = "00:00" if schedule.closes_at == "24:00" else schedule.closes_at
        hours = (time.fromisoformat(schedule.opens_at), time.fromisoformat(closes))
        by_day.setdefault(number, []).append(hours)
    groups: list[tuple[list[int], list[tuple[time, time]]]] = []
    for number in sorted(by_day):
        spoken = sorted(set(by_day[number]))
        if groups and groups[-1][1] == spoken and groups[-1][0][-1] == number - 1:
            groups[-1][0].append(number)
        else:
            groups.append(([number], spoken))
    return [(tuple(days), spans_of_day) for days, spans_of_day in groups]
