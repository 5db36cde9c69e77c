"""Open now, and when next: on the clock of the place, past midnight, day and night."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hours import Opening, opening, week
from knowledge.content import Schedule
from knowledge.recurrence import WEEKDAYS
from tests.support.timetables import ALWAYS, LIMA, NEW_YORK, OFFICE, SCHEDULES, ZONES, at, hours

MINUTES_A_WEEK = 7 * 24 * 60


# 2026-03-02 is a Monday.


def test_without_a_timetable_nothing_is_said() -> None:
    assert opening((), at("2026-03-02 10:00"), LIMA) is None


def test_it_is_open_until_it_closes() -> None:
    assert opening(OFFICE, at("2026-03-02 10:00"), LIMA) == Opening(
        True, at("2026-03-02 17:00"), None
    )


def test_the_minute_of_opening_is_open_and_that_of_closing_is_not() -> None:
    opens = opening(OFFICE, at("2026-03-02 09:00"), LIMA)
    closes = opening(OFFICE, at("2026-03-02 17:00"), LIMA)
    assert opens is not None
    assert closes is not None
    assert (opens.is_open, closes.is_open) == (True, False)


@pytest.mark.parametrize(
    ("now", "following"),
    [
        ("2026-03-02 08:00", "2026-03-02 09:00"),
        ("2026-03-02 18:00", "2026-03-03 09:00"),
        ("2026-03-06 18:00", "2026-03-09 09:00"),
        ("2026-03-08 12:00", "2026-03-09 09:00"),
    ],
)
def test_when_closed_the_next_opening_is_told(now: str, following: str) -> None:
    assert opening(OFFICE, at(now), LIMA) == Opening(False, None, at(following))


def test_once_a_week_the_next_opening_is_in_a_week() -> None:
    assert opening(hours("MO 09:00 10:00"), at("2026-03-02 10:30"), LIMA) == Opening(
        False, None, at("2026-03-09 09:00")
    )


def test_hours_past_midnight_belong_to_the_evening_before() -> None:
    night = hours("SA 20:00 02:00")
    for now in ("2026-03-07 23:00", "2026-03-08 01:59"):
        assert opening(night, at(now), LIMA) == Opening(True, at("2026-03-08 02:00"), None)
    after = opening(night, at("2026-03-08 02:00"), LIMA)
    assert after is not None
    assert not after.is_open


def test_day_and_night_has_no_closing_time() -> None:
    for now in ("2026-03-02 00:00", "2026-03-08 23:59"):
        assert opening(ALWAYS, at(now), LIMA) == Opening(True, None, None)


def test_one_closed_hour_a_week_is_a_closing_time() -> None:
    nearly = (*hours("SU 00:00 23:00"), *(one for one in ALWAYS if one.weekday != "SU"))
    assert opening(nearly, at("2026-03-02 00:00"), LIMA) == Opening(
        True, at("2026-03-08 23:00"), None
    )


def test_a_lunch_break_closes() -> None:
    split = hours("MO 09:00 12:00", "MO 13:00 17:00")
    assert opening(split, at("2026-03-02 12:30"), LIMA) == Opening(
        False, None, at("2026-03-02 13:00")
    )


def test_hours_that_touch_are_one() -> None:
    touching = hours("MO 09:00 12:00", "MO 12:00 17:00")
    assert opening(touching, at("2026-03-02 10:00"), LIMA) == Opening(
        True, at("2026-03-02 17:00"), None
    )


def test_now_is_read_on_the_clock_of_the_place() -> None:
    moment = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)  # 10:30 in Lima, 12:30 in São Paulo
    morning = hours("MO 09:00 12:00")
    here, there = opening(morning, moment, LIMA), opening(morning, moment, "America/Sao_Paulo")
    assert here is not None
    assert there is not None
    assert (here.is_open, there.is_open) == (True, False)


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        ("2026-03-07 14:30", True),  # Saturday before the clocks go forward: 9:30
        ("2026-03-08 13:30", True),  # Sunday after it: 9:30 too
        ("2026-03-08 14:30", False),
        ("2026-11-01 14:30", True),  # the Sunday on which they go back: 9:30
        ("2026-11-01 13:30", False),
    ],
)
def test_daylight_saving_follows_the_wall_clock(utc: str, is_open: bool) -> None:
    mornings = hours("SA 09:00 10:00", "SU 09:00 10:00")
    state = opening(mornings, datetime.fromisoformat(utc).replace(tzinfo=UTC), NEW_YORK)
    assert state is not None
    assert state.is_open == is_open


def open_minutes(schedules: list[Schedule]) -> list[bool]:
    """Return for each minute of a week whether it is open, counted one by one."""
    minutes = [False] * MINUTES_A_WEEK
    for schedule in schedules:
        start, end = (
            int(written[:2]) * 60 + int(written[3:])
            for written in (schedule.opens_at, schedule.closes_at)
        )
        end += 24 * 60 if end <= start else 0
        day = WEEKDAYS.index(schedule.weekday) * 24 * 60
        for minute in range(day + start, day + end):
            minutes[minute % MINUTES_A_WEEK] = True
    return minutes


@settings(max_examples=150, deadline=None)
@given(
    schedules=SCHEDULES,
    minute=st.integers(0, MINUTES_A_WEEK - 1),
    seconds=st.integers(0, 59),
    zone=st.sampled_from(ZONES),
)
def test_it_agrees_with_counting_the_minutes(
    schedules: list[Schedule], minute: int, seconds: int, zone: str
) -> None:
    minutes = open_minutes(schedules)
    monday = at("2026-05-04 00:00", zone)  # no clock goes forward or back in the weeks around
    state = opening(schedules, monday + timedelta(minutes=minute, seconds=seconds), zone)
    assert state is not None
    assert state.is_open == minutes[minute]
    turns = next(
        (
            after
            for after in range(1, MINUTES_A_WEEK + 1)
            if minutes[(minute + after) % MINUTES_A_WEEK] != minutes[minute]
        ),
        None,
    )
    expected = None if turns is None else monday + timedelta(minutes=minute + turns)
    assert (state.open_until or state.next_opening) == expected


def test_days_with_the_same_hours_stand_together() -> None:
    timetable = hours(
        "MO 09:00 17:00", "TU 09:00 17:00", "WE 09:00 17:00", "FR 09:00 17:00", "SA 10:00 24:00"
    )
    assert week(timetable) == [
        ((0, 1, 2), [(time(9), time(17))]),
        ((4,), [(time(9), time(17))]),
        ((5,), [(time(10), time(0))]),
    ]


def test_two_openings_a_day_are_in_order_and_told_once() -> None:
    timetable = hours("MO 13:00 17:00", "MO 09:00 12:00", "MO 09:00 12:00")
    assert week(timetable) == [((0,), [(time(9), time(12)), (time(13), time(17))])]


@settings(max_examples=50, deadline=None)
@given(SCHEDULES)
def test_the_week_tells_each_day_that_has_hours_once(schedules: list[Schedule]) -> None:
    told = [day for days, _ in week(schedules) for day in days]
    assert told == sorted({WEEKDAYS.index(one.weekday) for one in schedules})
