"""One pair of times, as people and programs write them, to "HH:MM".

Times are read as the clock on the wall: a zone or offset behind a time is dropped, since
directories put "Z" behind local times.
"""

import re
from typing import Final

from knowledge.languages import fold
from knowledge.sources.opening_hours.weekdays import DAY_PATTERN

LONGEST_NIGHT: Final = 16 * 60
"""An interval over midnight that is longer than this (minutes) is taken for a slip of the pen."""
EARLIEST_BARE: Final = 6 * 60
"""A time before this without am or pm on either side is not taken for the morning."""
_TIME_PARTS: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:[:h.]?(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?)?h?"
    r"\s?(?:(?P<half>[ap])(?:\.?\s?m?\.?)?)?(?:z|[+-]\d{2}:?\d{2})?"
)
_WORDS: Final = {
    "noon": 720, "mediodia": 720, "midi": 720, "meio-dia": 720,
    "midnight": 0, "medianoche": 0, "minuit": 0, "meia-noite": 0, "minwi": 0,
}  # fmt: skip


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
    return re.sub(rf"\s+(?:{DAY_PATTERN})$", "", plain)


def _nearest_after(start: int, end: int) -> int:
    candidates = [end % 720, end % 720 + 720]
    return min(candidates, key=lambda minute: (minute - start - 1) % 1440)


def _nearest_before(end: int, start: int) -> int:
    candidates = [start % 720, start % 720 + 720]
    return min(candidates, key=lambda minute: (end - minute - 1) % 1440)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
