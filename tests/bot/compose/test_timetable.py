"""Opening hours in words: the week, seasons, rules and exceptions, in five languages."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.compose.timetable import open_now, week_lines
from bot.phrases import phrases
from knowledge.content import Location, Schedule, Standing
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.places.tree import place_files
from tests.support.records import make_content

PLACES = Places(place_files())
MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
"""10:00 in Lima."""
EN = phrases("en")


def content(**fields: Any) -> Any:
    return make_content(**{"place_id": "lima", **fields})


def plain(text: str) -> str:
    """Return `text` with ordinary blanks."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def rule(written: str, opens: str = "09:00", closes: str = "12:00", **more: Any) -> Schedule:
    return Schedule(
        rrule=written, starts_on=date(2026, 1, 1), opens_at=opens, closes_at=closes, **more
    )


def monday(opens: str, closes: str) -> tuple[Schedule, ...]:
    return (Schedule(weekday="MO", opens_at=opens, closes_at=closes),)


ALWAYS = tuple(
    Schedule.model_validate({"weekday": day, "opens_at": "00:00", "closes_at": "24:00"})
    for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Abierto ahora. Cierra: 5:00 p.m."),
        ("en", "Open now, until 5:00 PM"),
        ("fr", "Ouvert maintenant, jusqu’à 17:00"),
        ("ht", "Louvri kounye a, jiska 5è nan apremidi"),
        ("pt", "Aberto agora, até 17:00"),
    ],
)
def test_open_now_is_said_in_each_language(language: str, said: str) -> None:
    office = content(schedules=monday("09:00", "17:00"))
    told = open_now(office, PLACES, MONDAY, phrases(language))
    assert told.replace("\u202f", " ").replace("\xa0", " ") == said


def test_hours_are_read_on_the_clock_of_the_address() -> None:
    morning = monday("09:00", "11:00")  # at 10:00 in Lima it is noon in São Paulo
    there = Location(external_id="x", place_id="sao_paulo")
    assert open_now(content(schedules=morning), PLACES, MONDAY, EN).startswith("Open now")
    assert open_now(content(schedules=morning, locations=(there,)), PLACES, MONDAY, EN).startswith(
        "Closed now. Opens Monday"
    )


def test_day_and_night_is_said_so_and_no_hours_say_nothing() -> None:
    assert open_now(content(schedules=ALWAYS), PLACES, MONDAY, EN) == "Open now, day and night"
    assert open_now(content(), PLACES, MONDAY, EN) == ""


@pytest.mark.parametrize("standing", [one for one in Standing if not one.available])
def test_what_does_not_exist_now_is_never_open(standing: Standing) -> None:
    gone = content(schedules=ALWAYS, standing=standing)
    assert open_now(gone, PLACES, MONDAY, EN) == ""
    assert week_lines(gone, PLACES, MONDAY, EN) == []


def test_the_week_is_told_with_equal_days_together() -> None:
    timetable = [
        Schedule.model_validate({"weekday": day, "opens_at": "09:00", "closes_at": "17:00"})
        for day in ("MO", "TU", "WE")
    ]
    timetable.append(Schedule(weekday="SU", opens_at="00:00", closes_at="24:00"))
    lines = week_lines(content(schedules=tuple(timetable)), PLACES, MONDAY, EN)
    assert [line.replace("\u202f", " ") for line in lines] == [
        "Monday to Wednesday: 9:00 AM – 5:00 PM",
        "Sunday: all day",
    ]


TUESDAYS = rule("FREQ=MONTHLY;BYDAY=1TU")
WEEKLY = Schedule(weekday="MO", opens_at="09:00", closes_at="12:00")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Próximos días: 3 de marzo, 9:00 a.m. – 12:00 p.m.; 7 de abril,"),
        ("en", "Next days: March 3, 9:00 AM – 12:00 PM; April 7,"),
        ("fr", "Prochains jours : 3 mars, 09:00 – 12:00; 7 avril,"),
        ("ht", "Pwochen jou yo: 3 mas, 9è nan maten – midi; 7 avril,"),
        ("pt", "Próximos dias: 3 de março, 09:00 – 12:00; 7 de abril,"),
    ],
)
def test_what_is_not_weekly_is_told_as_its_next_three_days(language: str, said: str) -> None:
    (line,) = week_lines(content(schedules=(TUESDAYS,)), PLACES, MONDAY, phrases(language))
    assert plain(line).startswith(said)
    assert line.count(";") == 2


def test_the_week_comes_before_the_days_of_a_rule() -> None:
    lines = week_lines(content(schedules=(TUESDAYS, WEEKLY)), PLACES, MONDAY, EN)
    assert [line.split(":")[0] for line in lines] == ["Monday", "Next days"]


def test_a_day_of_two_rules_is_told_once() -> None:
    both = (TUESDAYS, rule("FREQ=MONTHLY;BYDAY=1TU", "14:00", "17:00"))
    (line,) = week_lines(content(schedules=both), PLACES, MONDAY, EN)
    assert "March 3, 9:00 AM – 12:00 PM, 2:00 PM – 5:00 PM; April 7" in plain(line)


def test_a_season_says_when_it_begins_and_ends() -> None:
    winter = WEEKLY.model_copy(
        update={"valid_from": date(2026, 6, 1), "valid_to": date(2026, 8, 31)}
    )
    lines = week_lines(content(schedules=(winter,)), PLACES, MONDAY, EN)
    assert [plain(line) for line in lines] == [
        "From June 1, 2026: Monday: 9:00 AM – 12:00 PM (until August 31, 2026)"
    ]
    in_winter = week_lines(content(schedules=(winter,)), PLACES, MONDAY + timedelta(120), EN)
    assert [plain(line) for line in in_winter] == [
        "Monday: 9:00 AM – 12:00 PM (until August 31, 2026)"
    ]
    assert week_lines(content(schedules=(winter,)), PLACES, MONDAY + timedelta(300), EN) == []


def test_closed_days_are_told_when_they_are_near() -> None:
    holiday = WEEKLY.model_copy(update={"except_on": (date(2026, 3, 9), date(2026, 12, 28))})
    lines = week_lines(content(schedules=(holiday,)), PLACES, MONDAY, EN)
    assert lines[1:] == ["Closed on: March 9"]


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        (TUESDAYS, "Closed now. Opens Tuesday at 9:00 AM"),
        (rule("FREQ=MONTHLY;BYDAY=2TU"), "Closed now. Opens Tuesday March 10 at 9:00 AM"),
        (rule("FREQ=MONTHLY;BYDAY=1MO"), "Open now, until 12:00 PM"),
        (rule("FREQ=YEARLY;COUNT=1"), "Closed now"),
    ],
)
def test_the_next_opening_is_named_by_its_date_when_the_weekday_is_not_enough(
    schedule: Schedule, said: str
) -> None:
    assert plain(open_now(content(schedules=(schedule,)), PLACES, MONDAY, EN)) == said


def test_an_opening_of_several_days_says_the_day_it_ends() -> None:
    fair = (rule("FREQ=DAILY;UNTIL=20260304", "00:00", "24:00"),)
    said = open_now(content(schedules=fair), PLACES, MONDAY, EN)
    assert plain(said) == "Open now, until Thursday at 12:00 AM"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_hours_is_said_in_every_language(language: str) -> None:
    schedules = (
        TUESDAYS,
        WEEKLY.model_copy(update={"except_on": (date(2026, 3, 9),)}),
        WEEKLY.model_copy(update={"valid_from": date(2026, 6, 1), "valid_to": date(2026, 7, 1)}),
    )
    lines = week_lines(content(schedules=schedules), PLACES, MONDAY, phrases(language))
    english = week_lines(content(schedules=schedules), PLACES, MONDAY, EN)
    assert len(lines) == len(english) == 4
    assert language == "en" or not set(lines) & set(english)
