"""Questions told apart beyond what all of them share."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.contrast import Contrast

RNG = np.random.default_rng(7)


def _units(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def _everyday(shift: float) -> NDArray[np.float32]:
    """Questions that all lie one way, and spread mostly along one direction that says nothing."""
    rows = RNG.normal(size=(400, 16)) * np.array([6.0, *[1.0] * 15]) + shift
    return _units(rows)


EVERYDAY = {"en": _everyday(3.0), "ht": _everyday(-3.0)}
CONTRAST = Contrast(EVERYDAY)


def test_without_everyday_questions_it_is_the_cosine() -> None:
    plain = Contrast({})
    rows = _units(RNG.normal(size=(5, 16)))
    lengths = plain.lengths(rows, ["en"] * 5)
    assert plain.compare(rows[0], "en", rows, ["en"] * 5, lengths) == pytest.approx(rows @ rows[0])


def test_a_question_is_most_like_itself() -> None:
    rows = EVERYDAY["en"][:50]
    lengths = CONTRAST.lengths(rows, ["en"] * 50)
    for number in (0, 17, 49):
        like = CONTRAST.compare(rows[number], "en", rows, ["en"] * 50, lengths)
        assert int(like.argmax()) == number
        assert like[number] == pytest.approx(1.0, abs=1e-3)


def test_two_questions_that_share_only_what_all_share_are_not_alike() -> None:
    rows = EVERYDAY["en"]
    lengths = CONTRAST.lengths(rows, ["en"] * len(rows))
    like = CONTRAST.compare(rows[0], "en", rows, ["en"] * len(rows), lengths)
    assert float(np.mean(rows @ rows[0])) > 0.5
    assert abs(float(np.mean(like[1:]))) < 0.1


def test_what_a_language_has_of_its_own_is_taken_off() -> None:
    meaning = RNG.normal(size=16) * np.array([0.0, *[2.0] * 15])
    one, other = _units(np.stack([meaning + 3.0, meaning - 3.0]))
    lengths = CONTRAST.lengths(other[None], ["ht"])
    (like,) = CONTRAST.compare(one, "en", other[None], ["ht"], lengths)
    assert like > 0.5 > float(one @ other)


def test_a_language_without_everyday_questions_has_the_mean_of_all() -> None:
    rows = EVERYDAY["en"][:3]
    assert np.isfinite(CONTRAST.lengths(rows, ["zh"] * 3)).all()


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), language=st.sampled_from(["en", "ht", "zh"]))
def test_likeness_lies_between_minus_one_and_one(seed: int, language: str) -> None:
    rows = _units(np.random.default_rng(seed).normal(size=(20, 16)))
    lengths = CONTRAST.lengths(rows, [language] * 20)
    like = CONTRAST.compare(rows[0], "en", rows, [language] * 20, lengths)
    assert float(np.abs(like).max()) <= 1.0 + 1e-3
