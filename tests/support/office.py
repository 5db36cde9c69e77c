"""An office of invented people who work on records, with a clock of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from knowledge.content import PublishedRecord, RecordContent
from knowledge.lifecycle.clock import Passed, keep_time
from knowledge.lifecycle.desk import Desk
from knowledge.lifecycle.editing import create, edit
from knowledge.lifecycle.history import content_at, events
from knowledge.lifecycle.reviewing import approve, submit
from knowledge.models import Owner, Publication, Record
from knowledge.places import Places
from knowledge.topics import load_topics
from tests.support.records import NOON, make_content

ANA, BENOIT = "Ana Invented", "Benoit Invented"
TOPICS = load_topics()


class Office:
    """Records and the people who write them; every step is a transaction of its own."""

    def __init__(self, sessions: sessionmaker[Session], places: Places) -> None:
        self.sessions, self.places = sessions, places
        self.now: datetime = NOON

    @contextmanager
    def desk(self, who: str = ANA, **fields: Any) -> Iterator[Desk]:
        """Give the desk of `who`; what was done there is kept when nothing was raised."""
        with self.sessions.begin() as session:
            yield Desk(session, who, self.now, self.places, TOPICS, **fields)

    def write(self, external_id: str = "kitchen", /, who: str = ANA, **fields: Any) -> str:
        """Let `who` write a new record; return its id."""
        with self.desk(who) as desk:
            return create(desk, make_content(external_id, **fields)).id

    def do(
        self, step: Callable[..., Record], name: str, who: str = ANA, *,
        base: int | None = None, **fields: Any,
    ) -> Record:  # fmt: skip
        """Let `who` take a step, from the newest version when `base` is left out."""
        base = self.record(name).version if base is None else base
        with self.desk(who) as desk:
            return step(desk, name, base_version=base, **fields)

    def edit(self, name: str, who: str = ANA, **fields: Any) -> Record:
        """Let `who` change fields of the newest version."""
        more = {key: fields.pop(key) for key in ("base", "minor", "note") if key in fields}
        content = self.content(name).model_copy(update=fields)
        return self.do(edit, name, who, content=content, **more)

    def let_through(self, name: str, **fields: Any) -> Record:
        """Let Ana hand a draft in, and Benoit approve it."""
        self.do(submit, name, ANA)
        return self.do(approve, name, BENOIT, **fields)

    def publish(self, external_id: str = "kitchen", /, **fields: Any) -> str:
        """Let Ana write a new record and Benoit approve it; return its id."""
        written = self.write(external_id, **fields)
        self.let_through(written)
        return written

    def grant(self, owner: str, days: int | None) -> None:
        """Let stale records of `owner` stay for `days`."""
        with self.sessions.begin() as session:
            session.merge(Owner(id=owner, grace_days=days))

    def wait(self, **time: float) -> Passed:
        """Let time pass, then look at the clock."""
        self.now += timedelta(**time)
        with self.sessions.begin() as session:
            return keep_time(session, self.now)

    def record(self, name: str) -> Record:
        """Return the record as it stands."""
        with self.sessions() as session:
            return session.get_one(Record, name)

    def state(self, name: str) -> str:
        """Return the state of the newest version."""
        return self.record(name).state

    def content(self, name: str, version: int | None = None) -> RecordContent:
        """Return what a record says, or said at `version`."""
        with self.sessions() as session:
            return content_at(session, name, version or session.get_one(Record, name).version)

    def live(self, name: str) -> PublishedRecord | None:
        """Return what is live of a record."""
        with self.sessions() as session:
            row = session.get(Publication, name)
            return row and PublishedRecord.from_json(row.document)

    def live_version(self, name: str) -> int | None:
        """Return the version that is live."""
        live = self.live(name)
        return live and live.version

    def history(self, name: str) -> list[tuple[str, int, str]]:
        """Return (action, version, who), oldest first."""
        with self.sessions() as session:
            rows = reversed(events(session, name))
            return [(row.action, row.version, row.who) for row in rows]
