"""What of a record is searchable, in each of its languages."""

from typing import Any

import pytest
from hypothesis import given, settings

from knowledge.content import RecordContent, Term, Texts
from retrieval.passages import BODY_LETTERS, QUESTION, WORD_LETTERS, Passage, passages
from retrieval.text import words
from tests.support.records import contents, make_content, published


def _cut(**fields: Any) -> list[Passage]:
    return list(passages(published(make_content(**fields))))


def _texts(**fields: Any) -> dict[str, Texts]:
    return {"en": Texts(name="Kitchen", **fields)}


def test_a_record_is_cut_into_what_it_is_and_what_stands_in_it() -> None:
    about, body = _cut(texts=_texts(summary="Free soup.", body="Every day at noon."))
    assert (about.part, about.text) == ("about", "Kitchen. Free soup.")
    assert (body.part, body.text) == ("body", "Kitchen. Every day at noon.")
    assert (about.record_id, about.language) == ("invented:kitchen", "en")


def test_the_words_are_carried_once_and_hold_everything() -> None:
    about, body = _cut(
        texts=_texts(summary="Free soup.", body="Every day.", eligibility="For all.")
    )
    assert body.words == ""
    for said in ("Kitchen", "Free soup.", "Every day.", "For all."):
        assert said in about.words


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({}, ["body"]),
        ({"summary": "Free soup."}, ["about"]),
        ({"body": "Every day."}, ["body"]),
    ],
    ids=["name only", "summary only", "body only"],
)
def test_whatever_a_record_says_it_can_be_found(fields: dict[str, str], parts: list[str]) -> None:
    found = _cut(texts=_texts(**fields))
    assert [passage.part for passage in found] == parts
    assert "Kitchen" in found[0].text
    assert "Kitchen" in found[0].words


def test_another_name_stands_beside_the_name() -> None:
    (passage,) = _cut(texts=_texts(alternate_name="Soup House", summary="Soup."))
    assert passage.text == "Kitchen (Soup House). Soup."
    assert "Soup House" in passage.words


def test_a_directory_record_is_told_by_its_terms_but_not_by_for_whom_it_is() -> None:
    terms = (Term(code="BD-1800", name="Food Pantries"), Term(code="YJ-8750", name="Women"))
    (passage,) = _cut(texts=_texts(summary="We care.", body="Since 1990."), terms=terms)
    assert passage.text == "Kitchen. Food Pantries"
    assert "We care." in passage.words
    assert "Since 1990." in passage.words
    assert "Women" not in passage.words


def test_a_record_with_population_terms_only_is_told_by_its_summary() -> None:
    terms = (Term(code="YJ-8750", name="Women"),)
    assert _cut(texts=_texts(summary="Soup."), terms=terms)[0].text == "Kitchen. Soup."


def test_terms_stand_in_the_first_language_only() -> None:
    texts = {"en": Texts(name="Kitchen"), "ht": Texts(name="Kizin", summary="Soup gratis.")}
    terms = (Term(code="BD-1800", name="Food Pantries"),)
    by_language = {passage.language: passage for passage in _cut(texts=texts, terms=terms)}
    assert by_language["en"].text == "Kitchen. Food Pantries"
    assert by_language["ht"].text == "Kizin. Soup gratis."
    assert "Food Pantries" not in by_language["ht"].words


def test_an_example_question_stands_for_itself_and_brings_no_words() -> None:
    found = _cut(texts=_texts(summary="Soup.", questions=("where do I eat", "free soup today?")))
    asked = [passage for passage in found if passage.part == QUESTION]
    assert [passage.text for passage in asked] == ["where do I eat", "free soup today?"]
    assert {passage.words for passage in asked} == {""}
    assert not any("today" in passage.words for passage in found)


def test_long_texts_are_cut() -> None:
    about, body = _cut(texts=_texts(summary="Soup.", body="b" * 10_000))
    assert len(body.text) == len("Kitchen. ") + BODY_LETTERS
    assert WORD_LETTERS < len(about.words) < WORD_LETTERS + 200


def test_the_digest_changes_with_what_is_computed_from_and_with_nothing_else() -> None:
    one = Passage("a", "en", "about", "text", "words")
    assert one.digest == Passage("b", "en", "body", "text", "words").digest
    others = [
        Passage("a", "ht", "about", "text", "words"),
        Passage("a", "en", "about", "text!", "words"),
        Passage("a", "en", "about", "text", "words!"),
        Passage("a", "en", "about", "textwords", ""),
    ]
    assert len({one.digest, *(other.digest for other in others)}) == 5
    assert len(one.digest) == 32


def test_an_edit_of_opening_hours_costs_no_encoding() -> None:
    before, after = _cut(hours_note="Monday"), _cut(hours_note="Tuesday", cost="free")
    assert [p.digest for p in before] == [p.digest for p in after]


@settings(max_examples=40, deadline=None)
@given(contents())
def test_every_language_of_any_record_can_be_found(content: RecordContent) -> None:
    found = list(passages(published(content)))
    assert {passage.language for passage in found} == set(content.texts)
    for language, text in content.texts.items():
        mine = [passage for passage in found if passage.language == language]
        assert [bool(passage.words) for passage in mine] == [True] + [False] * (len(mine) - 1)
        assert set(words(text.name)) <= set(words(mine[0].words))
        said = [passage.part for passage in mine if passage.part != QUESTION]
        assert len(set(said)) == len(said)
        assert len(mine) - len(said) == len(text.questions)
