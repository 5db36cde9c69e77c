"""Open now, and when next: on the clock of the place, past midnight, day and night."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hours import Opening, closed_days, next_days, opening, seasons, spans, week
from knowledge.content import Schedule
from knowledge.recurrence import LOOK_AHEAD_DAYS, WEEKDAYS

LIMA = "America/Lima"
NEW_YORK = "America/New_York"
ZONES = [LIMA, NEW_YORK, "America/Sao_Paulo", "Europe/Lisbon", "UTC"]
MINUTES_A_WEEK = 7 * 24 * 60


def at(written: str, zone: str = LIMA) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))


def hours(*written: str) -> tuple[Schedule, ...]:
    """Read hours as "MO 09:00 17:00"."""
    return tuple(
        Schedule.model_validate(
            dict(zip(("weekday", "opens_at", "closes_at"), one.split(), strict=True))
        )
        for one in written
    )


OFFICE = hours(*(f"{day} 09:00 17:00" for day in ("MO", "TU", "WE", "TH", "FR")))
ALWAYS = hours(*(f"{day} 00:00 24:00" for day in WEEKDAYS))
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


_clocks = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
_schedules = st.lists(
    st.builds(
        Schedule,
        weekday=st.sampled_from(WEEKDAYS),
        opens_at=_clocks,
        closes_at=_clocks | st.just("24:00"),
    ),
    min_size=1,
    max_size=6,
)


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
    schedules=_schedules,
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
@given(_schedules)
def test_the_week_tells_each_day_that_has_hours_once(schedules: list[Schedule]) -> None:
    told = [day for days, _ in week(schedules) for day in days]
    assert told == sorted({WEEKDAYS.index(one.weekday) for one in schedules})


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
        opens_at=_clocks,
        closes_at=_clocks | st.just("24:00"),
        valid_from=st.none() | _days,
        valid_to=st.none() | _days,
        except_on=st.lists(_days, max_size=3).map(tuple),
    )
    | st.builds(
        Schedule,
        rrule=_rules,
        starts_on=_days,
        opens_at=_clocks,
        closes_at=_clocks | st.just("24:00"),
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
@given(_schedules, _moments, st.sampled_from(ZONES))
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
