"""The API over the real directory of Miami: valid on every page, whole when it is harvested."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from knowledge.content import RecordContent
from knowledge.db import Base, open_engine, session_factory, sqlite_url
from knowledge.ingest import SourceInfo, apply
from knowledge.opendata.context import Context
from knowledge.opendata.reading import read_service
from knowledge.places import store_places
from knowledge.publishing import live_records
from knowledge.sources.hsds import read_package
from tests.support.hsds_schemas import faults, response_faults
from tests.support.open_data import OpenDataClient

from .conftest import mounted

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="module")
def miami(
    shared_data: Path, context: Context, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[OpenDataClient, dict[str, RecordContent]]]:
    """The API over the package, and what was published of it."""
    reading = read_package(
        shared_data / "miami_hsds.zip",
        place_id="miami",
        places=context.places,
        topics=context.topics,
    )
    engine = open_engine(sqlite_url(tmp_path_factory.mktemp("miami") / "miami.db"))
    Base.metadata.create_all(engine)
    sessions = session_factory(engine)
    source = SourceInfo(id="miami-hsds", kind="hsds", title=reading.title, place_id="miami")
    with sessions.begin() as session:
        store_places(session)
        session.flush()
        apply(session, source, reading.contents, author="test")
    with sessions() as session:
        found = {record.content.external_id: record.content for record in live_records(session)}
    yield OpenDataClient(mounted(sessions, context)), found
    engine.dispose()


def test_every_page_is_valid(
    miami: tuple[OpenDataClient, dict[str, RecordContent]], shared_data: Path
) -> None:
    api, published = miami
    standard = shared_data / "hsds_3.0"
    for path in ("/services", "/organizations", "/service_at_locations", "/taxonomy_terms"):
        number, seen = 1, set()
        while True:
            page = api.json(f"/hsds{path}?per_page=1000&page={number}")
            assert response_faults(standard, path, page) == []
            seen |= {item["id"] for item in page["contents"]}
            if page["last_page"]:
                break
            number += 1
        assert len(seen) == page["total_items"] > 1000
        if path == "/services":
            assert len(seen) == len(published) == 4089


def test_a_harvest_is_whole(
    miami: tuple[OpenDataClient, dict[str, RecordContent]], shared_data: Path
) -> None:
    api, published = miami
    lines = api.get("/hsds/services?format=ndjson&full=true").text.splitlines()
    services = [json.loads(line) for line in lines]
    again = {content.external_id: content for content in map(read_service, services)}
    assert again == published
    for service in services[::50]:
        assert faults(shared_data / "hsds_3.0", "service.json", service) == []


def test_what_is_near_a_postal_code(
    miami: tuple[OpenDataClient, dict[str, RecordContent]],
) -> None:
    api, _ = miami
    near, far = (
        {item["id"] for item in api.every(f"/hsds/service_at_locations?{asked}")}
        for asked in ("postcode=33157&proximity=2000", "postcode=33157&proximity=20000")
    )
    assert 0 < len(near) < len(far)
    assert near < far


def test_a_page_takes_less_than_a_tenth_of_a_second(
    miami: tuple[OpenDataClient, dict[str, RecordContent]],
) -> None:
    api, _ = miami
    for path in ("services", "services?search=food", "organizations", "service_at_locations"):
        api.json(f"/hsds/{path}")
        spent = []
        for _ in range(5):
            began = time.perf_counter()
            api.json(f"/hsds/{path}")
            spent.append(time.perf_counter() - began)
        assert median(spent) < 0.1, path
