"""What goes in and out of the conversation, the same for every channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Point:
    """A shared location, in degrees."""

    latitude: float
    longitude: float

    @property
    def on_earth(self) -> bool:
        """Whether there is such a place (a platform may send anything)."""
        return -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180


@dataclass(frozen=True)
class IncomingMessage:
    """One message of a person, as a channel understood it.

    `user` is the channel's own id of the person; it is only ever stored as a keyed hash.
    `choice` is the payload of a pressed button or command (see `bot.choices`); `text` may go with
    it (the words after `/place`). `attachment` names what came instead of text: "photo", "voice",
    "sticker", "document", "contact", ...
    """

    channel: str
    user: str
    text: str = ""
    choice: str = ""
    point: Point | None = None
    attachment: str = ""
    language: str | None = None
    """A language the person chose outside the conversation (a page's setting)."""
    language_hint: str | None = None
    """A language the platform guesses (the phone's setting); a weak prior."""
    place: str | None = None
    """A place set outside the conversation (a site's setting, `--place`)."""


@dataclass(frozen=True)
class Choice:
    """A button: what it says, and the payload that comes back when it is pressed."""

    label: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One message to the person."""

    text: str
    choices: tuple[Choice, ...] = ()
    ask_location: bool = False
    """Whether a channel that can should offer a button that shares the location."""


class Status(StrEnum):
    """Every way a turn ends."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    NO_ANSWER = "no_answer"
    URGENT = "urgent"
    SMALLTALK = "smalltalk"
    HANDOVER = "handover"
    SETTINGS = "settings"
    FORGOTTEN = "forgotten"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class SourceLine:
    """Where an answer comes from."""

    title: str
    url: str
    verified_on: date | None


@dataclass(frozen=True)
class Answer:
    """What one turn gave."""

    language: str
    status: Status
    intent: str
    replies: tuple[Reply, ...]
    records: tuple[str, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Return the JSON shape of `amparo ask --json` and `POST /api/chat`."""
        return {
            "language": self.language,
            "status": self.status.value,
            "intent": self.intent,
            "replies": [
                {
                    "text": reply.text,
                    "choices": [
                        {"label": choice.label, "payload": choice.payload}
                        for choice in reply.choices
                    ],
                    "ask_location": reply.ask_location,
                }
                for reply in self.replies
            ],
            "records": list(self.records),
            "sources": [
                {
                    "title": source.title,
                    "url": source.url,
                    "verified_on": source.verified_on.isoformat() if source.verified_on else None,
                }
                for source in self.sources
            ],
            "timings_ms": dict(self.timings_ms),
        }
