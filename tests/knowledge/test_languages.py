"""Languages are recognised however they are written, and a missing one has a stand-in."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.languages import (
    FALLBACK,
    LANGUAGES,
    OWN_NAMES,
    fold,
    language_name,
    parse_language,
    preferred,
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Creole", "ht"),
        ("hat", "ht"),
        ("Haitian Creole", "ht"),
        ("French Creole", "ht"),
        ("Kreyòl ayisyen", "ht"),
        ("créole haïtien", "ht"),
        ("Español", "es"),
        ("  ESPANOL ", "es"),
        ("espagnol", "es"),
        ("castellano", "es"),
        ("spa", "es"),
        ("English", "en"),
        ("inglés", "en"),
        ("eng", "en"),
        ("Français", "fr"),
        ("fre", "fr"),
        ("pt-BR", "pt"),
        ("pt_BR", "pt"),
        ("Brazilian Portuguese", "pt"),
        ("Português", "pt"),
        ("Arabic", "ar"),
        ("American Sign Language", "ase"),
        ("zh-Hans", "zh"),
    ],
)
def test_a_language_is_recognised_however_it_is_written(written: str, code: str) -> None:
    assert parse_language(written) == code


@pytest.mark.parametrize("written", ["", "   ", "--", "?!", "nonsense", "zxqj", "by appointment"])
def test_what_is_no_language_is_not_taken_for_one(written: str) -> None:
    assert parse_language(written) is None


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_five_languages_are_known_by_code_by_own_name_and_by_each_others_names(
    code: str,
) -> None:
    names = {language_name(code, reader) for reader in LANGUAGES if reader != "ht"}
    for written in (code, code.upper(), OWN_NAMES[code], *names):
        if (code, written) != ("ht", "haitiano"):  # in Portuguese also a person of Haiti
            assert parse_language(written) == code, written


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_at_all_gives_a_code_or_nothing(written: str) -> None:
    found = parse_language(written)
    assert found is None or (found.islower() and " " not in found)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip()
    assert "  " not in once


def test_folding_takes_accents_and_capitals_away() -> None:
    assert fold("  Kreyòl\tAYISYEN ") == "kreyol ayisyen"
    assert fold("𝕬yuda Ｃasa İ STRASSE") == "ayuda casa i strasse"
    assert fold("Straße") == "strasse"


def test_a_language_is_named_in_the_readers_language() -> None:
    assert language_name("ht", "en") == "Haitian Creole"
    assert language_name("es", "fr") == "espagnol"
    assert language_name("en", "ht") == "angle"
    assert language_name("qqq", "en") == "qqq"


def test_every_language_of_the_conversation_has_a_creole_name() -> None:
    assert {language_name(code, "ht") for code in LANGUAGES}.isdisjoint(LANGUAGES)


def _sets() -> list[frozenset[str]]:
    sizes = (combinations(LANGUAGES, size) for size in range(1, len(LANGUAGES) + 1))
    return [frozenset(some) for some in chain.from_iterable(sizes)]


@pytest.mark.parametrize("wanted", LANGUAGES)
def test_a_reader_gets_the_wanted_language_else_the_original_else_the_nearest(wanted: str) -> None:
    for available in _sets():
        for original in LANGUAGES:
            shown = preferred(available, wanted, original)
            assert shown in available
            if wanted in available:
                assert shown == wanted
            elif original in available:
                assert shown == original
            else:
                assert shown == next(code for code in FALLBACK[wanted] if code in available)


def test_a_reader_of_another_language_gets_the_original_too() -> None:
    assert preferred({"en", "es"}, "ar", "es") == "es"
    assert preferred({"en", "es"}, "ar", "fr") == "es"


def test_with_nothing_available_the_original_is_named() -> None:
    assert preferred(set(), "ht", "en") == "en"


def test_every_fallback_leads_through_all_other_languages() -> None:
    for code in LANGUAGES:
        assert sorted([code, *FALLBACK[code]]) == sorted(LANGUAGES)
