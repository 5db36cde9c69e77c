"""The API over a database with the starter content and an invented town in it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from admin.opendata.app import open_data_app
from admin.opendata.wording import CatalogueWording
from knowledge.content import (
    CostOption,
    Kind,
    Location,
    Organization,
    Phone,
    RecordContent,
    Schedule,
    Standing,
    Term,
    Texts,
    Topic,
)
from knowledge.db import Base, open_engine, session_factory, sqlite_url
from knowledge.ingest import SourceInfo, apply
from knowledge.opendata.context import Context
from knowledge.places import Places, store_places
from knowledge.places.tree import place_files
from knowledge.sources.starter import read_starter
from knowledge.store import STARTER
from knowledge.topics import load_topics
from tests.support.open_data import OpenDataClient
from tests.support.records import INVENTED, make_content

HOUSE = Organization(external_id="9", name="Invented Zebra House", kind="ngo")
OTHER = Organization(external_id="10", name="Imaginary Shelter")


def spot(key: str, latitude: float, postal_code: str, place_id: str = "miami") -> Location:
    """Return a location on one meridian: a thousandth of a degree is 111 metres."""
    return Location(
        external_id=key, name=f"Hall {key}", address=f"{key} Invented Road", city="Miami",
        state_province="FL", country="US", postal_code=postal_code, latitude=latitude,
        longitude=-80.2, place_id=place_id,
    )  # fmt: skip


def invented() -> list[RecordContent]:
    """Return the records of the invented town."""
    return [
        make_content(
            "zebra",
            texts={
                "en": Texts(name="Zebra soup", body="Hot zebra soup.", documents=("A card",)),
                "ht": Texts(name="Soup zèb", body="Soup zèb cho.", provenance="human"),
            },
            organization=HOUSE,
            locations=(spot("1", 25.77, "33101"), spot("2", 25.78, "33102")),
            phones=(Phone(number="+13055550100", extension="OPT2"),),
            schedules=(Schedule(weekday="MO", opens_at="09:00", closes_at="24:00"),),
            costs=(CostOption(amount=0, currency="USD"),),
            topics=(Topic(id="food", confidence=0.9),),
            terms=(Term(code="BD-1800", name="Food Pantries"),),
            languages_spoken=("ht",),
            cost="free",
        ),
        make_content(
            "desk", organization=HOUSE, topics=(Topic(id="legal_aid"),), kind=Kind.PROGRAMME,
            locations=(spot("3", 25.7705, "33101-1234"),), name="Zebra paper desk",
        ),
        make_content("shelter", organization=OTHER, standing=Standing.SUSPENDED),
        make_content("promise", organization=OTHER, standing=Standing.COMMITMENT,
                     terms=(Term(code="X-1", name="Promised"),),
                     locations=(spot("4", 25.7701, "33101"),)),
        make_content("law", kind=Kind.RIGHT, name="A right of zebras"),
        make_content("away", locations=(spot("5", 25.771, "33101", "mexico_city"),),
                     place_id="mx", name="Desk in Mexico"),
        make_content("pointless", locations=(Location(external_id="6", postal_code="33101"),)),
        make_content("past", expires_at=datetime.now(UTC) - timedelta(days=1)),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def context() -> Context:
    """Real places, topics and words."""
    return Context(Places(place_files()), load_topics(), CatalogueWording())


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the starter content and the invented town, never written again."""
    path = tmp_path_factory.mktemp("opendata") / "filled.db"
    engine = open_engine(sqlite_url(path))
    Base.metadata.create_all(engine)
    sessions = session_factory(engine)
    with sessions.begin() as session:
        store_places(session)
    starter = SourceInfo(id=STARTER, kind="starter", title="Starter content", place_id=None)
    with sessions.begin() as session:
        apply(session, starter, read_starter(), author="test")
        apply(session, INVENTED, invented(), author="test")
    engine.dispose()
    return path


def mounted(sessions: sessionmaker[Session], context: Context, public_url: str = "") -> FastAPI:
    """Return a server with the API where the real one has it."""
    server = FastAPI()
    server.mount("/hsds", open_data_app(sessions, context, public_url=public_url))
    return server


@pytest.fixture(scope="session")
def api(filled_database: Path, context: Context) -> Iterator[OpenDataClient]:
    """The API, shared by tests that only read."""
    engine = open_engine(sqlite_url(filled_database))
    yield OpenDataClient(mounted(session_factory(engine), context))
    engine.dispose()


@pytest.fixture
def own_engine(filled_database: Path, tmp_path: Path) -> Iterator[Engine]:
    """A copy of the database for a test that writes."""
    engine = open_engine(sqlite_url(Path(shutil.copy(filled_database, tmp_path / "own.db"))))
    yield engine
    engine.dispose()


@pytest.fixture
def own_sessions(own_engine: Engine) -> sessionmaker[Session]:
    """Sessions on the test's own database."""
    return session_factory(own_engine)


@pytest.fixture
def own_api(own_sessions: sessionmaker[Session], context: Context) -> OpenDataClient:
    """The API over the test's own database."""
    return OpenDataClient(mounted(own_sessions, context))


@pytest.fixture
def serve(own_sessions: sessionmaker[Session], context: Context) -> Callable[[str], OpenDataClient]:
    """Give a function that serves the same under a public address."""
    return lambda public_url: OpenDataClient(mounted(own_sessions, context, public_url))
