"""Hours in the columns of HSDS: weeks, rules, what no column says."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from knowledge.content import Schedule
from knowledge.opendata.schedules import is_note, read_schedule, write_note, write_schedule
from tests.support.open_data import schedules


def written(**fields: Any) -> dict[str, Any]:
    schedule = Schedule(opens_at="09:00", **{"closes_at": "17:00", **fields})
    said = write_schedule("invented:a", 0, schedule)
    assert Schedule.model_validate(read_schedule(said)) == schedule
    said.pop("id")
    return said


def test_a_week_is_a_weekly_rule() -> None:
    assert written(weekday="MO") == {
        "freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00",
    }  # fmt: skip


def test_a_monthly_rule_has_its_columns() -> None:
    rule = "FREQ=MONTHLY;INTERVAL=2;UNTIL=20271231;BYDAY=-1FR"
    said = written(rrule=rule, starts_on=date(2026, 1, 30), valid_to=date(2027, 6, 1))
    assert said == {
        "freq": "MONTHLY", "interval": 2, "until": "2027-12-31", "byday": "-1FR",
        "dtstart": "2026-01-30", "valid_to": "2027-06-01",
        "opens_at": "09:00", "closes_at": "17:00",
    }  # fmt: skip


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYMONTH=7;BYDAY=1MO", "FREQ=DAILY;INTERVAL=3"])
def test_a_rule_without_columns_is_words_and_exact(rule: str) -> None:
    said = written(rrule=rule, starts_on=date(2026, 7, 6))
    assert "freq" not in said
    assert said["description"] == f"RRULE:{rule}"
    assert said["x_amparo"]["exact"]["rrule"] == rule


def test_the_end_of_the_day_is_written_as_the_standard_has_it() -> None:
    assert written(weekday="SU", closes_at="24:00")["closes_at"] == "23:59"
    real = written(weekday="SU", closes_at="23:59")
    assert real["x_amparo"] == {"exact": {"closes_at": "23:59"}}


def test_days_on_which_hours_do_not_hold() -> None:
    said = written(weekday="MO", except_on=(date(2026, 12, 28),))
    assert said["x_amparo"] == {"except_on": ["2026-12-28"]}


@given(schedules())
def test_any_hours_come_back(schedule: Schedule) -> None:
    said = write_schedule("invented:a", 0, schedule)
    assert Schedule.model_validate(read_schedule(said)) == schedule
    assert not is_note(said)
    # The columns are those of the standard: no rule but weekly and monthly ones.
    assert said.get("freq") in (None, "WEEKLY", "MONTHLY")


def test_hours_in_words_are_a_schedule_of_their_own() -> None:
    (note,) = write_note("invented:a", "Ring first")
    assert is_note(note)
    assert note["description"] == "Ring first"
    assert write_note("invented:a", "") == []
