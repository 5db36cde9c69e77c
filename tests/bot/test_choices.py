"""Payloads of buttons: short, read back as they were written, and never over a channel's limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.wiring import App
from bot import choices
from bot.buttons import (
    COMMON_TOPICS,
    language_buttons,
    more_button,
    person_button,
    place_button,
    place_buttons,
    topic_buttons,
)
from bot.choices import PAYLOAD_BYTES, parse, payload
from bot.phrases import phrases
from bot.steps.follow_up import FACTS
from knowledge.languages import LANGUAGES, OWN_NAMES

_argument = st.text(st.characters(exclude_characters=":"), max_size=15)


@given(st.sampled_from(["topic", "place", "about"]), st.lists(_argument, max_size=2))
def test_a_payload_is_read_back_as_it_was_written(verb: str, arguments: list[str]) -> None:
    try:
        written = payload(verb, *arguments)
    except ValueError:
        assert len(":".join((verb, *arguments)).encode()) > PAYLOAD_BYTES
    else:
        assert parse(written) == (verb, tuple(arguments))


def test_an_empty_payload_says_nothing() -> None:
    assert parse("") == ("", ())


def test_the_limit_is_counted_in_bytes_not_letters() -> None:
    assert payload("x", "é" * 31) == "x:" + "é" * 31
    with pytest.raises(ValueError, match="64 bytes"):
        payload("x", "é" * 32)


def test_every_payload_that_can_be_offered_fits_every_channel(app: App) -> None:
    say = phrases("es")
    offered = [
        *language_buttons(),
        *topic_buttons(list(app.topics), app.topics, say),
        *place_buttons([place.id for place in app.places], app.places, say),
        person_button(say), more_button(say), place_button(say),
    ]  # fmt: skip
    payloads = [button.payload for button in offered]
    payloads += [payload(choices.FOLLOW_UP, fact, "12") for fact in FACTS]
    payloads += [payload(choices.FORGET, "yes"), choices.START, choices.HELP]
    assert all(0 < len(one.encode()) <= PAYLOAD_BYTES for one in payloads)
    assert len(offered) > 100


def test_languages_are_offered_by_their_own_names() -> None:
    assert {button.label: button.payload for button in language_buttons()} == {
        OWN_NAMES[code]: f"lang:{code}" for code in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_and_places_are_offered_in_the_persons_language(app: App, language: str) -> None:
    say = phrases(language)
    topics = topic_buttons(list(COMMON_TOPICS), app.topics, say)
    assert [button.label for button in topics] == [
        app.topics[name].names[language] for name in COMMON_TOPICS
    ]
    (place,) = place_buttons(["mx"], app.places, say)
    assert (place.label, place.payload) == (app.places["mx"].names[language], "place:mx")


def test_a_topic_that_is_no_more_is_not_offered(app: App) -> None:
    assert topic_buttons(["food", "dancing"], app.topics, phrases("en")) == topic_buttons(
        ["food"], app.topics, phrases("en")
    )
