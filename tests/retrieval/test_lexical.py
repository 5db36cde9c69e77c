"""Words are found by BM25 in one language, and added and removed in place."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.lexical import MOST_TERMS, LexicalIndex

KITCHEN = [
    (1, "en", "soup kitchen free meal"),
    (2, "en", "soup soup soup"),
    (3, "en", "bread shelter bed night long word more word still more word"),
    (4, "es", "soup kitchen"),
    (5, "ht", "soup cho"),
]


@pytest.fixture
def index() -> LexicalIndex:
    """A few passages in three languages."""
    index = LexicalIndex()
    index.update([], KITCHEN)
    return index


def _keys(
    index: LexicalIndex, words: str | Iterable[tuple[str, float]], language: str = "en"
) -> list[int]:
    weighted = [(word, 1.0) for word in words.split()] if isinstance(words, str) else list(words)
    return [key for key, _score in index.search(weighted, language, 10)]


def test_passages_with_the_word_are_found_in_the_asked_language_only(index: LexicalIndex) -> None:
    assert set(_keys(index, "soup")) == {1, 2}
    assert _keys(index, "soup", "es") == [4]
    assert _keys(index, "soup", "ht") == [5]
    assert _keys(index, "soup", "fr") == []


def test_more_words_and_rarer_words_rank_higher(index: LexicalIndex) -> None:
    assert _keys(index, "soup kitchen meal")[0] == 1
    assert _keys(index, "soup bread")[0] == 3, "a rare word says more than a common one"


def test_a_heavier_word_counts_for_more(index: LexicalIndex) -> None:
    assert _keys(index, [("soup", 0.1), ("bed", 2.0)])[0] == 3
    assert _keys(index, [("soup", 5.0), ("bed", 0.1)])[0] == 2
    light, heavy = (index.search([("soup", w)], "en", 1)[0][1] for w in (1.0, 2.0))
    assert heavy == pytest.approx(2 * light, rel=1e-5)


def test_no_words_find_nothing(index: LexicalIndex) -> None:
    assert index.search([], "en", 10) == []
    assert _keys(index, "unheard-of") == []


def test_at_most_so_many_are_found_best_first(index: LexicalIndex) -> None:
    hits = index.search([("soup", 1.0), ("kitchen", 1.0)], "en", 10)
    assert [score for _key, score in hits] == sorted((s for _k, s in hits), reverse=True)
    assert index.search([("soup", 1.0), ("kitchen", 1.0)], "en", 1) == hits[:1]


def test_a_passage_is_replaced_in_one_step(index: LexicalIndex) -> None:
    index.update([1], [(6, "en", "soup porridge")])
    assert set(_keys(index, "soup")) == {2, 6}
    assert _keys(index, "porridge") == [6]
    assert _keys(index, "meal") == []
    assert len(index) == len(KITCHEN)


def test_a_key_may_be_removed_and_added_again_at_once(index: LexicalIndex) -> None:
    index.update([2], [(2, "en", "porridge")])
    assert _keys(index, "porridge") == [2]
    assert _keys(index, "soup") == [1]


def test_removing_what_is_not_there_changes_nothing(index: LexicalIndex) -> None:
    index.update([99], [])
    assert len(index) == len(KITCHEN)


def test_an_empty_index_finds_nothing() -> None:
    index = LexicalIndex()
    assert len(index) == 0
    assert _keys(index, "soup") == []


def test_of_too_many_words_the_heaviest_are_looked_up(index: LexicalIndex) -> None:
    words = [(f"w{number}", 1.0) for number in range(MOST_TERMS)]
    assert _keys(index, [*words, ("soup", 2.0)])[0] in {1, 2}
    assert _keys(index, [("soup", 0.5), *words]) == []


def test_a_word_of_any_length_can_be_asked_for(index: LexicalIndex) -> None:
    assert _keys(index, [("x" * 100_000, 1.0)]) == []
    assert _keys(index, [('"soup*~:(', 1.0)]) == [], "no word is taken for a query language"


def test_a_passage_in_two_languages_parts_is_one_document_each() -> None:
    index = LexicalIndex()
    index.update([], [(2**40, "en", "soup"), (2**40 + 1, "pt", "sopa")])
    assert _keys(index, "soup") == [2**40]
    assert _keys(index, "sopa", "pt") == [2**40 + 1]


@settings(max_examples=8, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sets(st.integers(0, 9), max_size=4), st.sets(st.integers(0, 9), max_size=4)),
        max_size=5,
    )
)
def test_after_any_changes_the_index_holds_exactly_what_is_left(
    steps: list[tuple[set[int], set[int]]],
) -> None:
    index, held = LexicalIndex(), set()
    for gone, new in steps:
        fresh = new - (held - gone)
        index.update(sorted(gone), ((key, "en", "soup") for key in sorted(fresh)))
        held = (held - gone) | fresh
        assert set(_keys(index, "soup")) == held
        assert len(index) == len(held)
