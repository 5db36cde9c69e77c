"""The database: moments keep their zone, foreign keys hold, readers go on while one writes."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.db import open_engine, session_factory, sqlite_url
from knowledge.ingest import note_run
from knowledge.models import Change, ImportRun, PlaceName, Source

_zones = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@settings(max_examples=25, deadline=None)
@given(at=st.datetimes(datetime(1900, 1, 3), datetime(2199, 1, 1), timezones=_zones))
def test_a_moment_comes_back_in_utc_whatever_zone_it_had(at: datetime) -> None:
    engine = open_engine("sqlite://")
    Change.metadata.create_all(engine, tables=[Change.__table__])
    with Session(engine) as session:
        session.add(Change(record_id="kitchen", action="publish", at=at))
        session.flush()
        session.expire_all()
        found = session.get_one(Change, 1).at
    engine.dispose()
    assert found == at
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(sessions: sessionmaker[Session]) -> None:
    naive = datetime(2026, 3, 4, 12)
    with sessions() as session, pytest.raises(StatementError, match="time zone"):
        session.add(Change(record_id="kitchen", action="publish", at=naive))
        session.flush()


def test_moments_are_compared_as_moments(sessions: sessionmaker[Session]) -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    with sessions() as session:
        session.add(Change(record_id="kitchen", action="publish", at=late))
        session.flush()
        after = session.query(Change).where(Change.at > datetime(2026, 3, 5, 4, tzinfo=UTC))
        assert after.count() == 1
        later = session.query(Change).where(Change.at > datetime(2026, 3, 5, 5, tzinfo=UTC))
        assert later.count() == 0


def test_a_row_that_refers_to_nothing_is_refused(sessions: sessionmaker[Session]) -> None:
    with sessions() as session, pytest.raises(IntegrityError):
        session.add(PlaceName(place_id="atlantis", position=0, language="en", name="Atlantis"))
        session.flush()


def test_a_report_of_an_import_keeps_its_form(sessions: sessionmaker[Session]) -> None:
    report = {"added": 3, "notes": [{"row": 7, "why": "pa gen non"}], "none": None}
    with sessions.begin() as session:
        session.add(Source(id="invented", kind="sheet", title="Invented Town"))
        session.flush()
        note_run(session, "invented", report)
    with sessions() as session:
        run = session.query(ImportRun).one()
        assert run.report == report
        assert run.finished_at.tzinfo is UTC


def test_the_embedded_database_is_tuned_for_many_readers(database: Engine) -> None:
    with database.connect() as connection:
        said = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        }
    assert said == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}


def test_a_reader_sees_the_old_state_while_one_writes(sessions: sessionmaker[Session]) -> None:
    with sessions() as writer, sessions() as reader:
        writer.add(Source(id="invented", kind="sheet", title="Invented Town"))
        writer.flush()
        assert reader.get(Source, "invented") is None
        writer.commit()
        reader.rollback()
        assert reader.get(Source, "invented") is not None


def test_what_was_read_stays_readable_after_commit(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        source = Source(id="invented", kind="sheet", title="Invented Town")
        session.add(source)
        session.commit()
    assert source.title == "Invented Town"


def test_a_path_with_blanks_and_accents_is_a_database(tmp_path: Path) -> None:
    folder = tmp_path / "dosye ki gen espas é"
    folder.mkdir()
    engine = open_engine(sqlite_url(folder / "own.db"))
    with session_factory(engine)() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()
    assert (folder / "own.db").exists()
