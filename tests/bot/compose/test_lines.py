"""Single facts of a record as lines, and "" where the record does not say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.lines import (
    address,
    cost,
    is_old,
    language_note,
    open_now,
    phone_line,
    phone_number,
    shorten,
    shown_texts,
    source_line,
    spoken_languages,
    standing_line,
    status_line,
    week_lines,
)
from bot.phrases import phrases
from knowledge.content import (
    CostOption,
    Location,
    Phone,
    Schedule,
    Standing,
    Texts,
)
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.places.tree import place_files
from tests.support.records import make_content, published

PLACES = Places(place_files())
MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
"""10:00 in Lima."""
EN = phrases("en")


def content(**fields: Any) -> Any:
    return make_content(**{"place_id": "lima", **fields})


def monday(opens: str, closes: str) -> tuple[Schedule, ...]:
    return (Schedule(weekday="MO", opens_at=opens, closes_at=closes),)


ALWAYS = tuple(
    Schedule.model_validate({"weekday": day, "opens_at": "00:00", "closes_at": "24:00"})
    for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
)


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


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Abierto ahora. Cierra: 5:00 p.m."),
        ("en", "Open now, until 5:00 PM"),
        ("fr", "Ouvert maintenant, jusqu’à 17:00"),
        ("ht", "Louvri kounye a, jiska 5è nan apremidi"),
        ("pt", "Aberto agora, até 17:00"),
    ],
)
def test_open_now_is_said_in_each_language(language: str, said: str) -> None:
    office = content(schedules=monday("09:00", "17:00"))
    told = open_now(office, PLACES, MONDAY, phrases(language))
    assert told.replace("\u202f", " ").replace("\xa0", " ") == said


def test_hours_are_read_on_the_clock_of_the_address() -> None:
    morning = monday("09:00", "11:00")  # at 10:00 in Lima it is noon in São Paulo
    there = Location(external_id="x", place_id="sao_paulo")
    assert open_now(content(schedules=morning), PLACES, MONDAY, EN).startswith("Open now")
    assert open_now(content(schedules=morning, locations=(there,)), PLACES, MONDAY, EN).startswith(
        "Closed now. Opens Monday"
    )


def test_day_and_night_is_said_so_and_no_hours_say_nothing() -> None:
    assert open_now(content(schedules=ALWAYS), PLACES, MONDAY, EN) == "Open now, day and night"
    assert open_now(content(), PLACES, MONDAY, EN) == ""


@pytest.mark.parametrize("standing", [one for one in Standing if not one.available])
def test_what_does_not_exist_now_is_never_open(standing: Standing) -> None:
    gone = content(schedules=ALWAYS, standing=standing)
    assert open_now(gone, PLACES, MONDAY, EN) == ""
    assert week_lines(gone, EN) == []


def test_the_week_is_told_with_equal_days_together() -> None:
    timetable = [
        Schedule.model_validate({"weekday": day, "opens_at": "09:00", "closes_at": "17:00"})
        for day in ("MO", "TU", "WE")
    ]
    timetable.append(Schedule(weekday="SU", opens_at="00:00", closes_at="24:00"))
    lines = week_lines(content(schedules=tuple(timetable)), EN)
    assert [line.replace("\u202f", " ") for line in lines] == [
        "Monday to Wednesday: 9:00 AM – 5:00 PM",
        "Sunday: all day",
    ]


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
        "Source: Book of Invented Services, verified on July 29, 2019."
        " This is old: call or ask before you go."
    )


def test_what_nobody_verified_says_so() -> None:
    assert source_line(published(content()), EN) == (
        "Source: Book of Invented Services, not yet verified by a local office."
    )


def test_a_verification_is_old_after_a_year() -> None:
    today = datetime.now(UTC).date()
    assert not is_old(today - timedelta(days=365))
    assert is_old(today - timedelta(days=367))
