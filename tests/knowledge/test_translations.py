"""How far a translation is, told from the texts alone."""

from typing import Any

import pytest
from hypothesis import given, settings

from knowledge.content import RecordContent, Texts
from knowledge.languages import LANGUAGES
from knowledge.translations import Status, carry_minor, status_of, statuses
from tests.support.records import contents, make_content

SOURCE = make_content(body="Soup at noon.").source_text()
FIXED = SOURCE.model_copy(update={"body": "Soup at noon!"})


def _record(source: Texts = SOURCE, **creole: Any) -> RecordContent:
    said = {"name": "Kizin", "provenance": "human", "source_digest": SOURCE.digest(), **creole}
    return make_content(texts={"en": source, "ht": Texts(**said)})


@pytest.mark.parametrize(
    ("creole", "status"),
    [
        ({}, Status.UP_TO_DATE),
        ({"provenance": "community"}, Status.UP_TO_DATE),
        ({"provenance": "machine"}, Status.MACHINE),
        ({"source_digest": ""}, Status.OUTDATED),
        ({"source_digest": FIXED.digest()}, Status.OUTDATED),
        ({"source_digest": "", "provenance": "machine"}, Status.OUTDATED),
    ],
)
def test_a_translation_is_as_far_as_its_digest_and_its_maker_say(
    creole: dict[str, str], status: Status
) -> None:
    assert status_of(_record(**creole), "ht") is status


def test_the_source_and_what_is_missing_are_told_apart() -> None:
    assert statuses(_record()) == {
        "en": Status.SOURCE, "es": Status.MISSING, "fr": Status.MISSING,
        "ht": Status.UP_TO_DATE, "pt": Status.MISSING,
    }  # fmt: skip
    assert next(iter(statuses(_record()))) == "en"


def test_a_record_in_another_language_is_the_source_of_all_five() -> None:
    german = make_content(language="de", texts={"de": Texts(name="Küche")})
    assert statuses(german) == {"de": Status.SOURCE} | dict.fromkeys(LANGUAGES, Status.MISSING)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Pantry"}, {"alternate_name": "SK"}, {"summary": "Soup."}, {"body": ""},
        {"eligibility": "All."}, {"application_process": "Come."}, {"fees": "None."},
        {"steps": ("Come",)}, {"documents": ("None",)},
    ],
)  # fmt: skip
def test_any_change_of_the_source_text_leaves_translations_outdated(change: dict[str, Any]) -> None:
    assert status_of(_record(SOURCE.model_copy(update=change)), "ht") is Status.OUTDATED


def test_a_source_that_goes_back_brings_its_translation_up_to_date_again() -> None:
    assert status_of(_record(FIXED), "ht") is Status.OUTDATED
    assert status_of(_record(SOURCE), "ht") is Status.UP_TO_DATE


def test_what_differs_from_what_was_approved_is_in_review() -> None:
    approved = _record(name="Kizin")
    waiting = _record(name="Kizin Soup")
    assert status_of(waiting, "ht", approved=approved) is Status.IN_REVIEW
    assert status_of(approved, "ht", approved=approved) is Status.UP_TO_DATE
    assert status_of(waiting, "ht", approved=make_content()) is Status.IN_REVIEW
    assert status_of(_record(FIXED, name="Kizin Soup"), "ht", approved=approved) is Status.OUTDATED
    assert statuses(waiting, approved=approved)["en"] is Status.SOURCE


def test_a_minor_edit_leaves_translations_up_to_date_and_outdated_ones_outdated() -> None:
    old = Texts(name="Cuisine", source_digest="of an older text")
    before = _record()
    before = before.model_copy(update={"texts": {**before.texts, "fr": old}})
    after = before.model_copy(update={"texts": {**before.texts, "en": FIXED}})
    carried = carry_minor(before, after)
    assert status_of(after, "ht") is Status.OUTDATED
    assert status_of(carried, "ht") is Status.UP_TO_DATE
    assert status_of(carried, "fr") is Status.OUTDATED
    assert carried.texts["fr"] == old
    assert carried.source_text() == FIXED


def test_minor_does_not_help_a_translation_that_is_new_or_made_from_something_else() -> None:
    before = make_content(texts={"en": SOURCE})
    after = make_content(texts={"en": FIXED, "ht": Texts(name="Kizin")})
    assert carry_minor(before, after) == after


def test_a_change_of_the_own_language_is_never_minor() -> None:
    before = _record()
    after = before.model_copy(update={"language": "ht"})
    assert carry_minor(before, after) is after


@settings(max_examples=60, deadline=None)
@given(before=contents(), after=contents())
def test_a_minor_edit_changes_nothing_but_digests(
    before: RecordContent, after: RecordContent
) -> None:
    carried = carry_minor(before, after)
    assert carried.texts.keys() == after.texts.keys()
    for language, text in carried.texts.items():
        said = after.texts[language]
        assert text.model_copy(update={"source_digest": said.source_digest}) == said
        if text != said:
            assert before.texts[before.language].digest() == said.source_digest
            assert status_of(carried, language) is not Status.OUTDATED
    assert carried.model_copy(update={"texts": after.texts}) == after
