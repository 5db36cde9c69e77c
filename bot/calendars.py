"""Dates, weekdays and times as people of each language write them.

Babel's data for Haitian Creole has French month and day names, so Creole brings its own here.
"""

from datetime import date, time
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_day_names

_HT_MONTHS = ["janvye", "fevriye", "mas", "avril", "me", "jen"]
_HT_MONTHS += ["jiyè", "out", "septanm", "oktòb", "novanm", "desanm"]
_HT_DAYS = ["lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch"]
_LOCALES = {"es": "es_419", "en": "en_US", "fr": "fr", "ht": "ht", "pt": "pt_BR"}


@cache
def locale(language: str) -> Locale:
    """Return the Babel locale that numbers and dates of `language` are written in."""
    return Locale.parse(_LOCALES[language])


@lru_cache(maxsize=4096)
def long_date(day: date, language: str) -> str:
    """Return `day` with its month in words: "29 jiyè 2019"."""
    if language == "ht":
        first = "premye" if day.day == 1 else str(day.day)
        return f"{first} {_HT_MONTHS[day.month - 1]} {day.year}"
    return format_date(day, format="long", locale=locale(language))


@lru_cache(maxsize=4096)
def day_month(day: date, language: str) -> str:
    """Return `day` without its year: "December 3", "3 desanm"."""
    if language == "ht":
        first = "premye" if day.day == 1 else str(day.day)
        return f"{first} {_HT_MONTHS[day.month - 1]}"
    return str(format_skeleton("MMMMd", day, locale=locale(language)))


def loose_date(written: str, language: str) -> str:
    """Return a date as far as it is known: "2023" or "January 2022" or a whole one."""
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    if len(parts) > 2:
        return long_date(date.fromisoformat(written), language)
    if language == "ht":
        return f"{_HT_MONTHS[parts[1] - 1]} {parts[0]}"
    month = date(parts[0], parts[1], 1)
    return str(format_skeleton("yMMMM", month, locale=locale(language)))


@cache
def weekday(number: int, language: str) -> str:
    """Return the name of a weekday, Monday being 0."""
    if language == "ht":
        return _HT_DAYS[number]
    return str(get_day_names("wide", locale=locale(language))[number])


@lru_cache(maxsize=8192)
def clock(moment: time, language: str) -> str:
    """Return a time of day: "9:00 AM" in English, "9:00" or "09:00" elsewhere."""
    if language == "ht":
        # Creole speakers say the hour and the part of the day: "9è nan maten" ("9è30").
        minutes = f"{moment.minute:02d}" if moment.minute else ""
        hour = moment.hour % 12 or 12
        if moment.hour == 12 and not moment.minute:
            return "midi"
        if moment.hour == 0 and not moment.minute:
            return "minwi"
        part = "nan maten" if moment.hour < 12 else "nan apremidi" if moment.hour < 18 else "diswa"
        return f"{hour}è{minutes} {part}"
    return format_time(moment, format="short", locale=locale(language))
