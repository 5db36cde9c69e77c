"""What open data are written with besides the record: places, topics, and words for people."""

from dataclasses import dataclass
from typing import Protocol

from knowledge.content import RecordContent
from knowledge.places import Places
from knowledge.topics import Topics


class Wording(Protocol):
    """Sentences for people, in a language; the catalogues lie above this room."""

    def alert(self, content: RecordContent, language: str) -> str:
        """Return a warning when the thing is no open service today, else ""."""
        ...

    def free(self, language: str) -> str:
        """Return the word for what costs nothing."""
        ...


@dataclass(frozen=True)
class Context:
    """The surroundings of every object that is written."""

    places: Places
    topics: Topics
    wording: Wording
