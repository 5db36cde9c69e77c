"""A turn: everything that is known while one message is answered."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session, sessionmaker

from bot.conversations import Conversation, Conversations
from bot.messages import Answer, Choice, IncomingMessage, Reply, SourceLine, Status
from bot.phrases import Phrases, phrases
from knowledge.content import PublishedRecord
from knowledge.places import Places
from knowledge.publishing import load_live
from knowledge.topics import Topics
from nlu.interpreter import Interpreter, Understanding
from retrieval.search import Searcher


@dataclass(frozen=True)
class Tools:
    """What the steps work with; made once, shared by all turns."""

    interpreter: Interpreter
    searcher: Searcher
    sessions: sessionmaker[Session]
    conversations: Conversations
    places: Places
    topics: Topics
    refresh: Callable[[], int]
    """Brings the index up to what is published; called before every question."""
    default_place: str = ""

    def records(self, names: list[str]) -> list[PublishedRecord]:
        """Return those of the records that are live now, in the given order."""
        with self.sessions() as session:
            live = load_live(session, names)
        return [live[name] for name in names if name in live]


@dataclass
class Turn:
    """One message on its way to an answer."""

    message: IncomingMessage
    conversation: Conversation
    tools: Tools
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    understanding: Understanding | None = None
    preface: list[str] = field(default_factory=list)
    """Lines that go before the answer: a welcome, a changed setting."""
    reopened: bool = False
    """Whether the question asked before is to be answered again (for another place)."""
    timings: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.perf_counter)

    @property
    def language(self) -> str:
        """The language to answer in."""
        return self.conversation.language or "es"

    @property
    def say(self) -> Phrases:
        """Phrases in the language to answer in."""
        return phrases(self.language)

    @property
    def text(self) -> str:
        """The person's words, white space trimmed."""
        return self.message.text.strip()

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Measure a part of the turn, in milliseconds."""
        start = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - start) * 1000
            self.timings[name] = round(self.timings.get(name, 0.0) + spent, 3)

    def finish(
        self,
        status: Status,
        text: str,
        *more: str,
        intent: str = "",
        choices: tuple[Choice, ...] = (),
        ask_location: bool = False,
        records: tuple[str, ...] = (),
        sources: tuple[SourceLine, ...] = (),
    ) -> Answer:
        """Return the answer of this turn: one reply per text, the buttons under the last."""
        texts = (*self.preface, text, *more)
        replies = [Reply(part) for part in texts]
        replies[-1] = replace(replies[-1], choices=choices, ask_location=ask_location)
        understood = self.understanding.intent if self.understanding else ""
        return Answer(
            language=self.language,
            status=status,
            intent=intent or understood,
            replies=tuple(replies),
            records=records,
            sources=sources,
        )

    def timed_answer(self, answer: Answer) -> Answer:
        """Return `answer` with the timings of this turn."""
        total = round((time.perf_counter() - self.began) * 1000, 3)
        timings: Mapping[str, float] = {**self.timings, "total": total}
        return replace(answer, timings_ms=timings)
