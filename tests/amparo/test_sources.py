"""A source is read again on its schedule, from a folder or over HTTP, and never half."""

import http.server
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from amparo.importing import Order, run_import
from amparo.sources import list_sources, run_again, run_due, schedule
from amparo.wiring import App
from knowledge.errors import AmparoError, BadInput, NotFound, UnusablePackage
from knowledge.models import ImportRun, MergeProposal, Source
from knowledge.publishing import live_records

HOUR = timedelta(hours=1)


def write_package(folder: Path, names: dict[str, str], file: str = "invented.zip") -> Path:
    """Write a small HSDS 1.1 package of invented services."""
    path = folder / file
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("organizations.csv", "id,name,description\n1,Invented House,An example\n")
        rows = "".join(f"{key},1,{name},Gives {name}\n" for key, name in names.items())
        archive.writestr("services.csv", "id,organization_id,name,description\n" + rows)
    return path


def live(app: App, source: str = "lima-hsds") -> set[str]:
    with app.sessions() as session:
        records = [record for record in live_records(session) if record.source_id == source]
    return {record.content.source_text().name.casefold() for record in records}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder over real HTTP."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            return None

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_source_is_read_again_when_its_time_has_come(own_app: App, tmp_path: Path) -> None:
    path = write_package(tmp_path, {"a": "zebra soup", "b": "night shelter"})
    run_import(own_app, Order("hsds", str(path), "lima", every_hours=6))
    now = datetime.now(UTC)
    assert run_due(own_app, now + HOUR) == {}, "not yet"
    write_package(tmp_path, {"a": "zebra soup", "c": "free dentist"})
    outcomes = run_due(own_app, now + 7 * HOUR)
    assert outcomes.keys() == {"lima-hsds"}
    assert live(own_app) == {"zebra soup", "free dentist"}
    assert run_due(own_app, now + 7 * HOUR) == {}, "the next time is set"
    with own_app.sessions() as session:
        assert session.get_one(Source, "lima-hsds").next_run == now + 7 * HOUR + 6 * HOUR
        row = next(row for row in list_sources(session) if row["id"] == "lima-hsds")
    assert (row["live"], row["every_hours"], row["kind"]) == (2, 6, "hsds")


def test_a_source_that_cannot_be_read_keeps_what_is_live(own_app: App, tmp_path: Path) -> None:
    path = write_package(tmp_path, {"a": "zebra soup"})
    run_import(own_app, Order("hsds", str(path), "lima", every_hours=1))
    path.write_bytes(b"broken")
    outcome = run_due(own_app, datetime.now(UTC) + 2 * HOUR)["lima-hsds"]
    assert isinstance(outcome, UnusablePackage)
    assert live(own_app) == {"zebra soup"}
    with own_app.sessions() as session:
        runs = session.scalars(select(ImportRun).order_by(ImportRun.id)).all()
        assert "error" in runs[-1].report
    write_package(tmp_path, {"a": "zebra soup", "b": "night shelter"})
    assert not isinstance(run_again(own_app, "lima-hsds"), AmparoError)
    assert live(own_app) == {"zebra soup", "night shelter"}


def test_a_source_on_the_internet_is_fetched(own_app: App, tmp_path: Path) -> None:
    write_package(tmp_path, {"a": "zebra soup"})
    with served(tmp_path) as url:
        run_import(own_app, Order("hsds", f"{url}/invented.zip", "lima"))
        assert live(own_app) == {"zebra soup"}
        with pytest.raises(UnusablePackage, match="404"):
            run_import(own_app, Order("hsds", f"{url}/absent.zip", "lima"))
    with pytest.raises(UnusablePackage, match="cannot be fetched"):
        run_again(own_app, "lima-hsds")
    assert live(own_app) == {"zebra soup"}


def test_a_schedule_can_be_set_and_taken_back(own_app: App, tmp_path: Path) -> None:
    path = write_package(tmp_path, {"a": "zebra soup"})
    run_import(own_app, Order("hsds", str(path), "lima"))
    schedule(own_app, "lima-hsds", 2)
    with pytest.raises(BadInput):
        schedule(own_app, "lima-hsds", 0)
    schedule(own_app, "lima-hsds", None)
    assert run_due(own_app, datetime.now(UTC) + 9 * HOUR) == {}
    for unknown in ("nobody", "starter", "gazetteer"):
        with pytest.raises(NotFound):
            schedule(own_app, unknown, 2)


def test_an_unknown_kind_of_source_is_refused(own_app: App) -> None:
    with pytest.raises(BadInput, match="hsds"):
        run_import(own_app, Order("fax", "x", "lima"))


def test_the_same_service_from_two_sources_is_proposed_not_merged(
    own_app: App, tmp_path: Path
) -> None:
    names = {"a": "Zebra House Community Kitchen", "b": "Night Shelter of the Harbour"}
    first = write_package(tmp_path, names, "one.zip")
    second = write_package(tmp_path, {"x": "Zebra house comunity kitchen"}, "two.zip")
    assert run_import(own_app, Order("hsds", str(first), "lima")).proposals == 0
    outcome = run_import(own_app, Order("hsds", str(second), "lima", source_id="lima-city"))
    assert outcome.proposals == 1
    assert len(live(own_app)) == 2
    assert len(live(own_app, "lima-city")) == 1
    with own_app.sessions() as session:
        (pair,) = session.scalars(select(MergeProposal))
        assert {pair.first_id, pair.second_id} == {"lima-hsds:a", "lima-city:x"}
