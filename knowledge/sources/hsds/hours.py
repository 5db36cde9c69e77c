"""Times, weekdays and opening hours as people and programs write them.

Times are read as the clock on the wall: a zone or offset behind a time is dropped, since
directories put "Z" behind local times.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from knowledge.languages import fold

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
WEEK: Final[tuple[Weekday, ...]] = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_NIGHT: Final = 16 * 60
"""An interval over midnight that is longer than this (minutes) is taken for a slip of the pen."""
EARLIEST_BARE: Final = 6 * 60
"""A time before this without am or pm on either side is not taken for the morning."""

_DAY_NAMES: Final[dict[Weekday, str]] = {
    "MO": "monday mon lunes lun lundi lendi segunda segunda-feira seg",
    "TU": "tuesday tues tue tu martes mar mardi madi terca terca-feira ter",
    "WE": "wednesday weds wed we miercoles mie mercredi mer mekredi quarta quarta-feira qua",
    "TH": "thursday thurs thur thu th jueves jue jeudi jeu jedi quinta quinta-feira qui",
    "FR": "friday fri fr viernes vie vendredi ven vandredi sexta sexta-feira sex",
    "SA": "saturday sat sa sabado sab samedi sam samdi",
    "SU": "sunday sun su domingo dom dimanche dim dimanch",
}
_DAYS: Final[dict[str, Weekday]] = {
    name: day for day, names in _DAY_NAMES.items() for name in (*names.split(), day.lower())
}
_GROUPS: Final[dict[str, tuple[Weekday, ...]]] = {
    "weekdays": WEEK[:5],
    "weekday": WEEK[:5],
    "weekends": WEEK[5:],
    "weekend": WEEK[5:],
    "daily": WEEK,
    "every day": WEEK,
    "everyday": WEEK,
    "7 days a week": WEEK,
    "7 days": WEEK,
    "seven days a week": WEEK,
    "todos los dias": WEEK,
    "tous les jours": WEEK,
    "todos os dias": WEEK,
    "chak jou": WEEK,
}

_TIME: Final = (
    r"(?:noon|midnight|mediodia|medianoche|midi|minuit|meio-dia|meia-noite|midi|minwi"
    r"|\d{1,2}(?:[:h.]?\d{2}(?::\d{2})?)?h?\s?(?:a\.?m?\.?|p\.?m?\.?)?(?![\w:]))"
)
_TIME_PARTS: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:[:h.]?(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?)?h?"
    r"\s?(?:(?P<half>[ap])(?:\.?\s?m?\.?)?)?(?:z|[+-]\d{2}:?\d{2})?"
)
_WORDS: Final = {
    "noon": 720, "mediodia": 720, "midi": 720, "meio-dia": 720,
    "midnight": 0, "medianoche": 0, "minuit": 0, "meia-noite": 0, "minwi": 0,
}  # fmt: skip
_DASH: Final = (
    r"\s?(?:-|–|—|‑|‐|\bto\b|\buntil\b|\ba\b|\bas\b|\bate\b|\bhasta\b|\bjusqu'a\b|\brive\b)\s?"
)
_ALL_DAY: Final = (
    r"24\s?hours?(?:\s(?:a|per)\sday)?|24\s?hrs?\b|24\s?h\b|24 horas|24 heures|24 e(?:dtan)?\b"
)
_DAY: Final = "|".join(sorted({*_DAYS} - {"a"}, key=len, reverse=True))
_GROUP: Final = "|".join(sorted(_GROUPS, key=len, reverse=True))
_PIECE: Final = re.compile(
    rf"(?P<always>24\s?/\s?7)|(?P<whole>{_ALL_DAY})"
    rf"|(?P<opens>{_TIME}){_DASH}(?P<closes>{_TIME})"
    rf"|\b(?P<group>{_GROUP})\b"
    rf"|\b(?P<first>{_DAY})\b\.?(?:\s?(?:-|–|—|\bto\b|\bthrough\b|\ba\b|\bau\b)\s?(?P<last>{_DAY})\b\.?)?"
)
_GLUE: Final = re.compile(r"[\s,;&/.:|()+]|\b(?:and|y|e|et|ak|from|de|du|on|open|hours)\b")


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
        return _GROUPS[group]
    if not match["first"]:
        return ()
    first = WEEK.index(_DAYS[match["first"]])
    last = WEEK.index(_DAYS[match["last"]]) if match["last"] else first
    # "Sat-Mon" goes round the end of the week.
    return tuple(WEEK[(first + step) % 7] for step in range((last - first) % 7 + 1))


def _minutes(text: str) -> tuple[int, str] | None:
    """Return (minutes from midnight, "a", "p" or "" for an open half of the day)."""
    plain = fold(text)
    if plain in _WORDS:
        return _WORDS[plain], "-"
    match = _TIME_PARTS.fullmatch(plain)
    if not match:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = match["half"] or ""
    if (
        minute > 59
        or hour > (12 if half else 24)
        or (half and hour == 0)
        or hour * 60 + minute > 1440
    ):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif hour > 12 or match["hour"].startswith("0") or hour == 0:
        half = "-"  # a clock of 24 hours
    return hour * 60 + minute, half


def parse_interval(opens: str, closes: str) -> tuple[str, str] | None:
    """Return ("HH:MM", "HH:MM") for a pair of times, None when they make no sense together.

    Where one time lacks am or pm, the reading with the shorter opening is taken: "8:00"-"4:00pm"
    is from the morning, "6:00"-"8:00pm" from the evening. "00:00"-"24:00" is the whole day.
    """
    first, last = _minutes(_bare(opens)), _minutes(_bare(closes))
    if first is None or last is None:
        return None
    (start, start_half), (end, end_half) = first, last
    if start_half in ("a", "p") and not end_half:
        end = _nearest_after(start, end)
    elif end_half in ("a", "p") and not start_half:
        start = _nearest_before(end or 1440, start)
    elif not start_half and not end_half and (end <= start or start < EARLIEST_BARE):
        return None  # "9-5", "1:00-4:00": which half of the day is anybody's guess
    if end in (0, 1439) and start != end:
        end = 1440
    if start == end:
        return ("00:00", "24:00") if start == 0 else None
    if start >= 1440 or (end < start and end + 1440 - start > LONGEST_NIGHT):
        return None
    return _clock(start), _clock(end)


def _bare(text: str) -> str:
    """Drop a remark in brackets and a weekday behind a time."""
    plain = re.sub(r"\([^)]*\)", "", fold(text)).strip()
    return re.sub(rf"\s+(?:{_DAY})$", "", plain)


def _nearest_after(start: int, end: int) -> int:
    candidates = [end % 720, end % 720 + 720]
    return min(candidates, key=lambda minute: (minute - start - 1) % 1440)


def _nearest_before(end: int, start: int) -> int:
    candidates = [start % 720, start % 720 + 720]
    return min(candidates, key=lambda minute: (end - minute - 1) % 1440)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@lru_cache(maxsize=2048)
def parse_hours_text(text: str) -> HoursText:
    """Return what a text such as "9:00am-5:00pm, Mon-Thur; 9-4, Fri" says.

    It is `complete` when every word of it was understood; a label ("Walk-in:"), a single time, a
    date or a remark makes it incomplete.
    """
    plain = fold(text)
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
