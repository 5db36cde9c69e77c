"""Every text of a record is looked at, and none is longer than its column holds."""

from typing import Any

import pytest
from hypothesis import given, settings

from knowledge.content import Location, Organization, Phone, RecordContent, Term, Texts
from knowledge.strings import LONGEST_NAME, LONGEST_TEXT, longest, strings_of
from tests.support.records import contents, make_content


def _texts_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts_in(item)]
    if isinstance(value, tuple):
        return [text for item in value for text in _texts_in(item)]
    return []


@settings(max_examples=60, deadline=None)
@given(content=contents())
def test_no_text_of_a_record_is_left_out(content: RecordContent) -> None:
    assert sorted(said.text for said in strings_of(content)) == sorted(
        _texts_in(content.model_dump())
    )


def test_a_field_is_named_by_its_path() -> None:
    content = make_content(
        texts={"en": Texts(name="Kitchen", steps=("go", "ask"))},
        phones=(Phone(number="305"), Phone(number="77", description="at noon")),
        organization=Organization(external_id="o", name="Church"),
    )
    found = {said.text: said.field for said in strings_of(content)}
    assert found["at noon"] == "phones.1.description"
    assert found["ask"] == "texts.en.steps"
    assert found["Church"] == "organization.name"
    assert found["Book of Invented Services"] == "citation.title"


@pytest.mark.parametrize(
    ("part", "name", "most"),
    [
        (RecordContent, "external_id", 120), (RecordContent, "since", 20),
        (RecordContent, "languages_spoken", 16), (RecordContent, "hours_note", LONGEST_TEXT),
        (Texts, "name", LONGEST_NAME), (Texts, "alternate_name", 500),
        (Texts, "body", LONGEST_TEXT), (Texts, "documents", LONGEST_TEXT),
        (Phone, "number", 60), (Location, "country", 60), (Term, "name", 300),
        (Organization, "name", 500),
    ],
)  # fmt: skip
def test_a_text_may_be_as_long_as_its_column(part: Any, name: str, most: int) -> None:
    assert longest(part, name) == most
