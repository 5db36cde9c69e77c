"""Databases with the known places in them, and an open session."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from knowledge.db import Base, open_engine, session_factory, sqlite_url
from knowledge.models import Source
from knowledge.places import Places, load_places, store_places


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the tables and the known places, never written again."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    engine = open_engine(sqlite_url(path))
    Base.metadata.create_all(engine)
    with session_factory(engine).begin() as session:
        store_places(session)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def memory() -> Iterator[Engine]:
    """A database in memory with the known places and one source; tests roll back."""
    engine = open_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        store_places(session)
        session.add(Source(id="invented", kind="sheet", title="Invented Town"))
    yield engine
    engine.dispose()


@pytest.fixture
def database(blank_database: Path, tmp_path: Path) -> Iterator[Engine]:
    """A database of the test's own, with the known places in it."""
    engine = open_engine(sqlite_url(Path(shutil.copy(blank_database, tmp_path / "own.db"))))
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(database: Engine) -> sessionmaker[Session]:
    """Sessions on the test's own database."""
    return session_factory(database)


@pytest.fixture(scope="session")
def places(blank_database: Path) -> Places:
    """The known places, as the database gives them back."""
    engine = open_engine(sqlite_url(blank_database))
    with session_factory(engine)() as session:
        found = load_places(session)
    engine.dispose()
    return found
