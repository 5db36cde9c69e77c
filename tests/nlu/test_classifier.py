"""The text classifier: learns from meaning and spelling, and is the same after being stored."""

from collections.abc import Mapping
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nlu.classifier import TextClassifier, train_classifier

BALANCE = {"": 1.0, "ht": 5.0}
DIMENSION = 4
CLOUDY = np.full(DIMENSION, 0.5, dtype=np.float32)
"""A vector that is as near to every label as to any other."""
TEXTS = {
    "food": ["pan y sopa", "sopa caliente", "un plato de sopa", "pan gratis"],
    "school": ["escuela", "la escuela de mi hijo", "clases en la escuela", "escuelita"],
    "work": ["trabajo", "busco trabajo", "trabajo de noche", "un trabajito"],
}


def directions() -> dict[str, NDArray[np.float32]]:
    return dict(zip(TEXTS, np.eye(DIMENSION, dtype=np.float32), strict=False))


def trained(words: tuple[tuple[str, str], ...] = ()) -> TextClassifier:
    pairs = [(text, label) for label, texts in TEXTS.items() for text in texts]
    return train_classifier(
        [text for text, _ in pairs],
        np.stack([directions()[label] for _, label in pairs]),
        [label for _, label in pairs],
        words=words,
        balance=BALANCE,
        temperature=1.5,
    )


CLASSIFIER = trained()


def chances(
    text: str, vector: NDArray[np.float32], language: str = "es", by: TextClassifier = CLASSIFIER
) -> Mapping[str, float]:
    return dict(zip(by.labels, by.probabilities(text, vector, language).tolist(), strict=True))


def best(found: Mapping[str, float]) -> str:
    return max(found, key=lambda label: found[label])


@pytest.mark.parametrize("label", TEXTS)
def test_spelling_alone_finds_the_label(label: str) -> None:
    for text in TEXTS[label]:
        assert best(chances(text, CLOUDY)) == label


@pytest.mark.parametrize("label", TEXTS)
def test_meaning_alone_finds_the_label(label: str) -> None:
    for text in ("", "xyzzy", "😀"):
        assert best(chances(text, directions()[label])) == label


def test_a_misspelt_word_still_counts() -> None:
    assert best(chances("trabjo", CLOUDY)) == "work"


def test_spelling_counts_more_where_the_balance_says_so() -> None:
    against = directions()["school"]
    assert best(chances("sopa", against, "es")) == "school"
    assert best(chances("sopa", against, "ht")) == "food"


def test_vocabulary_teaches_words_that_no_example_has() -> None:
    taught = trained(words=tuple(zip(["gwoo", "gwoodi", "agwoo"], cycle(["food"]), strict=False)))
    before = chances("gwoo", CLOUDY)["food"]
    assert chances("gwoo", CLOUDY, by=taught)["food"] > before + 0.1


def test_vocabulary_of_an_unknown_label_is_refused() -> None:
    with pytest.raises(ValueError, match="no examples"):
        trained(words=(("río", "rivers"),))


def test_what_was_stored_judges_alike() -> None:
    stored = CLASSIFIER.arrays("x")
    assert all(name.startswith("x.") for name in stored)
    again = TextClassifier.from_arrays(stored, "x")
    for text in ("sopa", "escuela", "nada"):
        for language in ("es", "ht"):
            assert again.probabilities(text, CLOUDY, language) == pytest.approx(
                CLASSIFIER.probabilities(text, CLOUDY, language), abs=0.01
            )


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=200), language=st.sampled_from(["es", "ht", "xx", ""]))
def test_any_text_gives_probabilities(text: str, language: str) -> None:
    found = CLASSIFIER.probabilities(text, CLOUDY, language)
    assert found.shape == (len(TEXTS),)
    assert found.sum() == pytest.approx(1.0)
    assert (found > 0).all()
