"""Calendars (RFC 5545) to schedules on the clock of the place."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Schedule
from knowledge.recurrence import days_of, find_fault
from knowledge.sources.opening_hours.calendars import read_calendar
from knowledge.sources.opening_hours.faults import NotHours

LIMA = "America/Lima"
NEW_YORK = "America/New_York"


def said(text: str, timezone: str = LIMA) -> list[dict[str, Any]]:
    """Return the schedules of a calendar as plain data, what is empty left out."""
    return [
        one.model_dump(exclude_defaults=True, mode="json") for one in read_calendar(text, timezone)
    ]


def rule(rrule: str, starts_on: str, opens: str, closes: str, **more: Any) -> dict[str, Any]:
    return {
        "rrule": rrule, "starts_on": starts_on, "opens_at": opens, "closes_at": closes, **more,
    }  # fmt: skip


ONCE = "FREQ=DAILY;COUNT=1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DTSTART:20260105T090000\nDTEND:20260105T120000\nRRULE:FREQ=MONTHLY;BYDAY=1TU",
         [rule("FREQ=MONTHLY;BYDAY=1TU", "2026-01-05", "09:00", "12:00")]),
        ("DTSTART:20261224T220000 DURATION:PT4H",
         [rule(ONCE, "2026-12-24", "22:00", "02:00")]),
        ("DTSTART:20261224T200000 DTEND:20261225T000000",
         [rule(ONCE, "2026-12-24", "20:00", "24:00")]),
        ("DTSTART;VALUE=DATE:20261224", [rule(ONCE, "2026-12-24", "00:00", "24:00")]),
        ("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY",
         [rule("FREQ=YEARLY", "2026-12-24", "00:00", "24:00")]),
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261226",
         [rule(ONCE, "2026-12-24", "00:00", "24:00"), rule(ONCE, "2026-12-25", "00:00", "24:00")]),
        ("DTSTART:20261224T220000\nDTEND:20261226T020000",
         [rule(ONCE, "2026-12-24", "22:00", "24:00"), rule(ONCE, "2026-12-25", "00:00", "24:00"),
          rule(ONCE, "2026-12-26", "00:00", "02:00")]),
        ("DTSTART:20261224T100000\nDURATION:PT1H\nRDATE:20270101T100000",
         [rule(ONCE, "2026-12-24", "10:00", "11:00"), rule(ONCE, "2027-01-01", "10:00", "11:00")]),
        ("DTSTART:20261224T100000\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20270101T100000/PT2H",
         [rule(ONCE, "2026-12-24", "10:00", "11:00"), rule(ONCE, "2027-01-01", "10:00", "12:00")]),
        ("DTSTART:20260106T090000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=1TU;UNTIL=20260401T090000"
         "\nEXDATE:20260203T090000",
         [rule("FREQ=MONTHLY;BYDAY=1TU;UNTIL=20260401", "2026-01-06", "09:00", "10:00",
               except_on=["2026-02-03"])]),
        ("DTSTART:20260106T090000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=1TU;UNTIL=20260407T080000",
         [rule("FREQ=MONTHLY;BYDAY=1TU;UNTIL=20260406", "2026-01-06", "09:00", "10:00")]),
    ],
)  # fmt: skip
def test_an_event_becomes_a_rule(text: str, expected: list[dict[str, Any]]) -> None:
    assert said(text) == expected


def test_a_plain_week_becomes_weekdays() -> None:
    text = "DTSTART:20260105T090000\nDURATION:PT3H\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE"
    text += "\nEXDATE:20260107T090000"
    hours = {"opens_at": "09:00", "closes_at": "12:00", "valid_from": "2026-01-05"}
    assert said(text) == [
        {"weekday": "MO", **hours},
        {"weekday": "WE", **hours, "except_on": ["2026-01-07"]},
    ]
    until = said("DTSTART:20260105T090000\nDURATION:PT3H\nRRULE:FREQ=WEEKLY;UNTIL=20260601")
    assert until == [{"weekday": "MO", **hours, "valid_to": "2026-06-01"}]
    daily = said("DTSTART:20260105T090000\nDURATION:PT3H\nRRULE:FREQ=DAILY")
    assert [one["weekday"] for one in daily] == ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def test_a_moved_and_a_cancelled_date_are_left_out_of_the_rule() -> None:
    text = """BEGIN:VEVENT
UID:a
DTSTART:20260105T090000
DTEND:20260105T120000
RRULE:FREQ=WEEKLY;COUNT=5
END:VEVENT
BEGIN:VEVENT
UID:a
RECURRENCE-ID:20260112T090000
DTSTART:20260113T100000
DTEND:20260113T120000
END:VEVENT
BEGIN:VEVENT
UID:a
RECURRENCE-ID:20260119T090000
STATUS:CANCELLED
DTSTART:20260119T090000
DTEND:20260119T120000
END:VEVENT"""
    assert said(text) == [
        rule("FREQ=WEEKLY;COUNT=5", "2026-01-05", "09:00", "12:00",
             except_on=["2026-01-12", "2026-01-19"]),
        rule(ONCE, "2026-01-13", "10:00", "12:00"),
    ]  # fmt: skip


def test_an_event_of_another_zone_is_told_on_the_clock_of_the_place() -> None:
    at_two = "DTSTART:20260105T140000Z\nDURATION:PT3H"
    assert said(at_two) == [rule(ONCE, "2026-01-05", "09:00", "12:00")]
    weekly = f"{at_two}\nRRULE:FREQ=WEEKLY"
    assert said(weekly)[0]["opens_at"] == "09:00"  # Lima never changes its clock
    with pytest.raises(NotHours, match="keeps the clock of UTC, which America/New_York does not"):
        said(weekly, NEW_YORK)
    own = "DTSTART;TZID=America/New_York:20260105T090000\nDURATION:PT3H\nRRULE:FREQ=WEEKLY"
    assert said(own, NEW_YORK)[0]["opens_at"] == "09:00"
    with_miami = own.replace("New_York", "Detroit")  # the same rules in another city
    assert said(with_miami, NEW_YORK)[0]["opens_at"] == "09:00"


def test_an_event_may_lie_on_another_day_at_the_place() -> None:
    night = "DTSTART:20260105T020000Z\nDURATION:PT3H"
    assert said(night) == [rule(ONCE, "2026-01-04", "21:00", "24:00")]
    weekly = said(f"{night}\nRRULE:FREQ=WEEKLY;BYDAY=MO,TH\nEXDATE:20260108T020000Z")
    assert [(one["weekday"], one.get("except_on")) for one in weekly] == [
        ("WE", ["2026-01-07"]), ("SU", None),
    ]  # fmt: skip
    fortnight = said(f"{night}\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")
    assert fortnight[0]["rrule"] == "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU"
    assert said(f"{night}\nRRULE:FREQ=MONTHLY")[0]["starts_on"] == "2026-01-04"
    with pytest.raises(NotHours, match="write it in the place's own time"):
        said(f"{night}\nRRULE:FREQ=MONTHLY;BYDAY=1MO")


def test_until_counts_on_the_clock_of_the_event() -> None:
    text = "DTSTART;TZID=America/Lima:20260105T090000\nDURATION:PT1H\n"
    text += "RRULE:FREQ=DAILY;INTERVAL=2;UNTIL="
    assert said(f"{text}20260110T045959Z")[0]["rrule"].endswith("UNTIL=20260109")
    assert said(f"{text}20260111T140000Z")[0]["rrule"].endswith("UNTIL=20260111")
    assert said(f"{text}20260111T135959Z")[0]["rrule"].endswith("UNTIL=20260110")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=MO", "without DTSTART"),
        ("DTSTART:20261224T220000", "without an end"),
        ("DTSTART:20261224T220000\nDTEND:20261224T210000", "ends before it begins"),
        ("DTSTART:20261224T220000\nDURATION:P90D", "more than 60 days"),
        ("DTSTART:20261224T220000\nDURATION:PT1H\nRRULE:FREQ=HOURLY", "by day, week, month"),
        ("DTSTART:20261224T220000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=9", "BYHOUR"),
        ("DTSTART:20261224T220000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=1MO", "by month or year"),
        ("DTSTART:20261224T220000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
         "never falls"),
        ("DTSTART:20261224T220000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
         "never falls"),
        ("DTSTART:20261224T220000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20250101",
         "ends before it begins"),
        ("DTSTART;TZID=Nowhere/X:20261224T220000\nDURATION:PT1H", "nobody knows: Nowhere/X"),
        ("DTSTART:090000\nDURATION:PT1H", "DTSTART is no day"),
        ("DTSTART:20261224\nDTEND:090000", "a time where a day is needed"),
        ("DTSTART:x\nDURATION:PT1H", "DTSTART of an event cannot be read"),
        ("DTSTART:20261224T220000\nDURATION:PT1H\nRRULE:FREQ=NEVER", "RRULE of an event"),
        ("DTSTART:20261224T220000\nDTSTART:20261225T220000\nDURATION:PT1H", "DTSTART twice"),
        ("DTSTART:20261224T220000\nDURATION:PT1H\nEXRULE:FREQ=DAILY", "EXRULE"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR", "holds no event"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSTATUS:CANCELLED\nDTSTART:20261224\nEND:VEVENT\n"
         "END:VCALENDAR", "is cancelled"),
        ("BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261224\nDTSTART:20261224\n"
         "END:VEVENT", "write two events"),
        ("DTSTART:20261224\n" + "X" * 200_001, "more than 200000 letters"),
        ("BEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT\n" * 201, "more than 200 events"),
    ],
)  # fmt: skip
def test_what_a_schedule_cannot_hold_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotHours, match=reason) as caught:
        said(text)
    assert len(str(caught.value).splitlines()) == 1


_starts = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(
    lambda moment: moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
)


@settings(max_examples=150, deadline=None)
@given(
    _starts,
    st.integers(1, 24 * 4),
    st.sampled_from(["UTC", NEW_YORK, "Europe/Lisbon", "Asia/Tokyo", LIMA]),
    st.sampled_from([LIMA, NEW_YORK, "America/Sao_Paulo", "UTC"]),
)
def test_a_single_event_is_the_same_moment_at_the_place(
    start: datetime, quarters: int, zone: str, place: str
) -> None:
    text = f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}\nDURATION:PT{quarters * 15}M"
    (schedule,) = read_calendar(text, place)
    local = start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(place))
    assert (schedule.starts_on, schedule.opens_at) == (local.date(), f"{local:%H:%M}")
    assert list(days_of(schedule, local.date(), local.date())) == [local.date()]


@settings(max_examples=150, deadline=None)
@given(
    _starts,
    st.sampled_from(["FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2"]),
    st.integers(-11, 12),
)
def test_a_recurring_event_happens_on_the_same_moments_at_the_place(
    start: datetime, written: str, hours: int
) -> None:
    """The event's zone is so many hours from UTC all year; the place is in Lima."""
    from dateutil.rrule import rrulestr

    zone = f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"
    text = f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}\nDURATION:PT1H\nRRULE:{written}"
    schedules = read_calendar(text, LIMA)
    expected = set()
    for moment in rrulestr(written, dtstart=start):
        if moment > start + timedelta(days=60):
            break
        local = moment.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(LIMA))
        expected.add((local.date(), f"{local:%H:%M}"))
    first, last = min(expected)[0], max(expected)[0]
    found = {
        (day, schedule.opens_at) for schedule in schedules for day in days_of(schedule, first, last)
    }
    assert found == expected


def test_schedules_of_a_calendar_can_be_kept() -> None:
    for schedule in read_calendar("DTSTART:20260131T090000 DURATION:PT1H RRULE:FREQ=MONTHLY", LIMA):
        assert isinstance(schedule, Schedule)
        assert find_fault(schedule) == ""
        assert date(2026, 3, 31) in days_of(schedule, date(2026, 1, 1), date(2026, 12, 31))
