"""Words for needs: in five languages, as loan words, misspelt, and the longest phrase first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.languages import LANGUAGES
from knowledge.topics import load_topics
from nlu.vocabulary import OTHER_LANGUAGE, TOPIC_WORD, Vocabulary

TOPICS = load_topics()
VOCABULARY = Vocabulary(TOPICS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_is_known_by_its_name(language: str) -> None:
    for topic in TOPICS.values():
        assert topic.id in VOCABULARY.find(topic.names[language], language).topics, topic.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_finer_need_names_its_topic(language: str) -> None:
    for topic in TOPICS.values():
        for need in topic.needs:
            for phrase in need.words[language]:
                assert topic.id in VOCABULARY.find(phrase, language).topics, phrase


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("es", "necesito un dentista", "dental"),
        ("en", "is there a dentist", "dental"),
        ("fr", "je cherche un dentiste", "dental"),
        ("ht", "m bezwen yon dantis", "dental"),
        ("pt", "preciso de dentista", "dental"),
    ],
)
def test_a_need_is_heard_in_each_language(language: str, text: str, topic: str) -> None:
    mentions = VOCABULARY.find(text, language)
    assert max(mentions.topics, key=lambda name: mentions.topics[name]) == topic


def test_a_finer_need_raises_its_topic_too() -> None:
    mentions = VOCABULARY.find("banco de alimentos", "es")
    assert mentions.needs["food/pantry"] == mentions.topics["food"] == 1.0


def test_a_word_for_a_whole_topic_weighs_less_than_one_for_a_finer_need() -> None:
    assert VOCABULARY.find("dentista", "es").topics["dental"] == TOPIC_WORD


def test_a_loan_word_counts_half() -> None:
    assert VOCABULARY.find("gen food pantry bò isit la", "ht").needs["food/pantry"] == (
        OTHER_LANGUAGE
    )


def test_a_misspelt_word_counts_a_little_less() -> None:
    right = VOCABULARY.find("dentista", "es").topics["dental"]
    typed = VOCABULARY.find("denstista", "es").topics["dental"]
    assert 0.5 * right < typed < right


def test_the_longest_phrase_takes_its_words() -> None:
    # "bank manje" is a food pantry; its word "bank" alone would be a bank.
    assert VOCABULARY.find("bank", "ht").topics.get("banking_credit", 0) > 0.5
    mentions = VOCABULARY.find("bank manje", "ht").topics
    assert mentions["food"] == 1.0 > mentions.get("banking_credit", 0.0)


@pytest.mark.parametrize("text", ["", "hola, ¿qué tal?", "xyzzy", "😀", "!!"])
def test_words_of_no_need_name_nothing(text: str) -> None:
    mentions = VOCABULARY.find(text, "es")
    assert (dict(mentions.topics), dict(mentions.needs)) == ({}, {})


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=200), language=st.sampled_from(LANGUAGES))
def test_any_text_names_only_known_topics_and_needs(text: str, language: str) -> None:
    mentions = VOCABULARY.find(text, language)
    needs = {f"{topic.id}/{need.id}" for topic in TOPICS.values() for need in topic.needs}
    assert set(mentions.topics) <= set(TOPICS)
    assert set(mentions.needs) <= needs
    assert all(0 < weight <= 1 for weight in (*mentions.topics.values(), *mentions.needs.values()))
