"""Understanding: language, intent, topics, needs and places of a message, in five languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.wiring import App
from knowledge.languages import LANGUAGES
from nlu.interpreter import KEEP_TOPIC, MOST_TOPICS, merge

TOPIC_NAMES = ["clinic", "food", "housing", "shelter", "taxes", "work"]
_chances = st.dictionaries(st.sampled_from(TOPIC_NAMES), st.floats(0, 1))

SAID = {
    ("es", "ask_service"): "¿dónde hay un dentista que atienda a mi sobrino en Lima?",
    ("en", "ask_service"): "where is a dentist for my nephew in Lima?",
    ("fr", "ask_service"): "où trouver un dentiste pour mon neveu à Lima ?",
    ("ht", "ask_service"): "ki kote ki gen yon dantis pou neve m nan Lima?",
    ("pt", "ask_service"): "onde tem dentista para meu sobrinho em Lima?",
    ("es", "ask_right"): "¿el casero puede echarme sin avisar?",
    ("en", "ask_right"): "is my landlord allowed to throw me out without notice?",
    ("fr", "ask_right"): "mon propriétaire a-t-il le droit de m'expulser sans préavis ?",
    ("ht", "ask_right"): "èske mèt kay la gen dwa mete m deyò san avètisman?",
    ("pt", "ask_right"): "o dono da casa tem direito de me despejar sem aviso?",
    ("es", "talk_to_person"): "prefiero que me atienda una persona de verdad",
    ("en", "talk_to_person"): "can I talk with a real human being",
    ("fr", "talk_to_person"): "je voudrais parler avec un vrai conseiller",
    ("ht", "talk_to_person"): "mwen ta renmen pale ak yon moun tout bon",
    ("pt", "talk_to_person"): "prefiro conversar com uma pessoa de verdade",
}


@pytest.mark.parametrize(("language", "intent"), SAID)
def test_a_message_is_understood_in_its_language(app: App, language: str, intent: str) -> None:
    understood = app.interpreter.interpret(SAID[language, intent])
    assert (understood.language.language, understood.intent) == (language, intent)
    assert understood.chance(intent) == max(understood.intents.values()) > 0.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_topic_and_place_are_heard_in_the_same_message(app: App, language: str) -> None:
    understood = app.interpreter.interpret(SAID[language, "ask_service"])
    assert max(understood.topics, key=lambda name: understood.topics[name]) == "dental"
    assert [mention.place for mention in understood.places] == ["lima"]


def test_intents_are_probabilities_and_an_unknown_one_has_none(app: App) -> None:
    understood = app.interpreter.interpret("necesito un dentista")
    assert sum(understood.intents.values()) == pytest.approx(1.0)
    assert understood.chance("dance") == 0.0


def test_the_conversation_decides_on_a_word_of_many_languages(app: App) -> None:
    for prior in LANGUAGES:
        assert app.interpreter.interpret("ok", prior=prior).language.language == prior


def test_the_language_of_a_text_can_be_asked_alone(app: App) -> None:
    said = SAID["ht", "ask_right"]
    assert app.interpreter.language(said) == app.interpreter.interpret(said).language


@pytest.mark.parametrize("text", ["", " ", "😀", "\x00", "Привет", "x" * 5000, "'; DROP TABLE x"])
def test_a_strange_text_is_understood_as_something(app: App, text: str) -> None:
    understood = app.interpreter.interpret(text)
    assert understood.intent in understood.intents
    assert understood.language.language in LANGUAGES


def test_merge_raises_what_is_named() -> None:
    learned = {"food": 0.3, "work": 0.7}
    assert merge(learned, {})["food"] == pytest.approx(0.3)
    assert merge(learned, {"food": 1.0})["food"] > 0.6


def test_merge_hears_a_named_topic_that_was_never_learned() -> None:
    assert "clinic" in merge({"food": 0.2}, {"clinic": 1.0})


def test_merge_drops_what_is_unlikely() -> None:
    assert set(merge({"food": 0.95, "work": 0.05}, {})) == {"food"}


def test_merge_of_nothing_is_nothing() -> None:
    assert merge({}, {}) == {}


@settings(max_examples=100, deadline=None)
@given(learned=_chances, named=_chances)
def test_merge_gives_a_few_likely_topics_the_likeliest_first(
    learned: dict[str, float], named: dict[str, float]
) -> None:
    merged = merge(learned, named)
    assert len(merged) <= MOST_TOPICS
    assert sum(merged.values()) <= 1.0 + 1e-9
    assert all(chance >= KEEP_TOPIC for chance in merged.values())
    assert list(merged.values()) == sorted(merged.values(), reverse=True)
    assert set(merged) <= {*learned, *named}
