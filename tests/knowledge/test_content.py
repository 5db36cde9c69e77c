"""The content of a record: what it refuses, and digests that follow what it says."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from knowledge.content import Citation, PublishedRecord, RecordContent, Schedule, Standing, Texts
from tests.support.records import contents, make_content, published


@pytest.mark.parametrize(
    ("standing", "available"),
    [
        (Standing.OPERATING, True),
        (Standing.TEMPORARY, True),
        (Standing.UNKNOWN, True),
        (Standing.SUSPENDED, False),
        (Standing.DEFUNCT, False),
        (Standing.PLANNED, False),
        (Standing.COMMITMENT, False),
        (Standing.RECOMMENDATION, False),
    ],
)
def test_only_what_exists_now_is_available(standing: Standing, available: bool) -> None:
    assert standing.available is available


def test_every_standing_has_been_decided_on() -> None:
    assert len(Standing) == 8


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Another"},
        {"alternate_name": "x"},
        {"summary": "x"},
        {"body": "x"},
        {"eligibility": "x"},
        {"application_process": "x"},
        {"fees": "x"},
        {"steps": ("x",)},
        {"documents": ("x",)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_digest_of_a_text_changes_with_everything_it_says(change: dict[str, Any]) -> None:
    text = Texts(name="Invented Kitchen")
    assert text.model_copy(update=change).digest() != text.digest()


def test_the_digest_of_a_text_does_not_change_with_where_it_comes_from() -> None:
    text = Texts(name="Invented Kitchen")
    marked = text.model_copy(update={"provenance": "machine", "source_digest": "0" * 16})
    assert marked.digest() == text.digest()


def test_an_example_question_makes_no_translation_outdated() -> None:
    text = Texts(name="Invented Kitchen")
    assert text.model_copy(update={"questions": ("soup?",)}).digest() == text.digest()


def test_what_moves_from_one_field_to_the_next_changes_the_digest() -> None:
    assert (
        Texts(name="a", steps=("b", "c")).digest()
        != Texts(name="a", steps=("b",), documents=("c",)).digest()
    )
    assert Texts(name="a", summary="b").digest() != Texts(name="a", body="b").digest()
    assert Texts(name="a", steps=("b", "c")).digest() != Texts(name="a", steps=("b c",)).digest()


def test_the_digest_of_a_text_fits_the_column_that_keeps_it() -> None:
    assert len(Texts(name="a").digest()) == 16


@settings(max_examples=40, deadline=None)
@given(one=contents(), other=contents())
def test_records_have_one_digest_exactly_when_they_say_the_same(
    one: RecordContent, other: RecordContent
) -> None:
    again = RecordContent.model_validate_json(one.model_dump_json())
    assert again == one
    assert again.digest() == one.digest()
    assert (one.digest() == other.digest()) == (one == other)


@pytest.mark.parametrize(
    "change",
    [
        {"standing": Standing.DEFUNCT},
        {"cost": "free"},
        {"status_required": "no"},
        {"citation": Citation(title="Another Book")},
        {"owner": "somebody"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_digest_of_a_record_changes_with_any_of_its_facts(change: dict[str, Any]) -> None:
    content = make_content()
    assert content.model_copy(update=change).digest() != content.digest()


@settings(max_examples=25, deadline=None)
@given(contents())
def test_a_published_record_reads_back_as_it_was_written(content: RecordContent) -> None:
    live = published(content)
    assert PublishedRecord.from_json(live.model_dump_json()) == live


@pytest.mark.parametrize(
    ("opens_at", "closes_at"),
    [("9:00", "17:00"), ("24:00", "24:00"), ("09:00", "25:00"), ("09:60", "17:00"), ("", "")],
)
def test_a_schedule_takes_only_times_of_a_clock(opens_at: str, closes_at: str) -> None:
    with pytest.raises(ValidationError):
        Schedule(weekday="MO", opens_at=opens_at, closes_at=closes_at)


def test_a_schedule_may_last_until_midnight_or_beyond_it() -> None:
    assert Schedule(weekday="SA", opens_at="00:00", closes_at="24:00").closes_at == "24:00"
    assert Schedule(weekday="SA", opens_at="22:00", closes_at="06:00").closes_at == "06:00"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Texts.model_validate({"name": "a", "nmae": "b"}),
        lambda: make_content(kind="wish"),
        lambda: make_content(status_required="maybe"),
        lambda: make_content(audience=("two words",)),
        lambda: make_content(journey=("",)),
    ],
    ids=["unknown field", "unknown kind", "unknown answer", "audience", "journey"],
)
def test_a_record_refuses_what_it_does_not_know(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValidationError):
        wrong()


def test_a_record_cannot_be_changed_in_place() -> None:
    content = make_content()
    with pytest.raises(ValidationError):
        content.owner = "somebody"  # type: ignore[misc]


def test_a_step_is_one_line_and_never_empty() -> None:
    text = Texts(name="a", steps=(" Go to\nthe  desk. ", "", "\n", "Ask."))
    assert text.steps == ("Go to the desk.", "Ask.")


def test_the_source_text_is_the_one_in_the_first_language() -> None:
    texts = {"en": Texts(name="Kitchen"), "ht": Texts(name="Kizin")}
    assert make_content(language="ht", texts=texts).source_text().name == "Kizin"
