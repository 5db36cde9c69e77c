"""How like a question is to the example questions of records."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from retrieval.index import Entry, SearchIndex
from retrieval.question import Question

ALL_LANGUAGES = 0.6
"""Share of the mean over the languages in how like a question is to a record's examples."""
ENOUGH_EXAMPLES = 6
"""Examples, in all languages together, from which on it counts that a question is like none."""


def asked_for(
    index: SearchIndex, question: Question, entries: Sequence[Entry], scores: Sequence[float]
) -> list[float]:
    """Return how like `question` is to the examples of each entry, from -1 to 1.

    `scores` are those by everything else. An entry that has no examples, or too few to tell, counts
    for as much as others do on average that are as far from the best: examples tell records that
    have them apart, and put none before those that have not.
    """
    like = _likeness(index, question, entries)
    best = max(scores)
    values = []
    for entry, score in zip(entries, scores, strict=True):
        value = like.get(entry.record_id, -1.0)
        if sum(len(keys) for keys in entry.asked.values()) < ENOUGH_EXAMPLES:
            value = max(value, expected_likeness(best - score))
        values.append(value)
    return values


def expected_likeness(gap: float) -> float:
    """Return how like a question is on average to the examples of a record `gap` below the best.

    `gap` is in units of the score. Fitted to the candidates of the question sets `starter` and
    `reports_dev` (2026-11): .38 for the best, .24 at .035, .18 far away.
    """
    return 0.17 + 0.21 * math.exp(-gap / 0.03)


def _likeness(
    index: SearchIndex, question: Question, entries: Sequence[Entry]
) -> Mapping[str, float]:
    """Return the likeness to the examples of each entry that has some, by record id.

    The likest example counts, and how like it is to those of every language: that tells much in a
    language the encoder is weak in.
    """
    groups = [
        (entry.record_id, language, keys)
        for entry in entries
        for language, keys in entry.asked.items()
    ]
    if not groups:
        return {}
    flat = [key for _name, _language, keys in groups for key in keys]
    languages = [language for _name, language, keys in groups for _key in keys]
    like = index.likeness(flat, languages, question.vector, question.language)
    starts = np.cumsum([0, *(len(keys) for _name, _language, keys in groups[:-1])])
    best: dict[str, list[float]] = {}
    for (name, _language, _keys), value in zip(
        groups, np.maximum.reduceat(like, starts).tolist(), strict=True
    ):
        best.setdefault(name, []).append(value)
    return {
        name: (1.0 - ALL_LANGUAGES) * max(values) + ALL_LANGUAGES * sum(values) / len(values)
        for name, values in best.items()
    }
