"""Hours that do not come every week: rules, seasons, single days closed."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hours import Opening, closed_days, next_days, opening, seasons, spans
from knowledge.content import Schedule
from knowledge.recurrence import LOOK_AHEAD_DAYS, WEEKDAYS
from tests.support.timetables import (
    ALWAYS,
    CLOCKS,
    LIMA,
    NEW_YORK,
    OFFICE,
    SCHEDULES,
    ZONES,
    at,
    hours,
)


def rule(
    written: str, starts_on: str = "2026-01-01", opens: str = "09:00", closes: str = "12:00",
    **more: object,
) -> Schedule:  # fmt: skip
    return Schedule.model_validate(
        {"rrule": written, "starts_on": starts_on, "opens_at": opens, "closes_at": closes, **more}
    )


FIRST_TUESDAY = rule("FREQ=MONTHLY;BYDAY=1TU")


@pytest.mark.parametrize(
    ("schedule", "now", "following"),
    [
        (FIRST_TUESDAY, "2026-03-02 10:00", "2026-03-03 09:00"),
        (FIRST_TUESDAY, "2026-03-03 12:00", "2026-04-07 09:00"),
        (rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1"), "2026-02-01 12:00", "2027-02-01 09:00"),
        (rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"), "2026-03-02 10:00", "2026-03-09 09:00"),
        (rule("FREQ=DAILY;COUNT=1", "2026-12-24"), "2026-03-02 10:00", "2026-12-24 09:00"),
        (
            rule("FREQ=MONTHLY;BYDAY=1TU", except_on=["2026-03-03"]),
            "2026-03-02 10:00",
            "2026-04-07 09:00",
        ),
        (
            rule("FREQ=MONTHLY;BYDAY=1TU", valid_from="2026-04-08"),
            "2026-03-02 10:00",
            "2026-05-05 09:00",
        ),
        (rule("FREQ=MONTHLY;BYDAY=1TU", valid_to="2026-03-02"), "2026-03-02 10:00", None),
        (rule("FREQ=DAILY;COUNT=1", "2026-03-01"), "2026-03-02 10:00", None),
        (rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "2026-03-02 10:00", None),
    ],
)
def test_a_rule_tells_its_next_opening(schedule: Schedule, now: str, following: str | None) -> None:
    expected = at(following) if following else None
    assert opening([schedule], at(now), LIMA) == Opening(False, None, expected)


def test_a_rule_is_open_on_its_day_also_past_midnight() -> None:
    night = [rule("FREQ=MONTHLY;BYDAY=1TU", opens="20:00", closes="02:00")]
    assert opening(night, at("2026-03-04 01:00"), LIMA) == Opening(
        True, at("2026-03-04 02:00"), None
    )


def test_a_rule_follows_the_wall_clock_through_daylight_saving() -> None:
    sundays = [rule("FREQ=MONTHLY;BYDAY=1SU,2SU", "2025-01-01")]
    for utc, is_open in (
        ("2026-03-01 14:30", True),  # 9:30, before the clocks go forward
        ("2026-03-08 13:30", True),  # 9:30, on the day they do
        ("2026-03-08 12:59", False),
        ("2026-11-01 14:30", True),  # 9:30, on the day they go back
        ("2026-11-01 13:30", False),
    ):
        state = opening(sundays, datetime.fromisoformat(utc).replace(tzinfo=UTC), NEW_YORK)
        assert state is not None
        assert state.is_open == is_open, utc


def test_in_the_hour_that_comes_twice_the_next_opening_is_still_to_come() -> None:
    late = hours("SU 01:55 03:00")
    now = datetime(2026, 11, 1, 6, 50, tzinfo=UTC)  # 1:50 in New York for the second time
    state = opening(late, now, NEW_YORK)
    assert state is not None
    assert state.next_opening is not None
    assert state.next_opening.astimezone(UTC) == datetime(2026, 11, 1, 6, 55, tzinfo=UTC)


def season(first: str | None, last: str | None, *except_on: str) -> Schedule:
    return Schedule.model_validate(
        {
            "weekday": "MO", "opens_at": "09:00", "closes_at": "12:00",
            "valid_from": first, "valid_to": last, "except_on": except_on,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("schedule", "following"),
    [
        (season("2026-07-01", None), "2026-07-06 09:00"),
        (season(None, "2026-03-01"), None),
        (season(None, None, "2026-03-02", "2026-03-09"), "2026-03-16 09:00"),
        (season("2028-01-01", None), None),  # farther than people plan
    ],
)
def test_seasons_and_exceptions_are_kept(schedule: Schedule, following: str | None) -> None:
    expected = at(following) if following else None
    assert opening([schedule], at("2026-03-02 10:00"), LIMA) == Opening(False, None, expected)


def test_day_and_night_for_a_time_has_an_end() -> None:
    fair = [
        Schedule.model_validate({**one.model_dump(), "valid_to": "2026-03-20"}) for one in ALWAYS
    ]
    assert opening(fair, at("2026-03-02 10:00"), LIMA) == Opening(
        True, at("2026-03-21 00:00"), None
    )


def test_what_does_not_come_every_week_is_told_as_its_next_days() -> None:
    now = at("2026-03-03 11:00")
    found = next_days([FIRST_TUESDAY, *OFFICE], now, LIMA)
    hours_told = [(time(9), time(12))]
    assert found == [
        (date(2026, 3, 3), hours_told), (date(2026, 4, 7), hours_told),
        (date(2026, 5, 5), hours_told),
    ]  # fmt: skip
    assert next_days([FIRST_TUESDAY], at("2026-03-03 12:00"), LIMA, 1)[0][0] == date(2026, 4, 7)


def test_seasons_come_in_order_and_what_is_over_is_left_out() -> None:
    timetable = [
        season("2026-07-01", None), season(None, "2026-06-30"), season("2026-01-01", None),
        season(None, "2026-03-01"),
    ]  # fmt: skip
    found = [(one.begins, one.ends) for one in seasons(timetable, date(2026, 3, 2))]
    assert found == [(None, None), (None, date(2026, 6, 30)), (date(2026, 7, 1), None)]


def test_a_closed_day_is_told_unless_something_else_opens_on_it() -> None:
    closed = season(None, None, "2026-03-09", "2026-03-10", "2026-03-16")
    assert closed_days([closed], date(2026, 3, 2)) == [date(2026, 3, 9), date(2026, 3, 16)]
    instead = rule("FREQ=DAILY;COUNT=1", "2026-03-09")
    assert closed_days([closed, instead], date(2026, 3, 2)) == [date(2026, 3, 16)]


_days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
_rules = st.one_of(
    st.builds(
        "FREQ=MONTHLY;BYDAY={}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1]),
        st.sampled_from(WEEKDAYS),
    ),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.integers(1, 31)),
    st.builds(
        "FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}".format, st.integers(1, 12), st.integers(1, 31)
    ),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY=MO,SA".format, st.integers(1, 5)),
    st.builds("FREQ=DAILY;INTERVAL={};COUNT={}".format, st.integers(1, 40), st.integers(1, 90)),
)  # fmt: skip
_any_schedules = st.lists(
    st.builds(
        Schedule,
        weekday=st.sampled_from(WEEKDAYS),
        opens_at=CLOCKS,
        closes_at=CLOCKS | st.just("24:00"),
        valid_from=st.none() | _days,
        valid_to=st.none() | _days,
        except_on=st.lists(_days, max_size=3).map(tuple),
    )
    | st.builds(
        Schedule,
        rrule=_rules,
        starts_on=_days,
        opens_at=CLOCKS,
        closes_at=CLOCKS | st.just("24:00"),
        valid_to=st.none() | _days,
        except_on=st.lists(_days, max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=5,
)
_moments = st.datetimes(datetime(2025, 6, 1), datetime(2027, 6, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@settings(max_examples=200, deadline=None)
@given(_any_schedules, _moments, st.sampled_from(ZONES), st.sampled_from([8, LOOK_AHEAD_DAYS]))
def test_spans_never_overlap(
    schedules: list[Schedule], moment: datetime, zone: str, days: int
) -> None:
    found = spans(schedules, moment.astimezone(ZoneInfo(zone)), days)
    assert all(opens < closes for opens, closes in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))


@settings(max_examples=300, deadline=None)
@given(_any_schedules, _moments, st.sampled_from(ZONES))
def test_the_next_opening_is_never_past_and_is_an_opening(
    schedules: list[Schedule], moment: datetime, zone: str
) -> None:
    state = opening(schedules, moment, zone)
    assert state is not None
    clock = ZoneInfo(zone)
    wall = moment.astimezone(clock).replace(tzinfo=None)
    if state.is_open:
        if state.open_until is not None:
            assert state.open_until.replace(tzinfo=None) > wall
            after = opening(schedules, state.open_until, zone)
            assert after is not None
            assert not after.is_open
        return
    far = spans(schedules, moment.astimezone(clock), LOOK_AHEAD_DAYS)
    to_come = [opens for opens, _ in far if opens.replace(tzinfo=None) > wall]
    if to_come:
        assert state.next_opening is not None
        assert state.next_opening.astimezone(UTC) > moment
        assert state.next_opening.replace(fold=0) == to_come[0]


@settings(max_examples=150, deadline=None)
@given(SCHEDULES, _moments, st.sampled_from(ZONES))
def test_a_rule_of_every_week_is_the_same_as_its_weekday(
    schedules: list[Schedule], moment: datetime, zone: str
) -> None:
    as_rules = [
        rule(f"FREQ=WEEKLY;BYDAY={one.weekday}", "2025-01-01", one.opens_at, one.closes_at)
        for one in schedules
    ]
    local = moment.astimezone(ZoneInfo(zone))
    assert spans(as_rules, local) == spans(schedules, local)
    one, other = opening(as_rules, moment, zone), opening(schedules, moment, zone)
    assert one is not None
    assert other is not None
    assert (one.is_open, one.next_opening) == (other.is_open, other.next_opening)
    if one.open_until != other.open_until:  # day and night, as far as a rule is looked at
        assert other.open_until is None


@settings(max_examples=100, deadline=None)
@given(_any_schedules, _moments, st.sampled_from(ZONES))
def test_the_next_days_are_those_of_the_rules_and_none_is_past(
    schedules: list[Schedule], moment: datetime, zone: str
) -> None:
    found = next_days(schedules, moment, zone)
    local = moment.astimezone(ZoneInfo(zone))
    rules = [one for one in schedules if one.rrule]
    assert len(found) <= 3
    assert [day for day, _ in found] == sorted({day for day, _ in found})
    for day, told in found:
        assert day >= local.date() - timedelta(days=1)
        noon = datetime.combine(day, time(12), tzinfo=local.tzinfo)
        opens = {start.time() for start, _ in spans(rules, noon, 2) if start.date() == day}
        assert opens <= {start for start, _ in told}
