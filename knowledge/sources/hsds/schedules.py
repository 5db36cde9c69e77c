"""From schedule rows to a week, rules and a note: regular_schedules of 1.1, schedules since 2.0."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from babel import UnknownLocaleError
from babel.dates import get_day_names

from knowledge.content import Schedule
from knowledge.sources.hsds.recurring import is_weekly, iso_day, read_rule
from knowledge.sources.opening_hours.faults import NotHours
from knowledge.sources.opening_hours.times import parse_interval
from knowledge.sources.opening_hours.weekdays import WEEK
from knowledge.sources.opening_hours.weekly import Interval, in_order, parse_days, parse_hours_text
from knowledge.sources.report import Ledger, SourceRow

_Season = tuple[date | None, date | None]
_ALWAYS: Final[_Season] = (None, None)


@dataclass
class Hours:
    """Opening hours as read: the week, seasons and rules, what only words can say, their end."""

    intervals: set[Interval] = field(default_factory=set)
    dated: dict[Schedule, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    ends: date | None = None


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
        9 to 7. What is over is skipped; what is not weekly and says no rule stays in words.
        """
        hours = Hours()
        grouped: dict[tuple[str, _Season], list[tuple[SourceRow, set[Interval]]]] = {}
        for row in rows:
            read = self._read_row(row, hours)
            if read is not None:
                key = (self._clean(row.get("original_text")), self._season(row))
                grouped.setdefault(key, []).append((row, read))
        for (text, season), group in grouped.items():
            said = set().union(*(intervals for _, intervals in group))
            weighed = self._weigh(text, said, group[0][0], hours) if text else said
            if season == _ALWAYS:
                hours.intervals |= weighed
            else:
                hours.dated |= dict.fromkeys(_in_season(weighed, season))
        return hours

    def _season(self, row: SourceRow) -> _Season:
        """Return from when (if that is still to come) and until when the hours of a row hold."""
        begins = [day for name in ("valid_from", "dtstart") if (day := iso_day(row.get(name)))]
        begin = max(begins, default=None)
        return begin if begin and begin > self._today else None, _end(row)

    def _read_row(self, row: SourceRow, hours: Hours) -> set[Interval] | None:
        """Return the intervals in the columns of a row; None when it only gives a note or none."""
        words = [self._clean(row.get(column)) for column in ("description", "notes")]
        words = [text for text in words if text]
        ends = _end(row)
        if ends and ends < self._today:
            self._ledger.skip(row, "valid_to", f"hours that are over: {ends}")
            return None
        if not is_weekly(row):
            words = words or [text for text in [self._clean(row.get("original_text"))] if text]
            self._add_rule(row, words, ends, hours)
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

    def _add_rule(self, row: SourceRow, words: list[str], ends: date | None, hours: Hours) -> None:
        """Add what a row says that is not weekly: as a rule, or in words when it gives none."""
        try:
            hours.dated |= dict.fromkeys(read_rule(row))
        except NotHours as fault:
            if not words:
                reason = f"hours that are not weekly, without words: {fault}"
                self._ledger.skip(row, "freq", reason)
                return
            self._ledger.issue(row, "freq", f"hours that are not weekly stay in words: {fault}")
        else:
            if ends:
                hours.ends = min(ends, hours.ends or ends)
        hours.notes |= dict.fromkeys(words)
        self._ledger.use(row)

    def _columns(self, row: SourceRow) -> set[Interval]:
        days = parse_days(row.get("byday"))
        if not days and not row.get("byday") and row.get("freq").upper() == "WEEKLY":
            begins = iso_day(row.get("dtstart"))
            days = (WEEK[begins.weekday()],) if begins else ()
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


def _end(row: SourceRow) -> date | None:
    return iso_day(row.get("valid_to")) or iso_day(row.get("until"))


def _in_season(intervals: Iterable[Interval], season: _Season) -> list[Schedule]:
    begins, ends = season
    return [
        Schedule(weekday=day, opens_at=opens, closes_at=closes, valid_from=begins, valid_to=ends)
        for day, opens, closes in in_order(list(intervals))
    ]


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

    One grid cannot tell sites apart, so where they differ each goes into the note by its name;
    rules and seasons that differ are left to the words of their rows.
    """
    merged = Hours()
    for _, hours in parts:
        merged.notes |= hours.notes
        if hours.ends:
            merged.ends = min(hours.ends, merged.ends or hours.ends)
    told = [hours for _, hours in parts if hours.intervals or hours.dated]
    if not told:
        return merged
    first = told[0]
    if all((one.intervals, one.dated) == (first.intervals, first.dated) for one in told):
        merged.intervals, merged.dated = set(first.intervals), dict(first.dated)
    else:
        for name, hours in parts:
            if hours.intervals:
                merged.notes[f"{name}: {describe(hours.intervals, language)}".lstrip(": ")] = None
    return merged
