"""Record pages over a database of the test's own, and over none."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker

from admin.pages.drawing import draw_record
from admin.pages.reader import Reader
from admin.pages.router import page_path, record_pages
from bot.phrases import phrases
from knowledge.content import RecordContent
from knowledge.db import Base, open_engine, session_factory, sqlite_url
from knowledge.places import Places, store_places
from knowledge.places.tree import place_files
from tests.support.office import TOPICS, Office
from tests.support.record_page import Node, read_page
from tests.support.records import published

PLACES = Places(place_files())
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)  # a Monday
BASE = "https://amparo.example.org"


def make_reader(language: str = "en") -> Reader:
    return Reader(phrases(language), NOW, PLACES, TOPICS)


@pytest.fixture
def draw() -> Callable[..., Node]:
    """Draw the page of a content in a language, and read it."""

    def drawn(content: RecordContent, language: str = "en") -> Node:
        record = published(content)
        address = f"{BASE}{page_path(record.id)}"
        return read_page(draw_record(record, make_reader(language), address, "/"))

    return drawn


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    """Sessions on a database with the known places."""
    engine = open_engine(sqlite_url(tmp_path / "own.db"))
    Base.metadata.create_all(engine)
    made = session_factory(engine)
    with made.begin() as session:
        store_places(session)
    yield made
    engine.dispose()


@pytest.fixture
def office(sessions: sessionmaker[Session]) -> Office:
    """Two people who publish and withdraw."""
    return Office(sessions, PLACES)


@pytest.fixture
def visit(sessions: sessionmaker[Session]) -> Callable[..., Any]:
    """Ask for a path: `visit("/r/...", public_url=..., **headers)`."""

    def ask(path: str, *, method: str = "GET", public_url: str = BASE, **headers: str) -> Any:
        app = FastAPI()
        app.include_router(
            record_pages(sessions, PLACES, TOPICS, public_url=public_url, clock=lambda: NOW)
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, path, headers=named)

        return asyncio.run(go())

    return ask
