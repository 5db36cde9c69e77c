"""The real directory of Miami: imported, exported, imported into an empty database, compared."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.content import RecordContent
from knowledge.db import Base, open_engine, session_factory, sqlite_url
from knowledge.ingest import SourceInfo, apply
from knowledge.opendata.context import Context
from knowledge.opendata.package import write_package
from knowledge.places import store_places
from knowledge.publishing import live_records
from knowledge.sources.hsds import read_package
from knowledge.sources.reading import Reading
from tests.support.hsds_schemas import faults
from tests.support.open_data import profile_faults

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@contextmanager
def empty_database(path: Path) -> Iterator[sessionmaker[Session]]:
    engine = open_engine(sqlite_url(path))
    Base.metadata.create_all(engine)
    sessions = session_factory(engine)
    with sessions.begin() as session:
        store_places(session)
    yield sessions
    engine.dispose()


def imported(package: Path, database: Path, context: Context) -> Reading:
    """Import a package into a database of its own."""
    reading = read_package(package, place_id="miami", places=context.places, topics=context.topics)
    with empty_database(database) as sessions, sessions.begin() as session:
        source = SourceInfo(id="miami-hsds", kind="hsds", title=reading.title, place_id="miami")
        apply(session, source, reading.contents, author="test")
    return reading


def published_in(database: Path) -> dict[str, RecordContent]:
    engine = open_engine(sqlite_url(database))
    with session_factory(engine)() as session:
        found = {record.id: record.content for record in live_records(session)}
    engine.dispose()
    return found


def test_miami_comes_back_equal_and_is_valid(
    shared_data: Path, context: Context, tmp_path: Path
) -> None:
    first, second, out = tmp_path / "first.db", tmp_path / "second.db", tmp_path / "out.zip"
    imported(shared_data / "miami_hsds.zip", first, context)
    engine = open_engine(sqlite_url(first))
    with session_factory(engine)() as session:
        counts = write_package(live_records(session), out, context, title="Miami")
    engine.dispose()
    assert counts.services == counts.records == 4089
    again = imported(out, second, context)
    assert again.report.issues == []
    assert published_in(second) == published_in(first)
    with zipfile.ZipFile(out) as archive:
        services = json.loads(archive.read("services.json"))
    assert len(services) == 4089
    for service in services:
        assert faults(shared_data / "hsds_3.0", "service.json", service) == []
    for service in services[::40]:
        assert profile_faults(service) == []
