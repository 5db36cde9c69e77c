"""When a record is to be looked at again: by its kind, or by its own date."""

from datetime import date, timedelta

import pytest

from knowledge.content import Kind
from knowledge.review import REVIEW_DAYS, is_stale, review_date
from tests.support.records import make_content

DAY = date(2026, 3, 4)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_record_has_its_time(kind: Kind) -> None:
    due = review_date(make_content(kind=kind, verified_on=DAY))
    assert due == DAY + timedelta(days=REVIEW_DAYS[kind])


def test_hours_change_sooner_than_laws() -> None:
    assert REVIEW_DAYS[Kind.SERVICE] < REVIEW_DAYS[Kind.RIGHT]


def test_a_date_of_its_own_outweighs_the_kind() -> None:
    soon = DAY + timedelta(days=3)
    assert review_date(make_content(verified_on=DAY, review_by=soon)) == soon
    assert review_date(make_content(review_by=soon)) == soon


def test_what_nobody_verified_has_no_review_date_and_is_never_stale() -> None:
    content = make_content()
    assert review_date(content) is None
    assert not is_stale(content, date.max)


def test_a_record_is_stale_from_the_day_after_its_review_date() -> None:
    content = make_content(review_by=DAY)
    assert not is_stale(content, DAY)
    assert is_stale(content, DAY + timedelta(days=1))


def test_the_end_of_the_calendar_is_no_reason_to_fail() -> None:
    assert review_date(make_content(verified_on=date.max)) == date.max
