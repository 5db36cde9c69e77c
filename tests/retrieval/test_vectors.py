"""Vectors are found by nearness, and added and removed in place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.encoders import Matrix
from retrieval.vectors import VectorIndex

DIMENSION = 8


def _vectors(count: int, seed: int = 0) -> Matrix:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_the_nearest_come_first_with_their_similarity() -> None:
    index, vectors = VectorIndex(DIMENSION), _vectors(50)
    index.add(range(100, 150), vectors)
    keys, scores = index.search(vectors[7], 50)
    exact = vectors @ vectors[7]
    assert list(keys) == [100 + int(row) for row in np.argsort(-exact)]
    np.testing.assert_allclose(scores, np.sort(exact)[::-1], atol=1e-6)


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex(DIMENSION)
    keys, scores = index.search(_vectors(1)[0], 10)
    assert (len(index), len(keys), len(scores)) == (0, 0, 0)
    assert index.remove([1, 2]) == 0
    assert index.reconstruct([]).shape == (0, DIMENSION)


def test_fewer_vectors_than_asked_for_are_all_found() -> None:
    index = VectorIndex(DIMENSION)
    index.add([5, 9], _vectors(2))
    keys, _scores = index.search(_vectors(1)[0], 100)
    assert set(keys) == {5, 9}


def test_what_is_removed_is_not_found_and_the_rest_stays_as_it_was() -> None:
    index, vectors = VectorIndex(DIMENSION), _vectors(20)
    index.add(range(20), vectors)
    assert index.remove([3, 4, 3, 99]) == 2
    keys, _scores = index.search(vectors[3], 20)
    assert set(keys) == set(range(20)) - {3, 4}
    left = [2, 5, 19]
    np.testing.assert_array_equal(index.reconstruct(left), vectors[left])


def test_a_key_can_be_used_again_after_removal() -> None:
    index, vectors = VectorIndex(DIMENSION), _vectors(2)
    index.add([7], vectors[:1])
    index.remove([7])
    index.add([7], vectors[1:])
    np.testing.assert_array_equal(index.reconstruct([7]), vectors[1:])


def test_vectors_come_back_in_the_order_asked_for() -> None:
    index, vectors = VectorIndex(DIMENSION), _vectors(5)
    index.add([10, 11, 12, 13, 14], vectors)
    np.testing.assert_array_equal(index.reconstruct([14, 10, 14]), vectors[[4, 0, 4]])


def test_a_search_can_be_kept_to_some_keys() -> None:
    index, vectors = VectorIndex(DIMENSION), _vectors(50)
    index.add(range(50), vectors)
    some = [40, 41, 42]
    keys, scores = index.search(vectors[0], 10, among=some)
    assert sorted(keys) == some
    assert list(scores) == sorted(scores, reverse=True)
    assert len(index.search(vectors[0], 10, among=[])[0]) == 0
    assert set(index.search(vectors[0], 10, among=[1, 999])[0]) == {1}


def test_a_vector_that_is_not_there_is_an_error() -> None:
    index = VectorIndex(DIMENSION)
    index.add([1], _vectors(1))
    with pytest.raises(RuntimeError):
        index.reconstruct([2])


@settings(max_examples=30, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.booleans(), st.sets(st.integers(0, 30), min_size=1, max_size=6)), max_size=12
    )
)
def test_after_any_changes_the_index_holds_exactly_what_is_left(
    steps: list[tuple[bool, set[int]]],
) -> None:
    index, vectors, held = VectorIndex(DIMENSION), _vectors(31), set()
    for adding, keys in steps:
        if adding:
            new = sorted(keys - held)
            index.add(new, vectors[new])
            held |= keys
        else:
            assert index.remove(sorted(keys)) == len(keys & held)
            held -= keys
    assert len(index) == len(held)
    assert set(index.search(vectors[0], 50)[0]) == held
    order = sorted(held)
    np.testing.assert_array_equal(index.reconstruct(order), vectors[order])
