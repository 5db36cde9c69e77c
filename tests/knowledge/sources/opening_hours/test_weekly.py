"""Times, weekdays and hours in words: what is read is right, what is doubtful is not read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Schedule
from knowledge.sources.opening_hours.times import parse_interval
from knowledge.sources.opening_hours.weekdays import WEEK
from knowledge.sources.opening_hours.weekly import Interval, parse_days, parse_hours_text


@pytest.mark.parametrize(
    ("opens", "closes", "read"),
    [
        ("9:00am", "5:00pm", "09:00-17:00"), ("09:00", "17:00", "09:00-17:00"),
        ("10:00:00", "18:00:00", "10:00-18:00"), ("10:00Z", "18:00-05:00", "10:00-18:00"),
        ("9 a.m.", "5 p.m.", "09:00-17:00"), ("9h", "17h30", "09:00-17:30"),
        ("noon", "midnight", "12:00-24:00"), ("4:00pm", "12:00am", "16:00-24:00"),
        ("00:00", "24:00", "00:00-24:00"), ("00:00", "23:59", "00:00-24:00"),
        ("12:00am", "12:00am", "00:00-24:00"), ("22:00", "06:00", "22:00-06:00"),
        ("8:00", "4:00pm", "08:00-16:00"), ("6:00", "8:00pm", "18:00-20:00"),
        ("9:00am", "5:00", "09:00-17:00"), ("9:00am", "11:00", "09:00-11:00"),
        ("830am", "5:30pm", "08:30-17:30"), ("12:00pm (dispensing)", "3pm", "12:00-15:00"),
        ("9:00am", "5:00pm Mon", "09:00-17:00"), ("12:30am", "1am", "00:30-01:00"),
    ],
)  # fmt: skip
def test_intervals(opens: str, closes: str, read: str) -> None:
    assert "-".join(parse_interval(opens, closes) or ()) == read


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("", ""), ("9:00am", ""), ("8:00m", "5pm"), ("6:30am", "6:300pm"), ("9:0am", "3pm"),
     ("9:00pm", "7:00pm"), ("9:00am", "9:00am"), ("25:00", "26:00"), ("13:00pm", "2"),
     ("9:00", "5:00"), ("1:00", "4:00"), ("24:00", "08:00"), ("9:75", "10:00"), ("0:30pm", "2pm")],
)  # fmt: skip
def test_doubtful_intervals_are_not_read(opens: str, closes: str) -> None:
    assert parse_interval(opens, closes) is None


@settings(deadline=None)
@given(st.integers(0, 1439), st.integers(1, 900))
def test_both_clocks_read_the_same(start: int, length: int) -> None:
    end = (start + length) % 1440
    clocks = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in (start, end)]
    halves = [
        f"{(minute // 60 + 11) % 12 + 1}:{minute % 60:02d}{'am' if minute < 720 else 'pm'}"
        for minute in (start, end)
    ]
    assert parse_interval(*clocks) == parse_interval(*halves) is not None


@settings(deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_read_is_a_valid_schedule(opens: str, closes: str) -> None:
    if span := parse_interval(opens, closes):
        Schedule(weekday="MO", opens_at=span[0], closes_at=span[1])


@pytest.mark.parametrize(
    ("text", "days"),
    [("Monday", "MO"), ("mo", "MO"), ("MO,TU", "MO TU"), ("1", "MO"), ("7", "SU"), ("1,2", "MO TU"),
     ("Mon-Fri", "MO TU WE TH FR"), ("Sat-Mon", "MO SA SU"), ("lundi", "MO"), ("Sábado", "SA"),
     ("segunda-feira", "MO"), ("samdi", "SA"), ("dimanch", "SU"), ("miércoles", "WE"),
     ("weekdays", "MO TU WE TH FR"), ("Thur.", "TH"), ("daily", "MO TU WE TH FR SA SU"),
     ("1MO", ""), ("-1FR", ""), ("8", ""), ("someday", ""), ("", "")],
)  # fmt: skip
def test_days(text: str, days: str) -> None:
    assert " ".join(parse_days(text)) == days


@settings(deadline=None)
@given(st.lists(st.sampled_from(WEEK)))
def test_lists_of_days_come_in_the_order_of_the_week(days: list[str]) -> None:
    assert list(parse_days(",".join(days))) == [day for day in WEEK if day in days]


def _spell(text: str) -> str:
    parsed = parse_hours_text(text)
    assert parsed.complete
    return " ".join(f"{day}{opens}-{closes}" for day, opens, closes in parsed.intervals)


def test_complete_texts() -> None:
    assert _spell("9:00am-7:00pm, Mon, Tue; \n10:00am-4:00pm, Sat") == (
        "MO09:00-19:00 TU09:00-19:00 SA10:00-16:00"
    )
    assert _spell("9:00am-1:00pm / 2:00pm-5:00pm, Mon") == "MO09:00-13:00 MO14:00-17:00"
    assert _spell("Mon 9am to 5pm; Sat 10am-2pm") == "MO09:00-17:00 SA10:00-14:00"
    assert _spell("lunes de 9:00 a 17:00") == "MO09:00-17:00"
    assert _spell("24 hours a day, 7 days a week") == _spell("24/7")
    assert _spell("24/7").startswith("MO00:00-24:00")


@pytest.mark.parametrize(
    "text",
    ["Walk-in:\n9:00am-12:00pm, Mon", "7:00pm, Tue", "9:00am-5:00pm, Mon (by appointment)",
     "8:00am-4:00pm, Every 3rd Saturday", "10am-2pm, Sat (March 9)", "Call for hours", "",
     "9:00am-5:00pm", "Mon-Fri", "2:00pm 6:00pm, Mon"],
)  # fmt: skip
def test_incomplete_texts(text: str) -> None:
    assert not parse_hours_text(text).complete


def test_what_an_incomplete_text_does_say() -> None:
    parsed = parse_hours_text("Office:\n9:00am-5:00pm, Mon")
    assert parsed.intervals == (Interval("MO", "09:00", "17:00"),)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_valid_hours(text: str) -> None:
    for day, opens, closes in parse_hours_text(text).intervals:
        Schedule(weekday=day, opens_at=opens, closes_at=closes)
