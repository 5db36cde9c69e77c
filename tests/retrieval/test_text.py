"""What is written differently but means the same meets in the index."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.languages import LANGUAGES, fold
from retrieval.text import STOP_WORDS, terms, words


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "Clínicas gratuitas", "clinica gratuita"),
        ("en", "free clinics", "FREE CLINIC"),
        ("fr", "Hébergements d'urgence", "hebergement urgence"),
        ("pt", "Abrigos para famílias", "abrigo familia"),
        ("ht", "Kote pou m jwenn manje", "manje"),
        ("ht", "lajan an", "laja"),
        ("ht", "chanm", "canm"),
    ],
)
def test_forms_of_a_word_meet(language: str, one: str, other: str) -> None:
    assert set(terms(other, language)) <= set(terms(one, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "¿dónde puedo encontrar un abogado?"),
        ("en", "where can I find a lawyer"),
        ("fr", "où est-ce que je peux trouver un avocat"),
        ("ht", "kote mwen ka jwenn yon avoka"),
        ("pt", "onde posso encontrar um advogado"),
    ],
)
def test_a_question_is_told_by_the_words_that_matter(language: str, text: str) -> None:
    found = terms(text, language)
    assert any(term.startswith(("abog", "lawyer", "avoc", "avok", "advog")) for term in found)
    assert len(found) <= 3, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_of_stop_words_alone_keeps_them(language: str) -> None:
    for word in STOP_WORDS[language].split():
        assert terms(word, language), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_words_are_written_as_words_are_compared(language: str) -> None:
    written = STOP_WORDS[language].split()
    assert [word for word in written if words(word) != [word]] == []
    assert len(set(written)) == len(written)


def test_words_are_parted_at_every_sign() -> None:
    assert words("Sant-Swen, «Klinik_Gratis»: 24/7 l'hôpital") == [
        "sant", "swen", "klinik", "gratis", "24", "7", "l", "hopital",
    ]  # fmt: skip


def test_a_text_without_words_has_no_terms() -> None:
    for text in ("", "   ", "?!…", "🙂", "\x00"):
        assert terms(text, "en") == []


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert terms("Guten Morgen", "de") == ["guten", "morgen"]


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=60), language=st.sampled_from([*LANGUAGES, "zh"]))
def test_any_text_gives_whole_terms_without_blanks(text: str, language: str) -> None:
    found = terms(text, language)
    assert bool(found) == bool(words(text))
    assert all(term and term.split() == [term] for term in found)


@settings(max_examples=100, deadline=None)
@given(word=st.text("abcehinoubt", min_size=1, max_size=9), language=st.sampled_from(LANGUAGES))
def test_any_word_leaves_a_term(word: str, language: str) -> None:
    assert all(terms(word, language))
    assert len(terms(word, language)) == 1


def test_a_creole_word_of_silent_letters_leaves_a_term() -> None:
    assert terms("nnnn", "ht") == ["nnnn"]


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=60), language=st.sampled_from(LANGUAGES))
def test_capitals_and_accents_make_no_difference(text: str, language: str) -> None:
    assert terms(fold(text), language) == terms(text, language)
