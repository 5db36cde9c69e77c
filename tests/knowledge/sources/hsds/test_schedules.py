"""Schedule rows to a grid and a note."""

from datetime import date

import pytest

from knowledge.content import Schedule
from knowledge.sources.hsds.recurring import iso_day
from knowledge.sources.hsds.schedules import Hours, HoursReader, describe, merge
from knowledge.sources.opening_hours.weekly import Interval
from knowledge.sources.report import Ledger, SourceRow

from .conftest import TODAY

MON = Interval("MO", "09:00", "17:00")


def _read(*rows: dict[str, str]) -> tuple[Hours, dict[int, str], int]:
    """Return hours, reason of issue by line, and how many rows were used."""
    ledger = Ledger()
    found = [SourceRow("s.csv", line, values) for line, values in enumerate(rows, start=2)]
    ledger.add(found)
    hours = HoursReader(ledger, str.strip, TODAY).read(found)
    report = ledger.close(lambda _row: ("", "not spoken of"))
    return hours, {item.line: item.reason for item in report.issues}, report.files["s.csv"].used


def _row(day: str = "Monday", opens: str = "9:00am", closes: str = "5:00pm", **more: str) -> (
    dict[str, str]
):  # fmt: skip
    return {"byday": day, "opens_at": opens, "closes_at": closes, **more}


def test_plain_rows() -> None:
    hours, issues, used = _read(_row(), _row("TU,WE", "09:00", "12:00"))
    assert {item.day for item in hours.intervals} == {"MO", "TU", "WE"}
    assert (issues, used, hours.notes) == ({}, 2, {})


def test_words_outweigh_columns_that_contradict_them() -> None:
    # As in real packages: a program took the last day and the first hours.
    text = "9:00am-7:00pm, Mon-Fri;\n10:00am-4:00pm, Sat"
    hours, issues, used = _read(_row("Saturday", "9:00am", "7:00pm", original_text=text))
    assert Interval("SA", "10:00", "16:00") in hours.intervals
    assert Interval("SA", "09:00", "19:00") not in hours.intervals
    assert len(hours.intervals) == 6
    assert issues[2].startswith("says other hours than the columns; it is used")
    assert (hours.notes, used) == ({}, 1)


def test_words_that_agree_are_not_repeated() -> None:
    hours, issues, _ = _read(_row(original_text="9:00am-5:00pm, Mon"))
    assert (hours.intervals, hours.notes, issues) == ({MON}, {}, {})


def test_words_that_say_more_are_kept_beside_the_grid() -> None:
    hours, issues, _ = _read(_row(original_text="9:00am-5:00pm, Mon\n\nBy appointment only"))
    assert hours.intervals == {MON}
    assert list(hours.notes) == ["9:00am-5:00pm, Mon\n\nBy appointment only"]
    assert issues == {}


def test_words_of_several_desks_are_kept_without_a_grid() -> None:
    text = "Office:\n9:00am-5:00pm, Mon-Fri\n\nWalk-in:\n9:00am-12:00pm, Mon"
    hours, issues, used = _read(_row(original_text=text))
    assert (hours.intervals, list(hours.notes), used) == (set(), [text], 1)
    assert issues[2].startswith("says other hours than the columns; it is kept as words")


def test_what_cannot_be_read_stays_in_words() -> None:
    text = "Dismissal bell - 6:00pm, Mon"
    hours, issues, used = _read(_row(opens="", closes="6:00pm", original_text=text))
    assert (hours.intervals, list(hours.notes), used) == (set(), [text], 1)
    assert issues[2].startswith("hours not understood; kept as words")
    hours, issues, used = _read(_row(opens="sunrise", closes="sunset"))
    assert (list(hours.notes), used) == (["Monday sunrise - sunset"], 1)
    assert issues[2] == "hours not understood: sunrise - sunset"


def test_row_that_says_nothing() -> None:
    _, issues, used = _read({"byday": "MO"})
    assert (issues, used) == ({2: "says no hours"}, 0)


def test_description_that_says_more_is_a_note() -> None:
    hours, _, _ = _read(_row(description="Closed on holidays", notes="Ring twice"))
    assert hours.intervals == {MON}
    assert list(hours.notes) == ["Closed on holidays", "Ring twice"]


def test_description_is_read_where_there_are_no_times() -> None:
    hours, _, _ = _read({"description": "24 hours a day, 7 days a week"})
    assert len(hours.intervals) == 7
    assert hours.notes == {}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"freq": "MONTHLY", "interval": "2"}, "does not say from which day it counts (dtstart)"),
        ({"freq": "WEEKLY", "interval": "2"}, "does not say from which day it counts (dtstart)"),
        ({"freq": "WEEKLY", "count": "3"}, "does not say from which day it counts (dtstart)"),
        ({"freq": "MONTHLY", "byday": ""}, "does not say from which day it counts (dtstart)"),
        ({"bymonthday": "1,15"}, "does not say how often (freq)"),
        ({"freq": "MONTHLY", "byday": "1XX"}, "not a recurrence rule: FREQ=MONTHLY;BYDAY=1XX"),
        ({"freq": "MONTHLY", "bymonthday": "32"}, "a rule that never falls on any day"),
        ({"freq": "YEARLY", "opens_at": "", "closes_at": ""}, "says no times"),
    ],
)
def test_what_makes_no_rule_stays_in_words(more: dict[str, str], reason: str) -> None:
    row = {**_row(), **more}
    hours, issues, used = _read({**row, "description": "Some Mondays"})
    assert (hours.intervals, hours.dated, list(hours.notes), used) == (
        set(), {}, ["Some Mondays"], 1,
    )  # fmt: skip
    assert issues[2].startswith(f"hours that are not weekly stay in words: {reason}")
    _, issues, used = _read(row)
    assert issues[2].startswith(f"hours that are not weekly, without words: {reason}")
    assert used == 0


def _rule(rrule: str, starts_on: str = "2000-01-01", **more: object) -> Schedule:
    return Schedule.model_validate(
        {
            "rrule": rrule, "starts_on": starts_on, "opens_at": "09:00", "closes_at": "17:00",
            **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "schedules"),
    [
        ({"freq": "MONTHLY", "byday": "1TU"}, [_rule("FREQ=MONTHLY;BYDAY=1TU")]),
        ({"freq": "MONTHLY", "byday": "1TU, 3TU"}, [_rule("FREQ=MONTHLY;BYDAY=1TU,3TU")]),
        ({"freq": "monthly", "byday": "-1FR"}, [_rule("FREQ=MONTHLY;BYDAY=-1FR")]),
        (
            {"freq": "MONTHLY", "byday": "", "bymonthday": "1,15"},
            [_rule("FREQ=MONTHLY;BYMONTHDAY=1,15")],
        ),
        (
            {"freq": "WEEKLY", "interval": "2", "dtstart": "2026-01-05"},
            [_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-01-05")],
        ),
        (
            {"freq": "WEEKLY", "byday": "TU", "count": "10", "dtstart": "2026-12-01"},
            [_rule("FREQ=WEEKLY;COUNT=10;BYDAY=TU", "2026-12-01")],
        ),
        (
            {
                "freq": "MONTHLY", "byday": "1TU", "dtstart": "2026-01-01",
                "valid_from": "2026-06-01", "valid_to": "2027-01-31", "until": "2027-03-01",
            },
            [
                _rule(
                    "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270301", "2026-01-01",
                    valid_from="2026-06-01", valid_to="2027-01-31",
                )
            ],
        ),
        (
            {"freq": "MONTHLY", "byday": "", "dtstart": "2026-01-31"},
            [_rule("FREQ=MONTHLY", "2026-01-31")],
        ),
    ],
)  # fmt: skip
def test_columns_of_a_rule_become_a_rule(more: dict[str, str], schedules: list[Schedule]) -> None:
    hours, issues, used = _read({**_row(), **more})
    assert (list(hours.dated), hours.intervals, issues, used) == (schedules, set(), {}, 1)


def test_seasons_have_their_bounds_and_what_has_begun_is_the_week() -> None:
    hours, issues, used = _read(
        _row(valid_from="2027-01-01"),
        _row("TU", valid_from="2026-01-01"),
        _row("WE", valid_from="2027-06-01", valid_to="2027-08-31"),
        _row("", freq="WEEKLY", dtstart="2027-01-07"),
    )
    assert {item.day for item in hours.intervals} == {"TU"}
    bounds = {one.weekday: (one.valid_from, one.valid_to) for one in hours.dated}
    assert bounds == {
        "MO": (date(2027, 1, 1), None),
        "WE": (date(2027, 6, 1), date(2027, 8, 31)),
        "TH": (date(2027, 1, 7), None),
    }
    assert (issues, used) == ({}, 4)


def test_words_outweigh_the_columns_of_a_season_too() -> None:
    text = "9:00am-7:00pm, Mon, Tue"
    hours, _, _ = _read(_row("TU", "9:00am", "7:00pm", original_text=text, valid_to="2027-01-31"))
    assert [(one.weekday, one.valid_to) for one in hours.dated] == [
        ("MO", date(2027, 1, 31)), ("TU", date(2027, 1, 31)),
    ]  # fmt: skip


def test_daily() -> None:
    hours, _, _ = _read({"freq": "DAILY", "opens_at": "08:00", "closes_at": "10:00"})
    assert len(hours.intervals) == 7


def test_what_is_over_is_left_out_and_what_ends_is_told() -> None:
    hours, issues, used = _read(
        _row(valid_to="2026-11-21"), _row("TU", valid_to="2027-06-30"), _row("WE")
    )
    assert {item.day for item in hours.intervals} == {"WE"}
    assert [(one.weekday, one.valid_to) for one in hours.dated] == [("TU", date(2027, 6, 30))]
    assert issues == {2: "hours that are over: 2026-11-21"}
    assert (hours.ends, used) == (date(2027, 6, 30), 2)


def test_sites_that_agree_have_one_grid() -> None:
    parts = [("North", Hours({MON})), ("South", Hours({MON})), ("East", Hours(notes={"Ask": None}))]
    merged = merge(parts, "en")
    assert (merged.intervals, list(merged.notes)) == ({MON}, ["Ask"])


def test_sites_whose_rules_differ_have_none_in_common() -> None:
    tuesdays, fridays = (_rule(f"FREQ=MONTHLY;BYDAY={day}") for day in ("1TU", "1FR"))
    same = [("North", Hours(dated={tuesdays: None})), ("South", Hours(dated={tuesdays: None}))]
    assert list(merge(same, "en").dated) == [tuesdays]
    differ = [*same, ("East", Hours({MON}, {fridays: None}))]
    merged = merge(differ, "en")
    assert (merged.dated, merged.intervals) == ({}, set())
    assert list(merged.notes) == ["East: Mon 09:00-17:00"]


def test_description_of_hours_in_the_language_of_the_package() -> None:
    hours = [MON, Interval("TU", "09:00", "17:00"), Interval("SA", "10:00", "12:00")]
    assert describe(hours, "en") == "Mon, Tue 09:00-17:00; Sat 10:00-12:00"
    assert describe([MON], "es") == "lun 09:00-17:00"
    assert describe([MON], "xx") == "Mon 09:00-17:00"


def test_iso_days() -> None:
    assert iso_day("2023-03-15T10:30:45.123Z") == date(2023, 3, 15)
    assert iso_day("03/15/2023") is None
    assert iso_day("") is None
