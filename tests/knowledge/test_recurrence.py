"""The days of a schedule: weekdays, rules, seasons, exceptions; rules that cannot be kept."""

from datetime import date, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Schedule
from knowledge.recurrence import LOOK_AHEAD_DAYS, WEEKDAYS, days_of, find_fault, is_plain

NEW_YEAR = date(2026, 1, 1)  # a Thursday


def rule(written: str, **more: object) -> Schedule:
    return Schedule.model_validate(
        {"rrule": written, "starts_on": NEW_YEAR, "opens_at": "09:00", "closes_at": "12:00", **more}
    )


def days(schedule: Schedule, count: int = 3, first: date = NEW_YEAR) -> list[str]:
    last = first + timedelta(days=LOOK_AHEAD_DAYS)
    return [day.isoformat() for day in days_of(schedule, first, last)][:count]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=1TU", ["2026-01-06", "2026-02-03", "2026-03-03"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2026-01-30", "2026-02-27", "2026-03-27"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", ["2026-12-24"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", ["2026-01-01", "2026-01-15", "2026-01-29"]),
        ("FREQ=DAILY;COUNT=2", ["2026-01-01", "2026-01-02"]),
        ("FREQ=DAILY;UNTIL=20260102", ["2026-01-01", "2026-01-02"]),
    ],
)
def test_a_rule_gives_its_days(written: str, expected: list[str]) -> None:
    assert find_fault(rule(written)) == ""
    assert days(rule(written)) == expected


def test_bounds_and_exceptions_are_kept() -> None:
    monthly = rule(
        "FREQ=MONTHLY;BYDAY=1TU", valid_from="2026-02-01", valid_to="2026-04-30",
        except_on=["2026-03-03"],
    )  # fmt: skip
    assert days(monthly) == ["2026-02-03", "2026-04-07"]
    weekly = Schedule.model_validate(
        {
            "weekday": "MO", "opens_at": "09:00", "closes_at": "12:00",
            "valid_from": "2026-03-01", "valid_to": "2026-03-16", "except_on": ["2026-03-09"],
        }
    )  # fmt: skip
    assert days(weekly) == ["2026-03-02", "2026-03-16"]
    assert not is_plain(weekly)
    assert not is_plain(monthly)
    assert is_plain(Schedule(weekday="MO", opens_at="09:00", closes_at="12:00"))


def test_a_rule_that_began_long_ago_is_looked_at_from_any_day() -> None:
    old = rule("FREQ=DAILY;INTERVAL=3").model_copy(update={"starts_on": date(1990, 1, 1)})
    assert len(days(old, 400)) in {133, 134}


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "never falls"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never falls"),
        ("FREQ=MONTHLY;BYDAY=6MO", "never falls"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=3", "never falls"),
        ("FREQ=WEEKLY;UNTIL=20200101", "never falls"),
        ("FREQ=DAILY;BYHOUR=9,10", "by the hour"),
        ("FREQ=DAILY;INTERVAL=0", "from 1 to 9999"),
        ("FREQ=DAILY;INTERVAL=99999999", "from 1 to 9999"),
        ("FREQ=DAILY;COUNT=-1", "from 1 to 9999"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_found_and_opens_on_no_day(written: str, fault: str) -> None:
    assert fault in find_fault(rule(written))
    assert days(rule(written)) == []


def test_a_rare_day_is_no_fault() -> None:
    assert find_fault(rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO")) == ""


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        [
            "FREQ=MONTHLY;BYDAY=2WE,4WE", "FREQ=YEARLY;BYDAY=1MO", "FREQ=YEARLY;BYYEARDAY=1,100",
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
            "FREQ=DAILY;INTERVAL=11", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=DAILY;COUNT=100",
        ]
    ),
    st.dates(date(2010, 1, 1), date(2027, 1, 1)),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.integers(0, LOOK_AHEAD_DAYS),
)  # fmt: skip
def test_any_window_shows_what_the_whole_rule_gives(
    written: str, starts_on: date, first: date, length: int
) -> None:
    schedule = rule(written).model_copy(update={"starts_on": starts_on})
    last = first + timedelta(days=length)
    whole = rrulestr(f"DTSTART:{starts_on:%Y%m%d}T000000\nRRULE:{written}")
    expected = []
    for moment in whole:
        if moment.date() > last:
            break
        if moment.date() >= first:
            expected.append(moment.date())
    assert list(days_of(schedule, first, last)) == expected


@given(st.sampled_from(WEEKDAYS), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_a_weekday_comes_every_seven_days(weekday: str, first: date, length: int) -> None:
    schedule = Schedule.model_validate(
        {"weekday": weekday, "opens_at": "09:00", "closes_at": "12:00"}
    )
    last = first + timedelta(days=length)
    every = [first + timedelta(days=number) for number in range(length + 1)]
    assert list(days_of(schedule, first, last)) == [
        day for day in every if WEEKDAYS[day.weekday()] == weekday
    ]
