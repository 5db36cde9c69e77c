"""Confidence is a probability that rises with the evidence, and nothing found means none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.languages import LANGUAGES
from retrieval.confidence import Calibration
from retrieval.question import Hit, Question
from tests.support.indexes import unit

CALIBRATION = Calibration()
_figures = st.floats(-5, 5)


def _hit(score: float, **parts: float) -> Hit:
    return Hit("r", "r", "R", "en", score, {name.replace("_", " "): v for name, v in parts.items()})


def _asked(**fields: object) -> Question:
    return Question("soup", fields.pop("language", "en"), unit(1), **fields)  # type: ignore[arg-type]


def test_with_nothing_found_there_is_no_confidence() -> None:
    assert CALIBRATION.signals(_asked(), []) == {}
    assert CALIBRATION.confidence("en", {}) == 0.0


def test_confidence_is_a_probability_and_the_threshold_one_too() -> None:
    assert 0.0 < CALIBRATION.threshold < 1.0


@settings(max_examples=60, deadline=None)
@given(
    language=st.sampled_from([*LANGUAGES, "zh"]),
    parts=st.fixed_dictionaries(
        dict.fromkeys(("meaning", "hub", "topic", "words", "bridge", "asked"), _figures)
    ),
    aside=st.floats(0, 1),
)
def test_whatever_was_found_the_confidence_lies_between_none_and_all(
    language: str, parts: dict[str, float], aside: float
) -> None:
    hit = Hit("r", "r", "R", "en", sum(parts.values()), parts)
    question = _asked(language=language, aside=aside)
    signals = CALIBRATION.signals(question, [hit, _hit(0.1)])
    assert 0.0 <= CALIBRATION.confidence(language, signals) <= 1.0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["meaning", "words", "topic", "asked"])
def test_more_evidence_makes_it_surer(language: str, part: str) -> None:
    question = _asked(language=language)
    found = [
        CALIBRATION.confidence(
            language, CALIBRATION.signals(question, [_hit(0.5, **{part: figure})])
        )
        for figure in (0.0, 0.01, 0.02, 0.05)
    ]
    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_a_question_about_something_else_makes_it_less_sure() -> None:
    hits = [_hit(0.5, meaning=0.05)]
    ours, other = (
        CALIBRATION.confidence("en", CALIBRATION.signals(_asked(aside=aside), hits))
        for aside in (0.0, 1.0)
    )
    assert other < ours


def test_a_hub_is_taken_off_the_meaning() -> None:
    plain = CALIBRATION.signals(_asked(), [_hit(0.5, meaning=0.8)])["meaning"]
    damped = CALIBRATION.signals(_asked(), [_hit(0.5, meaning=0.8, hub=-0.3)])["meaning"]
    assert damped == pytest.approx(plain - 0.3)


def test_the_margin_is_held_against_the_next_three() -> None:
    hits = [_hit(score) for score in (0.9, 0.6, 0.5, 0.4, 0.0)]
    signals = CALIBRATION.signals(_asked(), hits)
    assert signals["margin"] == pytest.approx(0.4)
    assert signals["score"] == 0.9
    assert CALIBRATION.signals(_asked(), hits[:1])["margin"] == 0.0


def test_topics_and_needs_of_the_question_are_signals() -> None:
    question = _asked(topics={"food": 0.7, "legal": 0.2}, needs={"food/a": 0.8, "food/b": 0.9})
    signals = CALIBRATION.signals(question, [_hit(0.5)])
    assert signals["topic"] == 0.7
    assert signals["needs"] == 1.0, "needs count up to one"


def test_every_weighed_signal_is_one_that_is_measured() -> None:
    assert set(CALIBRATION.weights) <= set(CALIBRATION.signals(_asked(), [_hit(0.5)]))
