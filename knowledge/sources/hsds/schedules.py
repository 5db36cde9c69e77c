"""From schedule rows to a weekly grid and a note: regular_schedules of 1.1, schedules since 2.0."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from babel import UnknownLocaleError
from babel.dates import get_day_names

from knowledge.sources.hsds.hours import Interval, in_order, parse_days, parse_hours_text
from knowledge.sources.hsds.times import parse_interval
from knowledge.sources.hsds.weekdays import WEEK
from knowledge.sources.report import Ledger, SourceRow

_ONCE: Final = ("", "1")
_BY_DATE: Final = ("byweekno", "bymonthday", "byyearday")


@dataclass
class Hours:
    """Opening hours as read: the week, what only words can say, the day they end."""

    intervals: set[Interval] = field(default_factory=set)
    notes: dict[str, None] = field(default_factory=dict)
    ends: date | None = None


def iso_day(text: str) -> date | None:
    """Return the day that an ISO date or date-time begins with, None when it is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


class HoursReader:
    """Reads schedule rows; `clean` makes texts readable, `today` tells what is over."""

    def __init__(self, ledger: Ledger, clean: Callable[[str], str], today: date) -> None:
        self._ledger = ledger
        self._clean = clean
        self._today = today

    def read(self, rows: Iterable[SourceRow]) -> Hours:
        """Return what `rows` say together.

        The words that a source kept beside its columns (`original_text`) outweigh the columns:
        real packages fill those by a program that reads "9-7, Mon-Fri; 10-4, Sat" as Saturday
        9 to 7. What is over is skipped; what is not weekly stays in words.
        """
        hours = Hours()
        grouped: dict[str, list[tuple[SourceRow, set[Interval]]]] = {}
        for row in rows:
            read = self._read_row(row, hours)
            if read is not None:
                grouped.setdefault(self._clean(row.get("original_text")), []).append((row, read))
        for text, group in grouped.items():
            said = set().union(*(intervals for _, intervals in group))
            hours.intervals |= self._weigh(text, said, group[0][0], hours) if text else said
        return hours

    def _read_row(self, row: SourceRow, hours: Hours) -> set[Interval] | None:
        """Return the intervals in the columns of a row; None when it only gives a note or none."""
        words = [self._clean(row.get(column)) for column in ("description", "notes")]
        words = [text for text in words if text]
        ends = iso_day(row.get("valid_to")) or iso_day(row.get("until"))
        if ends and ends < self._today:
            self._ledger.skip(row, "valid_to", f"hours that are over: {ends}")
            return None
        starts = iso_day(row.get("valid_from"))
        if not _weekly(row) or (starts and starts > self._today):
            words = words or [text for text in [self._clean(row.get("original_text"))] if text]
            if not words:
                self._ledger.skip(row, "freq", "hours that are not weekly, and without words")
                return None
            hours.notes |= dict.fromkeys(words)
            self._ledger.use(row)
            return None
        if ends:
            hours.ends = min(ends, hours.ends or ends)
        found = self._columns(row)
        if not found and not row.get("opens_at") and not row.get("closes_at"):
            # No times at all: the words may be the hours.
            parsed = [parse_hours_text(text) for text in words]
            found = {item for text in parsed if text.complete for item in text.intervals}
        if not found and not row.get("original_text"):
            said = " - ".join(filter(None, (row.get("opens_at"), row.get("closes_at"))))
            if not words and not said:
                self._ledger.skip(row, "opens_at", "says no hours")
                return None
            self._ledger.issue(row, "opens_at", f"hours not understood: {said or words[0]}")
            words = words or [f"{row.get('byday')} {said}".strip()]
        self._ledger.use(row)
        hours.notes |= dict.fromkeys(text for text in words if _says_more(text, found))
        return found

    def _columns(self, row: SourceRow) -> set[Interval]:
        days = parse_days(row.get("byday"))
        if not days and row.get("freq").upper() == "DAILY" and not row.get("byday"):
            days = WEEK
        span = parse_interval(row.get("opens_at"), row.get("closes_at"))
        return {Interval(day, *span) for day in days} if span else set()

    def _weigh(self, text: str, said: set[Interval], row: SourceRow, hours: Hours) -> set[Interval]:
        parsed = parse_hours_text(text)
        words = set(parsed.intervals)
        if parsed.complete:
            if words != said:
                self._ledger.issue(
                    row, "original_text", f"says other hours than the columns; it is used: {text}"
                )
            return words
        hours.notes[text] = None
        if said and (words == said or not words):
            return said
        reason = "says other hours than the columns; it is kept as words"
        if not said:
            reason = "hours not understood; kept as words"
        self._ledger.issue(row, "original_text", f"{reason}: {text}")
        return set()


def _weekly(row: SourceRow) -> bool:
    """Return whether a row holds for each week (RFC 5545 rules can say much else)."""
    return (
        row.get("freq").upper() in ("", "WEEKLY", "DAILY")
        and row.get("interval") in _ONCE
        and not any(row.get(column) for column in _BY_DATE)
    )


def _says_more(text: str, found: set[Interval]) -> bool:
    parsed = parse_hours_text(text)
    return not parsed.complete or set(parsed.intervals) != found


def describe(intervals: Sequence[Interval] | set[Interval], language: str) -> str:
    """Return intervals in words of the shortest kind: "Mon, Tue 09:00-17:00; Sat 10:00-12:00"."""
    try:
        names = get_day_names("abbreviated", locale=language)
    except (UnknownLocaleError, ValueError):
        names = get_day_names("abbreviated", locale="en")
    spans: dict[tuple[str, str], list[str]] = {}
    for interval in in_order(list(intervals)):
        day = str(names[WEEK.index(interval.day)])
        spans.setdefault((interval.opens, interval.closes), []).append(day)
    return "; ".join(f"{', '.join(days)} {a}-{b}" for (a, b), days in spans.items())


def merge(parts: Sequence[tuple[str, Hours]], language: str) -> Hours:
    """Return the hours of a service from those of its sites, given as (name, hours).

    One grid cannot tell sites apart, so where they differ each goes into the note by its name.
    """
    merged = Hours()
    for _, hours in parts:
        merged.notes |= hours.notes
        if hours.ends:
            merged.ends = min(hours.ends, merged.ends or hours.ends)
    weeks = [hours.intervals for _, hours in parts if hours.intervals]
    if all(week == weeks[0] for week in weeks):
        merged.intervals = set(weeks[0]) if weeks else set()
    else:
        for name, hours in parts:
            if hours.intervals:
                merged.notes[f"{name}: {describe(hours.intervals, language)}".lstrip(": ")] = None
    return merged
