"""Single facts of a record as lines, and "" where the record does not say."""

import math
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.lines import (
    address,
    cost,
    language_note,
    legal_basis,
    phone_line,
    phone_link,
    phone_number,
    price,
    proof_line,
    shorten,
    shown_texts,
    source_line,
    spoken_languages,
    standing_line,
    status_line,
)
from bot.phrases import phrases
from knowledge.content import (
    CostOption,
    Location,
    Phone,
    Standing,
    Texts,
)
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.places.tree import place_files
from tests.support.records import make_content, published

PLACES = Places(place_files())
EN = phrases("en")


def content(**fields: Any) -> Any:
    return make_content(**{"place_id": "lima", **fields})


@pytest.mark.parametrize(
    ("wanted", "available", "shown"),
    [
        ("pt", {"en", "pt"}, "pt"),
        ("pt", {"en", "fr"}, "en"),  # what it was first written in
    ],
)
def test_texts_come_in_the_readers_language_else_in_the_first(
    wanted: str, available: set[str], shown: str
) -> None:
    texts = {code: Texts(name=f"in {code}") for code in sorted(available)}
    found, text = shown_texts(content(texts=texts), wanted)
    assert (found, text.name) == (shown, f"in {shown}")


@given(st.text(max_size=400), st.integers(10, 200))
def test_a_short_text_stays_and_a_long_one_never_passes_the_bound(text: str, letters: int) -> None:
    plain = " ".join(text.split())
    short = shorten(text, letters)
    assert len(short) <= letters
    assert short == plain if len(plain) <= letters else plain.startswith(short.rstrip("…"))


def test_a_long_text_ends_with_a_sentence_when_half_of_it_fits() -> None:
    assert shorten("One sentence here. Another that is long.", 30) == "One sentence here."


def test_a_long_sentence_ends_with_a_word() -> None:
    assert shorten("They give hot meals, clothes and beds", 24) == "They give hot meals…"


def test_an_address_leaves_out_what_is_not_known() -> None:
    whole = Location(
        external_id="x", address="1 Invented St", city="Town", state_province="FL",
        postal_code="00000",
    )  # fmt: skip
    assert address(whole) == "1 Invented St, Town, FL 00000"
    assert address(Location(external_id="x", city="Town")) == "Town"
    assert address(Location(external_id="x")) == ""


@pytest.mark.parametrize(
    ("number", "country", "written"),
    [
        ("+13055550142", "us", "+1 305-555-0142"),
        ("305-555-0142", "us", "+1 305-555-0142"),
        ("+5111234567", "pe", "+51 1 1234567"),
        ("911", "us", "911"),
        ("211", "us", "211"),
        ("100", "pe", "100"),
        ("*4357", "do", "*4357"),
        ("555-0142", "us", "555-0142"),
        ("ask for Ana", "us", "ask for Ana"),
        ("5551234", "", "5551234"),
        ("", "us", ""),
    ],
)
def test_a_phone_is_written_as_it_is_dialled(number: str, country: str, written: str) -> None:
    assert phone_number(Phone(number=number), country) == written


def test_an_extension_is_told() -> None:
    phone = Phone(number="+13055550142", extension="12")
    assert phone_number(phone, "us") == "+1 305-555-0142 ext. 12"


def test_two_phones_are_shown_and_no_fax() -> None:
    phones = (
        Phone(number="+5111234560", type="fax"),
        *(Phone(number=f"+511123456{last}") for last in (1, 2, 3)),
    )
    assert phone_line(content(phones=phones), PLACES) == "+51 1 1234561 · +51 1 1234562"
    assert phone_line(content(), PLACES) == ""


def test_a_phone_in_a_place_nobody_knows_is_still_shown() -> None:
    somewhere = content(phones=(Phone(number="+5111234561"),), place_id="atlantis")
    assert phone_line(somewhere, PLACES) == "+51 1 1234561"


def test_languages_are_named_in_the_readers_own_which_comes_first() -> None:
    spoken = content(languages_spoken=("en", "ht", "es", "qu", "fr", "pt"))
    assert spoken_languages(spoken, phrases("ht")).split(", ")[:2] == ["kreyòl", "angle"]
    assert spoken_languages(spoken, phrases("es")).startswith("español, inglés")
    assert len(spoken_languages(spoken, EN).split(", ")) == 5


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"cost": "free"}, "Free"),
        ({"costs": (CostOption(amount=12.5, currency="USD"),)}, "$12.50"),
        ({"costs": (CostOption(amount=0.0, currency="USD"),)}, "Free"),
        ({"costs": (CostOption(option="ask"),)}, ""),
        ({}, ""),
    ],
)
def test_a_cost_is_free_a_price_or_nothing(fields: dict[str, Any], said: str) -> None:
    record = content(**fields)
    assert cost(record, record.texts["en"], EN) == said


def test_a_cost_in_words_is_the_sources() -> None:
    assert cost(content(), Texts(name="x", fees="Sliding scale"), EN) == "Sliding scale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_money_is_written_in_each_language(language: str) -> None:
    record = content(costs=(CostOption(amount=12.5, currency="USD"),))
    said = cost(record, record.texts["en"], phrases(language))
    assert "12" in said
    assert "50" in said


def test_status_and_enforcement_are_told_only_when_known() -> None:
    assert status_line(content(), EN) == ""
    safe = content(status_required="no", works_with_immigration_enforcement="no")
    assert status_line(safe, EN) == (
        "They do not ask for your migration status."
        " They do not share data with immigration authorities."
    )
    risky = content(status_required="yes", works_with_immigration_enforcement="yes")
    assert "immigration authorities" in status_line(risky, EN)
    assert status_line(risky, EN) != status_line(safe, EN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_standing_but_operating_is_warned_of_in_its_own_words(language: str) -> None:
    said = {
        standing: standing_line(content(standing=standing), phrases(language))
        for standing in Standing
    }
    assert said.pop(Standing.OPERATING) == ""
    assert len(set(said.values())) == len(said)
    assert all(said.values())


@pytest.mark.parametrize(
    ("reader", "shown", "note"),
    [
        ("es", "es", ""),
        ("es", "en", "(Texto en inglés)"),
        ("en", "es", "(Text in Spanish)"),
        ("fr", "ht", "(Texte en créole haïtien)"),
        ("ht", "es", "(Tèks an panyòl)"),
        ("pt", "en", "(Texto em inglês)"),
    ],
)
def test_a_text_of_another_language_is_marked(reader: str, shown: str, note: str) -> None:
    assert language_note(shown, phrases(reader)) == note


def test_the_source_comes_with_the_day_it_was_verified() -> None:
    today = datetime.now(UTC).date()
    line = source_line(published(content(verified_on=today)), EN)
    assert line.startswith("Source: Book of Invented Services, verified on ")
    assert str(today.year) in line
    assert "old" not in line


def test_an_old_verification_is_warned_of() -> None:
    line = source_line(published(content(verified_on=date(2019, 7, 29))), EN)
    assert line == (
        "Source: Book of Invented Services, last verified on July 29, 2019, may have changed."
        " This is old: call or ask before you go."
    )


def test_what_nobody_verified_says_so() -> None:
    assert source_line(published(content()), EN) == (
        "Source: Book of Invented Services, not yet verified by a local office."
    )


def test_a_record_past_its_own_review_date_may_have_changed() -> None:
    today = datetime.now(UTC).date()
    due = content(verified_on=today, review_by=today - timedelta(days=1))
    assert "may have changed" in source_line(published(due), EN)
    fresh = content(verified_on=today - timedelta(days=900), review_by=today)
    assert "may have changed" not in source_line(published(fresh), EN)


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        (Phone(number="+13055550142", extension="12"), "tel:+13055550142"),
        (Phone(number="(01) 123-4001"), "tel:+5111234001"),  # of the record's own country
        (Phone(number="911"), "tel:911"),
        (Phone(number="*43 57#"), "tel:*4357%23"),
        (Phone(number="+5111234001", type="fax"), ""),
        (Phone(number="ask at the desk 3"), ""),
        (Phone(number='"><a href="//x'), ""),
    ],
)
def test_a_number_is_called_by_its_link(phone: Phone, link: str) -> None:
    assert phone_link(phone, "pe") == link


@given(st.text(max_size=30))
def test_no_number_makes_a_link_that_does_anything_else(number: str) -> None:
    assert re.fullmatch(r"(tel:(?:[+*0-9]|%23)+)?", phone_link(Phone(number=number), "pe"))


def test_a_price_is_told_when_it_is_known() -> None:
    assert price(CostOption(amount=5, currency="USD"), EN) == "$5.00"
    assert price(CostOption(amount=0), EN) == "Free"
    for unknown in (CostOption(option="Tip"), CostOption(amount=5), CostOption(amount=math.inf)):
        assert price(unknown, EN) == ""


def test_proof_of_address_is_told_when_it_is_known() -> None:
    said = [
        proof_line(content(proof_of_address_required=known), EN)
        for known in ("yes", "no", "unknown")
    ]
    assert said == [
        "They ask for proof of address.", "They do not ask for proof of address.", "",
    ]  # fmt: skip


def test_the_basis_of_a_right_is_its_kind_and_the_text() -> None:
    assert legal_basis(content(legal_kind="law", regulatory_basis="Act 7"), EN) == "law, Act 7"
    assert legal_basis(content(regulatory_basis="Act 7"), EN) == "Act 7"
    assert legal_basis(content(), EN) == ""


def test_all_languages_spoken_are_told_where_there_is_room() -> None:
    many = content(languages_spoken=("es", "en", "fr", "ht", "pt", "qu"))
    assert spoken_languages(many, EN).count(",") == 4
    assert spoken_languages(many, EN, most=None).count(",") == 5
