"""Dates and times as people write them, in five languages; Creole has its own words."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars import clock, long_date, loose_date, weekday
from knowledge.languages import LANGUAGES

DAY = date(2019, 7, 29)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("es", "29 de julio de 2019"),
        ("en", "July 29, 2019"),
        ("fr", "29 juillet 2019"),
        ("ht", "29 jiyè 2019"),
        ("pt", "29 de julho de 2019"),
    ],
)
def test_a_date_is_written_out_in_each_language(language: str, written: str) -> None:
    assert long_date(DAY, language) == written


def test_creole_months_are_creole_from_january_to_december() -> None:
    months = [long_date(date(2026, month, 15), "ht").split()[1] for month in range(1, 13)]
    assert months == [
        "janvye", "fevriye", "mas", "avril", "me", "jen",
        "jiyè", "out", "septanm", "oktòb", "novanm", "desanm",
    ]  # fmt: skip


def test_the_first_of_a_month_has_its_name_in_creole() -> None:
    assert long_date(date(2026, 1, 1), "ht") == "premye janvye 2026"


@pytest.mark.parametrize(
    ("language", "monday", "sunday"),
    [
        ("es", "lunes", "domingo"),
        ("en", "Monday", "Sunday"),
        ("fr", "lundi", "dimanche"),
        ("ht", "lendi", "dimanch"),
        ("pt", "segunda-feira", "domingo"),
    ],
)
def test_a_week_begins_on_monday(language: str, monday: str, sunday: str) -> None:
    assert (weekday(0, language), weekday(6, language)) == (monday, sunday)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_has_seven_names(language: str) -> None:
    assert len({weekday(number, language) for number in range(7)}) == 7


def test_creole_days_are_creole() -> None:
    assert [weekday(number, "ht") for number in range(7)] == (
        "lendi madi mèkredi jedi vandredi samdi dimanch".split()
    )


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("es", "2023", "2023"),
        ("es", "2022-01", "enero de 2022"),
        ("en", "2022-01", "January 2022"),
        ("fr", "2022-01", "janvier 2022"),
        ("ht", "2022-01", "janvye 2022"),
        ("pt", "2022-01", "janeiro de 2022"),
        ("ht", "2019-07-29", "29 jiyè 2019"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(language: str, written: str, said: str) -> None:
    assert loose_date(written, language) == said


@pytest.mark.parametrize(
    ("language", "nine", "half_past_two", "evening"),
    [
        ("es", "9:00 a.m.", "2:30 p.m.", "8:15 p.m."),
        ("en", "9:00 AM", "2:30 PM", "8:15 PM"),
        ("fr", "09:00", "14:30", "20:15"),
        ("ht", "9è nan maten", "2è30 nan apremidi", "8è15 diswa"),
        ("pt", "09:00", "14:30", "20:15"),
    ],
)
def test_a_time_is_said_as_people_say_it(
    language: str, nine: str, half_past_two: str, evening: str
) -> None:
    said = [clock(moment, language) for moment in (time(9), time(14, 30), time(20, 15))]
    assert [text.replace("\u202f", " ").replace("\xa0", " ") for text in said] == [
        nine, half_past_two, evening,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (time(0), "minwi"),
        (time(12), "midi"),
        (time(12, 30), "12è30 nan apremidi"),
        (time(0, 5), "12è05 nan maten"),
        (time(17, 59), "5è59 nan apremidi"),
        (time(18), "6è diswa"),
    ],
)
def test_creole_names_noon_midnight_and_the_part_of_the_day(moment: time, said: str) -> None:
    assert clock(moment, "ht") == said


@given(st.times(), st.sampled_from(LANGUAGES))
def test_two_minutes_of_a_day_are_never_said_alike(moment: time, language: str) -> None:
    other = time((moment.hour + 12) % 24, moment.minute)
    assert clock(moment, language) != clock(other, language)
