"""The package: a zip of JSON that other programs read, and that imports as it was."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Kind, PublishedRecord, RecordContent, Standing
from knowledge.opendata.context import Context
from knowledge.opendata.package import write_package
from knowledge.sources.hsds import read_package
from knowledge.sources.reading import Reading
from knowledge.sources.starter import read_starter
from tests.support.hsds_schemas import faults
from tests.support.open_data import make_context
from tests.support.records import contents, make_content, published

RECORDS = [
    published(make_content("kitchen")),
    published(make_content("promise", standing=Standing.COMMITMENT)),
    published(make_content("law", kind=Kind.RIGHT)),
    published(make_content("closed", standing=Standing.SUSPENDED)),
]


def import_again(path: Path, context: Context) -> Reading:
    return read_package(path, place_id="world", places=context.places, topics=context.topics)


def lists_in(path: Path) -> dict[str, list[dict[str, Any]]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name != "datapackage.json"]
        return {name: json.loads(archive.read(name)) for name in names}


def test_other_programs_meet_services_only(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    counts = write_package(RECORDS, path, context, title="Invented Town")
    found = lists_in(path)
    assert counts.files == list(found) == ["services.json", "x_amparo.json"]
    assert (counts.services, counts.records) == (2, 4)
    assert [item["status"] for item in found["services.json"]] == ["active", "temporarily closed"]
    assert [item["status"] for item in found["x_amparo.json"]] == ["inactive", "inactive"]
    with zipfile.ZipFile(path) as archive:
        described = json.loads(archive.read("datapackage.json"))
    assert [item["path"] for item in described["resources"]] == list(found)
    assert (described["title"], described["version"]) == ("Invented Town", "3.0")


def test_everything_imports_as_it_was(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    write_package(RECORDS, path, context, title="Invented Town")
    reading = import_again(path, context)
    wanted = {record.content.external_id: record.content for record in RECORDS}
    assert {content.external_id: content for content in reading.contents} == wanted
    assert reading.title == "Invented Town"
    assert reading.report.issues == []


def test_a_large_package_has_several_files(context: Context, tmp_path: Path) -> None:
    records = [published(make_content(f"{number}")) for number in range(25)]
    path = tmp_path / "out.zip"
    counts = write_package(records, path, context, title="Town", part_bytes=4000)
    assert counts.files[:2] == ["services.json", "services-2.json"]
    assert len(counts.files) > 3
    assert sum(map(len, lists_in(path).values())) == 25
    reading = import_again(path, context)
    assert {item.external_id for item in reading.contents} == {f"{n}" for n in range(25)}


def test_nothing_live_is_an_empty_list(context: Context, tmp_path: Path) -> None:
    write_package([], tmp_path / "out.zip", context, title="Town")
    assert lists_in(tmp_path / "out.zip") == {"services.json": []}


def test_a_stopped_export_leaves_the_old_file(context: Context, tmp_path: Path) -> None:
    def broken() -> Iterator[PublishedRecord]:
        yield RECORDS[0]
        raise RuntimeError("stopped")

    path = tmp_path / "out.zip"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError, match="stopped"):
        write_package(broken(), path, context, title="Town")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


CONTEXT = make_context()


@settings(max_examples=40, deadline=None)
@given(st.lists(contents(), min_size=1, max_size=4, unique_by=lambda item: item.external_id))
def test_any_records_import_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, found: list[RecordContent]
) -> None:
    path = tmp_path_factory.mktemp("package") / "out.zip"
    write_package(map(published, found), path, CONTEXT, title="Town")
    reading = import_again(path, CONTEXT)
    assert {item.external_id: item for item in reading.contents} == {
        item.external_id: item for item in found
    }


def test_the_starter_content_imports_as_it_was(context: Context, tmp_path: Path) -> None:
    starter = read_starter()
    path = tmp_path / "out.zip"
    counts = write_package(
        (published(item, "starter") for item in starter), path, context, title="Starter"
    )
    assert 0 < counts.services < counts.records == len(starter)
    reading = import_again(path, context)
    again = {item.external_id: item for item in reading.contents}
    assert again == {item.external_id: item for item in starter}
    assert all(again[item.external_id].digest() == item.digest() for item in starter)
    assert reading.report.issues == []


@pytest.mark.shared
def test_the_starter_content_is_valid(context: Context, tmp_path: Path, shared_data: Path) -> None:
    path = tmp_path / "out.zip"
    records = (published(item, "starter") for item in read_starter())
    write_package(records, path, context, title="Starter")
    for services in lists_in(path).values():
        for service in services:
            assert faults(shared_data / "hsds_3.0", "service.json", service) == []
