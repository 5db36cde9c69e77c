"""Schedule rows to a grid and a note."""

from datetime import date

import pytest

from knowledge.sources.hsds.hours import Interval
from knowledge.sources.hsds.schedules import Hours, HoursReader, describe, iso_day, merge
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
    "more",
    [{"freq": "MONTHLY"}, {"interval": "2"}, {"bymonthday": "1,15"}, {"byweekno": "41"},
     {"valid_from": "2027-01-01"}],
)  # fmt: skip
def test_what_is_not_weekly_stays_in_words(more: dict[str, str]) -> None:
    hours, issues, used = _read(_row(description="First Monday", **more))
    assert (hours.intervals, list(hours.notes), used) == (set(), ["First Monday"], 1)
    _, issues, used = _read(_row(**more))
    assert (issues[2], used) == ("hours that are not weekly, and without words", 0)


def test_daily() -> None:
    hours, _, _ = _read({"freq": "DAILY", "opens_at": "08:00", "closes_at": "10:00"})
    assert len(hours.intervals) == 7


def test_what_is_over_is_left_out_and_what_ends_is_told() -> None:
    hours, issues, used = _read(
        _row(valid_to="2026-11-21"), _row("TU", valid_to="2027-06-30"), _row("WE")
    )
    assert {item.day for item in hours.intervals} == {"TU", "WE"}
    assert issues == {2: "hours that are over: 2026-11-21"}
    assert (hours.ends, used) == (date(2027, 6, 30), 2)


def test_sites_that_agree_have_one_grid() -> None:
    parts = [("North", Hours({MON})), ("South", Hours({MON})), ("East", Hours(notes={"Ask": None}))]
    merged = merge(parts, "en")
    assert (merged.intervals, list(merged.notes)) == ({MON}, ["Ask"])


def test_description_of_hours_in_the_language_of_the_package() -> None:
    hours = [MON, Interval("TU", "09:00", "17:00"), Interval("SA", "10:00", "12:00")]
    assert describe(hours, "en") == "Mon, Tue 09:00-17:00; Sat 10:00-12:00"
    assert describe([MON], "es") == "lun 09:00-17:00"
    assert describe([MON], "xx") == "Mon 09:00-17:00"


def test_iso_days() -> None:
    assert iso_day("2023-03-15T10:30:45.123Z") == date(2023, 3, 15)
    assert iso_day("03/15/2023") is None
    assert iso_day("") is None
