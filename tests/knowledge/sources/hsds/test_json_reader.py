"""Nested JSON is taken apart into the same rows as tables have."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.sources.hsds.json_values import plain, tabular
from knowledge.sources.report import FileCount

from .conftest import HSDS_3_SERVICE, Reader, write_folder


@pytest.mark.parametrize(
    ("value", "text"),
    [("  a ", "a"), (1, "1"), (1.0, "1"), (1.5, "1.5"), (None, ""), (True, ""), ({}, ""),
     (["MO", "TU"], "MO,TU"), ([1, {}], ""), (1e300, "1e+300")],
)  # fmt: skip
def test_plain_values(value: Any, text: str) -> None:
    assert plain(value) == text


def test_tabular_form() -> None:
    assert tabular({"services.csv": []}) == {"services.csv": []}
    assert tabular({"services.csv": {}}) is None
    assert tabular({}) is None
    assert tabular([]) is None


def test_several_files_and_shared_things(tmp_path: Path, read: Reader) -> None:
    other = {**HSDS_3_SERVICE, "id": "137", "name": "Soup"}
    files = {
        "a/1.json": json.dumps(HSDS_3_SERVICE),
        "a/2.json": json.dumps(other),
        "a/taxonomy.json": json.dumps({"id": "x", "name": "AIRS"}),
    }
    reading = read(write_folder(tmp_path, files))
    one, two = reading.contents
    assert one.locations == two.locations
    assert one.organization == two.organization
    assert one.phones == two.phones
    assert two.citation.locator == "2.json id 137"
    assert reading.report.files["taxonomy.json"] == FileCount(1, 0, 1)
    assert reading.report.files["1.json"] == FileCount(1, 1, 0)


def test_services_inside_organizations(tmp_path: Path, read: Reader) -> None:
    body = {"id": "9", "name": "Help", "services": [{"id": "1", "name": "Soup"}, "nonsense"]}
    reading = read(write_folder(tmp_path, {"organizations.json": json.dumps([body])}))
    (content,) = reading.contents
    assert content.organization is not None
    assert content.organization.name == "Help"
    assert reading.report.files["organizations.json"] == FileCount(2, 1, 1)
    assert reading.report.issues[0].reason == "not a JSON object"


@pytest.mark.parametrize("key", ["contents", "items", "services"])
def test_pages_of_services(key: str, tmp_path: Path, read: Reader) -> None:
    page = {"total": 1, key: [{"id": "1", "name": "Soup", "status": "active", "description": ""}]}
    reading = read(write_folder(tmp_path, {"page.json": json.dumps(page)}))
    assert [content.organization for content in reading.contents] == [None]
    assert reading.report.issues == []


def test_parts_of_the_wrong_form_are_issues(tmp_path: Path, read: Reader) -> None:
    service = {"id": 5, "name": "Soup", "organization": "none", "phones": "305-253-4841",
               "schedules": [1, {"byday": "MO", "opens_at": "9:00am", "closes_at": "1:00pm"}],
               "languages": None,
               "service_at_locations": [{"location": {"name": "Hall"}}]}  # fmt: skip
    reading = read(write_folder(tmp_path, {"s.json": json.dumps(service)}))
    (content,) = reading.contents
    assert content.schedules[0].opens_at == "09:00"
    assert content.locations[0].name == "Hall"
    assert {(issue.field, issue.reason) for issue in reading.report.issues} == {
        ("phones", "not a list"),
        ("schedules", "holds something that is no object"),
    }


def test_service_without_id(tmp_path: Path, read: Reader) -> None:
    things = [{"name": "Soup", "organization_id": "9"}, HSDS_3_SERVICE]
    reading = read(write_folder(tmp_path, {"s.json": json.dumps(things)}))
    assert [content.external_id for content in reading.contents] == ["136"]
    assert reading.report.files["s.json"] == FileCount(2, 1, 1)
    assert reading.report.issues[0].reason == "service without an id"
