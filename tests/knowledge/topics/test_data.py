"""The topic list: every name and word there in five languages, short enough for a button."""

import re
from importlib.resources import files

import pytest

from knowledge.languages import LANGUAGES, fold
from knowledge.topics import TopicEntry, load_topics
from knowledge.yamls import read_yaml

TOPICS = load_topics()
CODE = re.compile(r"[A-Z]{1,2}(-[0-9][0-9.-]*)?")
BUTTON = 20
"""Letters of a name: what a button of the channels shows whole."""

each_topic = pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.id)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_the_list_covers_the_needs_survey() -> None:
    assert len(TOPICS) >= 60
    assert {"food", "shelter", "clinic", "asylum", "regularization", "missing_relatives"} <= set(
        TOPICS
    )


@each_topic
def test_a_topic_has_a_short_name_in_every_language(topic: TopicEntry) -> None:
    assert topic.names.keys() == set(LANGUAGES)
    for language in LANGUAGES:
        name = topic.name(language)
        assert name == name.strip()
        assert 0 < len(name) <= BUTTON, name


@each_language
def test_no_two_topics_have_the_same_name(language: str) -> None:
    names = [fold(topic.name(language)) for topic in TOPICS.values()]
    assert sorted(names) == sorted(set(names))


@each_topic
def test_a_topic_has_words_in_every_language(topic: TopicEntry) -> None:
    assert topic.synonyms.keys() == set(LANGUAGES)
    for words in topic.synonyms.values():
        assert words
        assert all(fold(word) for word in words)
        assert len(set(words)) == len(words), "each is said once"


@each_topic
def test_every_finer_need_has_an_english_phrase_and_words_in_every_language(
    topic: TopicEntry,
) -> None:
    assert len({need.id for need in topic.needs}) == len(topic.needs)
    for need in topic.needs:
        assert re.fullmatch(r"[a-z0-9_]+", need.id)
        assert need.phrase.strip()
        assert need.words.keys() == set(LANGUAGES)
        for language, words in need.words.items():
            assert words, (need.id, language)
            assert all(fold(word) for word in words)


@each_topic
def test_a_topic_is_whole(topic: TopicEntry) -> None:
    assert re.fullmatch(r"[a-z_]+", topic.id)
    assert len(topic.id) <= 64
    assert topic.group
    assert topic.phrase.strip()
    assert topic.phrase.isascii()
    assert topic.stages
    assert set(topic.stages) <= {"arriving", "in_transit", "settled", "returning"}


@each_topic
def test_the_taxonomy_codes_of_a_topic_are_codes(topic: TopicEntry) -> None:
    codes = (*topic.airs, *topic.airs_also)
    for code in codes:
        assert CODE.fullmatch(code), code
    assert len(set(codes)) == len(codes)


def test_the_signs_are_about_codes_and_words() -> None:
    signs = read_yaml(files("knowledge.topics").joinpath("data", "signs.yaml").read_bytes())
    ours = {code for topic in TOPICS.values() for code in (*topic.airs, *topic.airs_also)}
    for code in (*signs["weights"], *signs["elsewhere"]):
        assert CODE.fullmatch(code), code
    assert ours.isdisjoint(signs["elsewhere"])
    assert all(0 < weight <= 3 for weight in signs["weights"].values())
    asked = {word for t in TOPICS.values() for words in t.synonyms.values() for word in words}
    asked |= {w for t in TOPICS.values() for n in t.needs for ws in n.words.values() for w in ws}
    assert set(signs["misleading"]) <= asked, "a word nobody uses need not be named"


def test_no_yaml_truth_value_has_become_a_word() -> None:
    words = {
        word
        for topic in TOPICS.values()
        for words in (*topic.synonyms.values(), *(w for n in topic.needs for w in n.words.values()))
        for word in words
    }
    assert words.isdisjoint({"True", "False", "None"})
