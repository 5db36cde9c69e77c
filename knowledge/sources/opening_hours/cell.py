"""Opening hours in one cell, in either of two forms, read to schedules and written again.

The plain form is the week in words of five languages, or as OpenStreetMap writes it
(https://wiki.openstreetmap.org/wiki/Key:opening_hours): "Mo-Fr 09:00-17:00; Sa 10:00-13:00". The
other is iCalendar (RFC 5545) for what is not weekly. A cell may hold both, the plain form first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

from knowledge.content import Schedule
from knowledge.languages import fold
from knowledge.sources.opening_hours.calendars import BARE, MAX_LETTERS, read_calendar
from knowledge.sources.opening_hours.faults import NotHours
from knowledge.sources.opening_hours.rules import in_order
from knowledge.sources.opening_hours.weekdays import (
    DAY_PATTERN,
    GROUP_PATTERN,
    HOLIDAY_PATTERN,
    WEEK,
)
from knowledge.sources.opening_hours.weekly import Interval, parse_days, parse_hours_text

_CLOSED: Final = (
    r"\b(?:off|closed|cerrad[oa]s?|no abre|fermee?s?|fechad[oa]s?|nao abre|femen|pa louvri)\b"
)
_ONE_DAY: Final = rf"\b(?:{GROUP_PATTERN}|{DAY_PATTERN})\b\.?"
_BETWEEN_DAYS: Final = (
    r"\s*(?:[-–—,/&]|\b(?:a|to|through|au|rive|ate|hasta|and|y|e|et|ak|le|el|o|os|los|les)\b)+\s*"
)
_DAYS: Final = rf"{_ONE_DAY}(?:{_BETWEEN_DAYS}{_ONE_DAY})*"
_LED: Final = r"(?:\s*:?\s*(?:on|el|los|le|les|o|os|aos?|nos|no|nan)\b)?\s*:?\s*"
_HOLIDAYS_CLOSED: Final = re.compile(
    rf"[;,]?\s*(?:\b(?:{HOLIDAY_PATTERN})\b\s*:?\s*{_CLOSED}"
    rf"|{_CLOSED}{_LED}\b(?:{HOLIDAY_PATTERN})\b)"
)
_DAYS_CLOSED: Final = re.compile(
    rf"[;,]?\s*(?:(?P<before>{_DAYS})\s*:?\s*{_CLOSED}|{_CLOSED}{_LED}(?P<after>{_DAYS}))"
)
_DAY_AND_NIGHT: Final = re.compile(r"24\s?(?:h|hrs?|hours?|horas|heures|edtan|e)\b\.?")
_FILE: Final = re.compile(r"[^/\\:*?\"<>|\x00-\x1f]{1,120}\.ics", re.IGNORECASE)
CLOSED_ON_HOLIDAYS: Final = {
    "es": "Cerrado los días feriados.",
    "en": "Closed on public holidays.",
    "fr": "Fermé les jours fériés.",
    "ht": "Fèmen jou konje yo.",
    "pt": "Fechado nos feriados.",
}
"""What a week cannot say, as a sentence for the note."""


@dataclass(frozen=True)
class CellHours:
    """What a cell says: schedules, and in words what they cannot hold."""

    schedules: tuple[Schedule, ...] = ()
    note: str = ""


def read_hours(text: str, *, timezone: str, language: str, folder: Path | None) -> CellHours:
    """Return the hours in a cell, on the clock of `timezone`.

    `folder` is where a calendar file (.ics) that the cell names must lie, None where no file may
    be named. A text without any figure ("by appointment") is a note. NotHours for hours that are
    not understood to the last word: half of them would send people to a closed door.
    """
    text = text.strip()
    if text.lower().endswith(".ics") and "\n" not in text:
        text = _read_file(text, folder)
    begins = BARE.search(text)
    week, calendar = (text[: begins.start()], text[begins.start() :]) if begins else (text, "")
    read = _read_week(week.strip(" \n;"), language)
    if not calendar:
        return CellHours(in_order(read.schedules), read.note)
    return CellHours(in_order((*read.schedules, *read_calendar(calendar, timezone))), read.note)


def _read_file(name: str, folder: Path | None) -> str:
    if folder is None:
        raise NotHours(f"a calendar file cannot be named here: {name}")
    if not _FILE.fullmatch(name):
        raise NotHours(f"a calendar file lies beside the sheet, no path leads to it: {name}")
    path = folder / name
    if not path.is_file() or path.is_symlink():
        raise NotHours(f"there is no calendar file {name} beside the sheet")
    try:
        if path.stat().st_size > MAX_LETTERS * 4:
            raise NotHours(f"{name} is too large for the opening hours of one place")
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotHours(f"{name} cannot be read as UTF-8 text") from error
    if not BARE.match(text.lstrip()):
        raise NotHours(f"{name} is not a calendar file")
    return text


def _read_week(text: str, language: str) -> CellHours:
    if not text:
        return CellHours()
    if not re.search(r"\d", fold(text)):
        return CellHours(note=" ".join(text.split()))
    plain, holidays = _HOLIDAYS_CLOSED.subn(" ; ", "; ".join(map(fold, text.splitlines())))
    closed: set[str] = set()
    for match in _DAYS_CLOSED.finditer(plain):
        days = parse_days(match["before"] or match["after"])
        if not days:
            raise NotHours(f"opening hours not understood: {match.group().strip(' ;,')}")
        closed.update(days)
    plain = _DAYS_CLOSED.sub(" ; ", plain).strip(" ;,")
    if _DAY_AND_NIGHT.fullmatch(plain):
        plain = "24/7"
    read = parse_hours_text(plain)
    if not read.complete:
        raise NotHours(
            f"opening hours not understood: {' '.join(text.split())[:80]} (write them like "
            '"Mo-Fr 09:00-17:00; Sa 10:00-13:00"; what a week cannot say goes into hours_note)'
        )
    intervals = [interval for interval in read.intervals if interval.day not in closed]
    _check_overlap(intervals)
    note = CLOSED_ON_HOLIDAYS.get(language, CLOSED_ON_HOLIDAYS["en"]) if holidays else ""
    schedules = (
        Schedule(weekday=day, opens_at=opens, closes_at=closes) for day, opens, closes in intervals
    )
    return CellHours(tuple(schedules), note)


def _check_overlap(intervals: Iterable[Interval]) -> None:
    """Refuse "Mo-Fr 09-17; We 09-13": is Wednesday shorter, or is it both?"""
    for one, other in pairwise(sorted(intervals, key=lambda item: (item.day, item.opens))):
        late = one.closes <= one.opens
        if one.day == other.day and (late or other.opens < one.closes):
            raise NotHours(
                f"{one.day} has two openings that overlap ({one.opens}-{one.closes} and "
                f"{other.opens}-{other.closes}): write its hours once"
            )


def write_hours(schedules: Iterable[Schedule]) -> str:
    """Return schedules as a cell: hours of every week as OpenStreetMap, the rest as events.

    `read_hours` gives the same schedules back, but for the begin of a season that is not told.
    """
    plain: dict[str, list[str]] = {}
    events: list[str] = []
    for schedule in in_order(schedules):
        dated = schedule.valid_from or schedule.valid_to or schedule.except_on
        if schedule.weekday and not dated:
            span = f"{schedule.opens_at}-{schedule.closes_at}"
            plain.setdefault(schedule.weekday, []).append(span)
        else:
            events.append(_write_event(schedule))
    groups: dict[tuple[str, ...], list[str]] = {}
    for day, spans in plain.items():
        groups.setdefault(tuple(spans), []).append(day)
    whole_week = {("00:00-24:00",): list(WEEK)}
    week = "24/7" if groups == whole_week else "; ".join(
        f"{_write_days(days)} {','.join(spans)}" for spans, days in groups.items()
    )  # fmt: skip
    return "\n".join(filter(None, (week, *events)))


def _write_days(days: list[str]) -> str:
    """Return weekdays as "Mo-We,Fr"; two in a row stand as a list."""
    runs: list[list[int]] = []
    for number in map(WEEK.index, days):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = [name.capitalize() for name in WEEK]
    return ",".join(
        f"{names[run[0]]}-{names[run[-1]]}" if len(run) > 2 else ",".join(names[n] for n in run)
        for run in runs
    )


def _write_event(schedule: Schedule) -> str:
    begins = schedule.starts_on or schedule.valid_from or date(2000, 1, 1)
    rule = schedule.rrule or f"FREQ=WEEKLY;BYDAY={schedule.weekday}"
    if schedule.valid_to:
        rule += f";UNTIL={schedule.valid_to:%Y%m%d}T235959"
    opens = schedule.opens_at.replace(":", "")
    past_midnight = schedule.closes_at <= schedule.opens_at or schedule.closes_at == "24:00"
    ends = begins + timedelta(days=past_midnight)
    closes = schedule.closes_at.replace("24:", "00:").replace(":", "")
    lines = [
        "BEGIN:VEVENT",
        f"DTSTART:{begins:%Y%m%d}T{opens}00",
        f"DTEND:{ends:%Y%m%d}T{closes}00",
        f"RRULE:{rule}",
    ]
    if schedule.except_on:
        days = ",".join(f"{day:%Y%m%d}T{opens}00" for day in schedule.except_on)
        lines.append(f"EXDATE:{days}")
    return "\n".join([*lines, "END:VEVENT"])
