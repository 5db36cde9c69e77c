"""Weekdays and weekly opening hours in the words of people, to intervals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from knowledge.languages import fold
from knowledge.sources.opening_hours.times import parse_interval
from knowledge.sources.opening_hours.weekdays import (
    DAY_PATTERN,
    DAYS,
    GROUP_PATTERN,
    GROUPS,
    WEEK,
    Weekday,
)

_TIME: Final = (
    r"(?:noon|midnight|mediodia|medianoche|midi|minuit|meio-dia|meia-noite|minwi"
    r"|\d{1,2}(?:[:h.]?\d{2}(?::\d{2})?)?h?\s?(?:a\.?m?\.?|p\.?m?\.?)?(?![\w:]))"
)
_DASH: Final = (
    r"\s?(?:-|–|—|‑|‐|\bto\b|\buntil\b|\ba\b|\bas\b|\bao\b|\bate\b|\bhasta\b|\bjusqu'a\b|\brive\b)"
    r"\s?"
)
_DAYS_DASH: Final = (
    r"\s?(?:-|–|—|\bto\b|\bthrough\b|\ba\b|\bau\b|\brive\b|\bjiska\b|\bate\b|\bhasta\b)\s?"
)
_ALL_DAY: Final = (
    r"24\s?hours?(?:\s(?:a|per)\sday)?|24\s?hrs?\b|24\s?h\b|24 horas|24 heures|24 e(?:dtan)?\b"
)
_PIECE: Final = re.compile(
    rf"(?P<always>24\s?/\s?7)|(?P<whole>{_ALL_DAY})"
    rf"|\b(?P<group>{GROUP_PATTERN})\b"
    rf"|(?P<opens>{_TIME}){_DASH}(?P<closes>{_TIME})"
    rf"|\b(?P<first>{DAY_PATTERN})\b\.?(?:{_DAYS_DASH}(?P<last>{DAY_PATTERN})\b\.?)?"
)
_GLUE: Final = re.compile(
    r"[\s,;&/.:|()+]|\b(?:and|y|e|et|ak|from|de|du|des|das|dos|da|do|le|les|la|las|los|el|on|soti"
    r"|open|hours|abierto|ouvert|aberto|louvri|horario|horaires)\b"
)
_UNIT: Final = re.compile(r"(\d{1,2})(:\d{2})?\s?(?:hrs?|hs|h|horas|heures)\b(?!\d)\.?")
_HALF: Final = re.compile(r"(\d)\s?([ap])\.?\s?m\b\.?")
_PART_OF_DAY: Final = re.compile(
    r"(\d{1,2})(?:[:h.e](\d{2})?)?\s?(?:(?P<morning>de la manana|da manha|du matin|nan maten)"
    r"|(?P<later>de la tarde|da tarde|de l'apres-midi|nan apremidi|du soir|diswa)"
    r"|(?P<night>de la noche|da noite))\b"
)
_CREOLE: Final = re.compile(r"(\d{1,2})e(\d{2})?\b(?!\s?\w)")


class Interval(NamedTuple):
    """Open from `opens` to `closes` on `day`; times are "HH:MM", `closes` may be "24:00"."""

    day: Weekday
    opens: str
    closes: str


@dataclass(frozen=True)
class HoursText:
    """What a text on opening hours says: its weekly intervals, and whether that is all of it."""

    intervals: tuple[Interval, ...]
    complete: bool


def parse_days(text: str) -> tuple[Weekday, ...]:
    """Return the weekdays a text names, in the order of the week; () when it is not understood.

    Reads names in five languages, iCalendar's letters, lists, ranges, words such as "daily" and
    the numbers 1 (Monday) to 7.
    """
    plain = fold(text)
    if re.fullmatch(r"[1-7](?:\s?,\s?[1-7])*", plain):
        return _ordered([WEEK[int(digit) - 1] for digit in re.findall(r"\d", plain)])
    days: list[Weekday] = []
    for match in _PIECE.finditer(plain):
        days += _days_of(match)
    rest = _GLUE.sub("", _PIECE.sub("", plain))
    return _ordered(days) if days and not rest else ()


def _ordered(days: Sequence[Weekday]) -> tuple[Weekday, ...]:
    return tuple(day for day in WEEK if day in days)


def _days_of(match: re.Match[str]) -> tuple[Weekday, ...]:
    if group := match["group"]:
        return GROUPS[group]
    if not match["first"]:
        return ()
    first = WEEK.index(DAYS[match["first"]])
    last = WEEK.index(DAYS[match["last"]]) if match["last"] else first
    # "Sat-Mon" goes round the end of the week.
    return tuple(WEEK[(first + step) % 7] for step in range((last - first) % 7 + 1))


def _plain(text: str) -> str:
    """Return `text` folded, its times in one of the ways that `parse_interval` reads."""
    plain = fold(text).replace("’", "'")
    plain = _PART_OF_DAY.sub(_with_half, plain)
    plain = _HALF.sub(r"\1\2m", plain)
    plain = _CREOLE.sub(lambda match: f"{match[1]}h{match[2] or ''}", plain)
    return _UNIT.sub(_without_unit, plain)


def _with_half(match: re.Match[str]) -> str:
    time = f"{match[1]}:{match[2] or '00'}"
    if match["night"] and int(match[1]) == 12:
        return f"{time}am"
    return f"{time}{'am' if match['morning'] else 'pm'}"


def _without_unit(match: re.Match[str]) -> str:
    """Return a time as a clock writes it; "24 hours" stays, which means the whole day."""
    if match[1] == "24" and not match[2]:
        return match.group()
    return f"{match[1]}{match[2] or 'h'}"


@lru_cache(maxsize=2048)
def parse_hours_text(text: str) -> HoursText:
    """Return what a text such as "9:00am-5:00pm, Mon-Thur; 9-4, Fri" says.

    It is `complete` when every word of it was understood; a label ("Walk-in:"), a single time, a
    date or a remark makes it incomplete.
    """
    plain = _plain(text)
    rest = _GLUE.sub("", _PIECE.sub(" ", plain))
    intervals: list[Interval] = []
    sound = not rest
    hours: list[tuple[str, str]] = []
    days: list[Weekday] = []
    hours_first: bool | None = None

    def close_group() -> bool:
        intervals.extend(Interval(day, *span) for day in _ordered(days) for span in hours)
        fine = bool(hours and days)
        hours.clear()
        days.clear()
        return fine

    for match in _PIECE.finditer(plain):
        if match["always"]:
            spans, named = [("00:00", "24:00")], WEEK
        else:
            spans, named = _spans_of(match), _days_of(match)
        if not spans and not named:
            sound = False
            continue
        if hours_first is None:
            hours_first = bool(spans)
        # A group ends where its first kind of piece comes again after the second.
        begins = bool(spans) if hours_first else bool(named)
        if begins and hours and days:
            sound &= close_group()
        hours += spans
        days += named
    sound &= close_group()
    return HoursText(tuple(sorted(set(intervals), key=_place)), sound)


def _spans_of(match: re.Match[str]) -> list[tuple[str, str]]:
    if match["whole"]:
        return [("00:00", "24:00")]
    if match["opens"] and (span := parse_interval(match["opens"], match["closes"])):
        return [span]
    return []


def _place(interval: Interval) -> tuple[int, str, str]:
    return WEEK.index(interval.day), interval.opens, interval.closes


def in_order(intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return intervals in the order of the week, each once."""
    return tuple(sorted(set(intervals), key=_place))
