"""Every answer keeps the schemas of the standard and of the profile, and its API document."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.hsds_schemas import faults, operation, parameters, response_faults
from tests.support.open_data import OpenDataClient, profile_faults

LISTS = ("/services", "/organizations", "/service_at_locations", "/taxonomies", "/taxonomy_terms")
PATHS = ("/", *LISTS, *(f"{path}/{{id}}" for path in LISTS))
NESTED = {
    "/services": "service.json",
    "/organizations": "organization.json",
    "/service_at_locations": "service_at_location.json",
}
EXTENDED = {
    "/services": "service",
    "/organizations": "organization",
    "/taxonomy_terms": "taxonomy_term",
}


@pytest.fixture
def standard(shared_data: Path) -> Path:
    """The folder of the standard."""
    return shared_data / "hsds_3.0"


def assert_valid(standard: Path, path: str, answer: dict[str, Any]) -> None:
    assert response_faults(standard, path, answer) == []


@pytest.mark.shared
def test_the_base(api: OpenDataClient, standard: Path) -> None:
    base = api.json("/hsds/")
    assert_valid(standard, "/", base)
    assert base == {
        "version": "3.0",
        "profile": "http://test/hsds/profile",
        "openapi_url": "http://test/hsds/openapi.json",
    }


@pytest.mark.shared
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("asked", ["", "&profile=all", "&full=true", "&full=true&profile=all"])
@pytest.mark.parametrize("language", ["", "ht"])
def test_lists(api: OpenDataClient, standard: Path, path: str, asked: str, language: str) -> None:
    answer = api.json(f"/hsds{path}?per_page=1000{asked}", accept_language=language)
    items = answer["contents"]
    assert answer["size"] == answer["total_items"] == len(items) > 1
    assert_valid(standard, path, answer)
    for item in items:
        assert profile_faults(item, EXTENDED.get(path, "")) == []
        if "full" in asked and path in NESTED:
            assert faults(standard, NESTED[path], item) == []


@pytest.mark.shared
@pytest.mark.parametrize("path", LISTS)
def test_single_objects(api: OpenDataClient, standard: Path, path: str) -> None:
    listed = api.json(f"/hsds{path}?per_page=1000&profile=all")["contents"]
    for item in listed[::7] + listed[-1:]:
        own = f"/hsds{path}/{item['id']}?profile=all"
        found = api.json(own)
        assert found["id"] == item["id"]
        assert_valid(standard, f"{path}/{{id}}", found)
        if path in NESTED:
            assert faults(standard, NESTED[path], found) == []
        if path == "/service_at_locations":
            assert faults(standard, "service.json", found["service"]) == []
            assert faults(standard, "location.json", found["location"]) == []
        for service in found.get("services", ()):
            assert faults(standard, "compiled/service_list.json", service) == []


@pytest.mark.shared
@pytest.mark.parametrize("asked", ["full=true&full_service=true", "full_service=true"])
def test_whole_services_of_organizations(api: OpenDataClient, standard: Path, asked: str) -> None:
    bodies = api.json(f"/hsds/organizations?search=zebra&{asked}")["contents"]
    (body,) = bodies
    assert {service["name"] for service in body["services"]} == {"Zebra soup", "Zebra paper desk"}
    for service in body["services"]:
        assert faults(standard, "service.json", service) == []
        assert "service_areas" in service


@pytest.mark.shared
def test_streams(api: OpenDataClient, standard: Path) -> None:
    for path, full in (("/services", "service.json"), ("/organizations", "organization.json")):
        answer = api.get(f"/hsds{path}?format=ndjson&full=true")
        assert answer.headers["content-type"].startswith("application/x-ndjson")
        items = [json.loads(line) for line in answer.text.splitlines()]
        assert len(items) == api.json(f"/hsds{path}")["total_items"]
        for item in items:
            assert faults(standard, full, item) == []


@pytest.mark.shared
@pytest.mark.parametrize("path", PATHS)
def test_the_document_has_all_that_the_standard_has(
    api: OpenDataClient, standard: Path, path: str
) -> None:
    document = api.json("/hsds/openapi.json")
    assert document["openapi"].startswith("3.1")
    ours = document["paths"][path]["get"]
    theirs = operation(standard, path)
    assert ours["operationId"] == theirs["operationId"]
    told = {item["name"]: item for item in ours.get("parameters", ())}
    assert parameters(standard, path) <= told.keys()
    beyond = told.keys() - parameters(standard, path)
    assert beyond <= {"profile", "id"}
    for item in told.values():
        assert item["required"] is (item["in"] == "path")
    if "contents" not in str(theirs["responses"]):
        return
    schema = ours["responses"]["200"]["content"]["application/json"]["schema"]
    wanted = theirs["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["contents"] == wanted["properties"]["contents"]
    envelope = {key for key in schema["properties"] if key != "contents"}
    assert envelope == {
        "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty",
    }  # fmt: skip


def test_the_document_says_where_it_is_mounted(api: OpenDataClient) -> None:
    assert api.json("/hsds/openapi.json")["servers"] == [{"url": "/hsds"}]
