"""Figures of quality are what their papers say, at the edges too."""

import doctest
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import measure
from retrieval.measure import (
    auroc,
    label_scores,
    mean,
    ndcg_at,
    percentile,
    reciprocal_rank,
    success_at,
)

grades = st.lists(st.integers(0, 2), max_size=12)
values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


def test_the_examples_in_the_documentation_hold() -> None:
    outcome = doctest.testmod(measure)
    assert outcome.attempted >= 5
    assert outcome.failed == 0


def test_success_looks_at_the_first_ranks_only() -> None:
    assert success_at([0, 0, 2], 2) == 0.0
    assert success_at([0, 0, 2], 3) == 1.0
    assert success_at([1], 1) == 0.0
    assert success_at([1], 1, wanted=1) == 1.0
    assert success_at([], 3) == 0.0


def test_the_reciprocal_rank_is_that_of_the_first_good_one() -> None:
    assert reciprocal_rank([1, 0, 2, 2]) == pytest.approx(1 / 3)
    assert reciprocal_rank([0, 1]) == 0.0
    assert reciprocal_rank([]) == 0.0


def test_the_gain_is_discounted_by_rank_and_held_against_the_best_order() -> None:
    perfect = ndcg_at([2, 1, 0], [1, 2])
    assert perfect == pytest.approx(1.0)
    swapped = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    assert ndcg_at([1, 2], [2, 1]) == pytest.approx(swapped)
    assert ndcg_at([0, 0, 2], [2], rank=2) == 0.0
    assert ndcg_at([2], [2, 2, 2], rank=1) == pytest.approx(1.0)
    assert ndcg_at([], [2]) == 0.0
    assert ndcg_at([2], []) == 0.0


@settings(max_examples=50, deadline=None)
@given(grades)
def test_no_order_is_better_than_the_best_one(found: list[int]) -> None:
    best = sorted(found, reverse=True)
    assert 0.0 <= ndcg_at(found, found) <= ndcg_at(best, found) + 1e-9
    assert ndcg_at(best, found) == pytest.approx(1.0 if any(found) else 0.0)


def test_the_area_is_the_chance_that_a_positive_scores_higher() -> None:
    assert auroc([1.0], [0.0]) == 1.0
    assert auroc([0.0], [1.0]) == 0.0
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    assert auroc([], [1.0]) is None
    assert auroc([1.0], []) is None


@settings(max_examples=50, deadline=None)
@given(one=values, other=values)
def test_the_area_turns_around_with_its_sides(one: list[float], other: list[float]) -> None:
    there, back = auroc(one, other), auroc(other, one)
    assert there is not None
    assert back is not None
    assert there + back == pytest.approx(1.0)


def test_a_label_that_is_never_given_has_no_precision_and_no_recall() -> None:
    scores = label_scores(["a", "b", "b"], ["a", "a", "c"])
    assert scores.keys() == {"a", "b"}
    assert (scores["a"].precision, scores["a"].recall, scores["a"].count) == (0.5, 1.0, 1)
    assert scores["a"].f1 == pytest.approx(2 / 3)
    assert (scores["b"].precision, scores["b"].recall, scores["b"].f1) == (0.0, 0.0, 0.0)
    assert scores["b"].count == 2
    assert label_scores([], []) == {}


def test_labels_of_unequal_number_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="shorter"):
        label_scores(["a", "a"], ["a"])


def test_the_mean_of_nothing_is_nothing() -> None:
    assert mean([]) == 0.0
    assert mean([1.0, 2.0]) == 1.5
    assert mean([True, False, False, False]) == 0.25


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1), (0.2, 1), (0.21, 2), (0.5, 3), (0.95, 5), (1.0, 5)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert percentile([5, 1, 4, 2, 3], share) == value


def test_a_percentile_of_nothing_is_nothing() -> None:
    assert percentile([], 0.5) == 0.0
    assert percentile([7.0], 0.95) == 7.0


@settings(max_examples=50, deadline=None)
@given(measured=values, share=st.floats(0, 1))
def test_at_least_that_share_lies_at_or_below_a_percentile(
    measured: list[float], share: float
) -> None:
    found = percentile(measured, share)
    assert found in measured
    assert sum(value <= found for value in measured) >= share * len(measured) - 1e-9
