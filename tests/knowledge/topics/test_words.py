"""Phrases that stand for topics are found in prose, the longest first."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.topics.words import Phrase, Words

WORDS = Words(
    [
        Phrase("food pantr", "food", 1.0, opens=True),
        Phrase("bed", "shelter", 0.5),
        Phrase("Santé", "clinic", 1.0),
        Phrase("violence", "safety", 1.0),
        Phrase("violence shelter", "women", 1.0),
        Phrase("help", "money", 1.0),
        Phrase("help", "legal", 0.6),
    ]
)


def test_a_beginning_finds_every_ending_and_a_word_only_itself_and_its_plural() -> None:
    assert WORDS.find("Two FOOD PANTRIES") == {"food": 1.0}
    assert WORDS.find("40 beds") == {"shelter": 0.5}
    assert WORDS.find("a bed.") == {"shelter": 0.5}
    assert WORDS.find("bedding") == {}
    assert WORDS.find("embedded") == {}
    assert WORDS.find("seafood pantry") == {}


def test_accents_and_case_do_not_matter() -> None:
    assert WORDS.find("SANTE publique") == {"clinic": 1.0}


def test_of_phrases_inside_each_other_the_longest_counts() -> None:
    assert WORDS.find("a violence shelter") == {"women": 1.0}
    assert WORDS.find("a shelter from violence") == {"safety": 1.0}


def test_a_phrase_counts_once_and_one_of_many_meanings_counts_less() -> None:
    assert WORDS.find("Help! help, help") == {"money": 0.5, "legal": 0.3}


def test_a_text_without_known_words_finds_nothing() -> None:
    assert WORDS.find("") == {}
    assert WORDS.find("Bowling on Mondays") == {}
    assert Words([Phrase("a", "x", 1.0), Phrase("", "y", 1.0)]).find("a") == {}


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert all(worth > 0 for worth in WORDS.find(text).values())
