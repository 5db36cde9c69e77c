"""Character n-grams: what is spelt alike is counted alike."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.ngrams import BUCKETS, damped_counts, ngrams


def shared(one: str, other: str) -> float:
    """Return the share of n-grams (Jaccard) that two texts have in common."""
    first, second = set(ngrams(one).tolist()), set(ngrams(other).tolist())
    return len(first & second) / len(first | second)


def test_a_word_gives_its_padded_pieces_of_two_to_four_letters() -> None:
    # " si " has 3 pieces of two letters, 2 of three, 1 of four.
    assert len(ngrams("si")) == 6
    assert len(set(ngrams("si").tolist())) == 6


@pytest.mark.parametrize("text", ["", "   ", "...!?", "😀", "_-_"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert ngrams(text).tolist() == []
    buckets, damped = damped_counts(text)
    assert buckets.tolist() == damped.tolist() == []


def test_case_and_punctuation_make_no_difference() -> None:
    assert ngrams("¿Dónde COMER?").tolist() == ngrams("dónde comer").tolist()


def test_accents_count_only_when_asked_for() -> None:
    assert ngrams("clínica").tolist() == ngrams("clinica").tolist()
    assert ngrams("clínica", accents=True).tolist() != ngrams("clinica", accents=True).tolist()


def test_drawn_out_letters_count_twice_at_most() -> None:
    assert ngrams("holaaaaaa").tolist() == ngrams("holaa").tolist()
    assert ngrams("llamar").tolist() != ngrams("lamar").tolist()


@pytest.mark.parametrize(
    ("right", "typed", "other"),
    [
        ("documentos", "docmentos", "abogado"),
        ("hospital", "hosptal", "trabajo"),
        ("kabinè dantis", "kabine dantist", "lekòl timoun"),
    ],
)
def test_a_typo_stays_nearer_than_another_word(right: str, typed: str, other: str) -> None:
    assert shared(right, typed) > 0.4 > shared(right, other)


def test_repeated_pieces_weigh_by_the_logarithm_of_their_count() -> None:
    once, _ = damped_counts("pan")
    buckets, damped = damped_counts("pan pan pan")
    assert buckets.tolist() == once.tolist()
    assert damped == pytest.approx(np.full(len(once), 1.0 + math.log(3)))


def test_the_buckets_of_a_word_never_change() -> None:
    # A trained model is read by later versions: another hash would scramble it in silence.
    assert ngrams("la").tolist() == [6958, 26522, 26833, 60055, 37240, 14408]


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300), st.booleans())
def test_any_text_gives_buckets_within_range(text: str, accents: bool) -> None:
    buckets = ngrams(text, accents=accents)
    assert buckets.dtype == np.int64
    assert all(0 <= bucket < BUCKETS for bucket in buckets.tolist())


def test_a_very_long_text_is_read_to_a_bound() -> None:
    assert ngrams("pan " * 100_000).tolist() == ngrams("pan " * 500).tolist()
