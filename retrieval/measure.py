"""Figures of quality: of ranking, of abstaining, of classification."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


def success_at(grades: Sequence[int], rank: int, wanted: int = 2) -> float:
    """Return 1.0 when a record of grade `wanted` is among the first `rank`.

    >>> success_at([1, 2, 0], 1), success_at([1, 2, 0], 3)
    (0.0, 1.0)
    """
    return float(any(grade >= wanted for grade in grades[:rank]))


def reciprocal_rank(grades: Sequence[int], wanted: int = 2) -> float:
    """Return 1 / rank of the first record of grade `wanted`, 0.0 when there is none.

    >>> reciprocal_rank([0, 2])
    0.5
    """
    for rank, grade in enumerate(grades, 1):
        if grade >= wanted:
            return 1.0 / rank
    return 0.0


def ndcg_at(grades: Sequence[int], all_grades: Sequence[int], rank: int = 10) -> float:
    """Return normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), gain 2^g - 1.

    `all_grades` are the grades of everything judged, of which the ideal order is made.

    >>> ndcg_at([2, 0], [2])
    1.0
    """

    def gain(some: Sequence[int]) -> float:
        return sum((2.0**g - 1) / math.log2(i + 2) for i, g in enumerate(some[:rank]))

    ideal = gain(sorted(all_grades, reverse=True))
    return gain(grades) / ideal if ideal else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the chance that a positive scores above a negative; None when one side is empty.

    >>> auroc([0.9, 0.4], [0.1, 0.4])
    0.875
    """
    if not positive or not negative:
        return None
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


@dataclass(frozen=True)
class Scores:
    """Precision, recall and F1 of one label."""

    precision: float
    recall: float
    f1: float
    count: int


def label_scores(gold: Sequence[str], given: Sequence[str]) -> Mapping[str, Scores]:
    """Return the scores of every label that occurs in `gold`.

    >>> label_scores(["a", "a", "b"], ["a", "b", "b"])["a"].recall
    0.5
    """
    result = {}
    for label in sorted(set(gold)):
        hit = sum(g == label and p == label for g, p in zip(gold, given, strict=True))
        said = sum(p == label for p in given)
        meant = sum(g == label for g in gold)
        precision, recall = hit / said if said else 0.0, hit / meant
        f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
        result[label] = Scores(precision, recall, f1, meant)
    return result


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0.0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0-1) of `values` lie, nearest rank."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]
