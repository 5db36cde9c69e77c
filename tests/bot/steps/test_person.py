"""A person asked for: bodies that answer, near where one is, and nobody promised in vain."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from amparo.wiring import App
from bot.messages import Status
from bot.phrases import phrases
from knowledge.languages import LANGUAGES
from knowledge.models import Publication
from knowledge.publishing import withdraw
from tests.support.person import Person, text_of

Meet = Callable[[], Person]

SAID = {
    "es": "quiero hablar con una persona de verdad",
    "en": "let me talk to a real person",
    "fr": "je veux parler à une vraie personne",
    "ht": "mwen vle pale ak yon moun tout bon",
    "pt": "quero falar com alguém de verdade",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by_button", [True, False])
def test_bodies_with_people_are_named_with_their_source(
    meet: Meet, language: str, by_button: bool
) -> None:
    person = meet().met(language)
    answer = person.presses("person") if by_button else person.says(SAID[language])
    assert (answer.status, answer.intent) == (Status.HANDOVER, "talk_to_person")
    assert answer.language == language
    assert len(answer.records) == len(answer.sources) > 0
    assert phrases(language)("Source: {title}", title=answer.sources[0].title) in text_of(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_promised_in_this_chat(meet: Meet, language: str) -> None:
    said = text_of(meet().met(language).presses("person"))
    assert (
        phrases(language)("Nobody answers in this chat yet. These bodies have people who listen:")
        in said
    )


def test_who_tells_the_city_gets_people_near(meet: Meet) -> None:
    person = meet().met("es")
    first = person.presses("person")
    assert first.replies[-1].ask_location
    near = person.says("Montevideo")
    assert near.status is Status.ANSWERED
    assert "uy-montevideo-seerpm" in near.records


def test_where_the_place_is_known_it_is_not_asked_for(meet: Meet) -> None:
    person = meet().met("es")
    person.presses("place:montevideo")
    answer = person.presses("person")
    assert answer.records[0] == "uy-montevideo-seerpm"
    assert not any(reply.ask_location for reply in answer.replies)


def test_only_what_is_there_now_is_named(meet: Meet) -> None:
    person = meet().met("en")
    for place in ("mexico_city", "gy", "cr", "gt"):
        person.presses(f"place:{place}")
        assert "Attention" not in text_of(person.presses("person"))


def test_who_was_named_can_be_asked_about(meet: Meet) -> None:
    person = meet().met("en")
    first = person.presses("person").records[0]
    assert person.says("what's the phone number?").records == (first,)


@pytest.mark.parametrize("place", ["", "place:lima"])
def test_where_nobody_is_known_nobody_is_named(own_app: App, place: str) -> None:
    with own_app.sessions.begin() as session:
        everything = session.scalars(select(Publication.record_id)).all()
        withdraw(session, everything, at=datetime.now(UTC))
    person = Person(own_app, "asker").met("en")
    if place:
        person.presses(place)
    answer = person.presses("person")
    assert answer.status is Status.HANDOVER
    assert answer.records == ()
    assert "These bodies" not in text_of(answer)
    assert all(reply.text for reply in answer.replies)
