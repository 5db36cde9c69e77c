"""Who reads a page: language and moment, and the lists that names come from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.phrases import Phrases
from knowledge.content import RecordContent
from knowledge.places import Places
from knowledge.topics import Topics

SURE: Final = 0.6
"""Confidence from which on a topic is told: below, a machine has only guessed (`of_terms`)."""


@dataclass(frozen=True)
class Reader:
    """Who reads: in which language, at what moment (aware); and places and topics by id."""

    say: Phrases
    now: datetime
    places: Places
    topics: Topics

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.say.language

    def foreign(self, language: str) -> str:
        """Return the language of a text when it is not the page's, else ""."""
        return "" if language == self.language else language

    def home_country(self, content: RecordContent) -> str:
        """Return the country whose numbers need no prefix in this record, "" for none."""
        known = content.place_id in self.places
        return (self.places.country(content.place_id) if known else None) or ""

    def place_of(self, content: RecordContent) -> str:
        """Return the place of a record and its country: "Miami, United States"."""
        if content.place_id not in self.places:
            return ""
        ids = dict.fromkeys([content.place_id, self.home_country(content)])
        return ", ".join(self.places[name].name(self.language) for name in ids if name)

    def topics_of(self, content: RecordContent) -> list[str]:
        """Return the names of the topics that are sure enough to be told."""
        return [
            self.topics[topic.id].name(self.language)
            for topic in content.topics
            if topic.id in self.topics and topic.confidence >= SURE
        ]
