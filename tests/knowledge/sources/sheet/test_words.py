"""Words of closed lists in five languages."""

import pytest

from knowledge.sources.sheet.words import VOCABULARIES, known_word, spellings


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_word_is_known_by_itself_and_means_something_kept(vocabulary: str) -> None:
    for word in VOCABULARIES[vocabulary]:
        assert known_word(vocabulary, word) == word
        assert known_word(vocabulary, f" {word.upper().replace('_', ' ')} ") == word
    assert set(spellings(vocabulary).values()) == set(VOCABULARIES[vocabulary])


@pytest.mark.parametrize(
    ("vocabulary", "written", "meant"),
    [
        ("yes_no", "SÍ", "yes"), ("yes_no", "oui", "yes"), ("yes_no", "wi", "yes"),
        ("yes_no", "sim", "yes"), ("yes_no", "Não", "no"), ("yes_no", "non", "no"),
        ("cost", "gratis", "free"), ("cost", "Gratuit", "free"), ("cost", "grátis", "free"),
        ("cost", "payant", "paid"), ("status", "fèmen", "defunct"),
        ("status", "Cerrado temporalmente", "suspended"), ("status", "pwomès", "commitment"),
        ("organization_kind", "Croix-Rouge", "red_cross"),
        ("audience", "Moun k ap mande azil", "asylum_seekers"),
        ("journey", "sou wout", "in_transit"),
        ("kind", "trámite", "howto"), ("legal_kind", "lwa", "law"),
    ],
)  # fmt: skip
def test_words_of_people_are_understood(vocabulary: str, written: str, meant: str) -> None:
    assert known_word(vocabulary, written) == meant


def test_what_nobody_says_is_not_guessed() -> None:
    assert known_word("yes_no", "maybe") is None
    assert known_word("cost", "") is None
