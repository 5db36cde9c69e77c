"""Buttons that several steps offer."""

from bot import choices
from bot.messages import Choice
from bot.phrases import Phrases
from knowledge.languages import LANGUAGES, OWN_NAMES
from knowledge.places import Places
from knowledge.topics import Topics

COMMON_TOPICS = ("food", "shelter", "clinic", "legal_aid", "identity_documents", "job_search")
"""What people ask for most, offered when nothing is known of their need (OAS 2023, annex II)."""


def language_buttons() -> tuple[Choice, ...]:
    """Return the five languages, each by its own name."""
    return tuple(
        Choice(OWN_NAMES[code], choices.payload(choices.LANGUAGE, code)) for code in LANGUAGES
    )


def topic_buttons(names: list[str], topics: Topics, say: Phrases) -> tuple[Choice, ...]:
    """Return a button per topic."""
    return tuple(
        Choice(topics[name].name(say.language), choices.payload(choices.TOPIC, name))
        for name in names
        if name in topics
    )


def place_buttons(names: list[str], places: Places, say: Phrases) -> tuple[Choice, ...]:
    """Return a button per place."""
    return tuple(
        Choice(places[name].name(say.language), choices.payload(choices.PLACE, name))
        for name in names
    )


def person_button(say: Phrases) -> Choice:
    """Return the button that asks for a person."""
    return Choice(say("Talk to a person"), choices.PERSON)


def more_button(say: Phrases) -> Choice:
    """Return the button that shows the next results."""
    return Choice(say("More results"), choices.MORE)


def place_button(say: Phrases) -> Choice:
    """Return the button that changes the place."""
    return Choice(say("Change place"), choices.PLACE)
