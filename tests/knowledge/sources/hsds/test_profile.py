"""Packages of our own profile, and packages that only look like it."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from knowledge.content import Location
from knowledge.places import Places
from knowledge.sources.hsds import read_package
from knowledge.sources.reading import Reading
from knowledge.topics import Topics
from tests.support.open_data import make_context, sent
from tests.support.records import make_content, published

SHOUTED = make_content(
    "soup", name="SOUP KITCHEN OF MIAMI", body="###MON### &amp; <b>x</b>\n\n\n\nend  "
)


@pytest.fixture
def read(tmp_path: Path, places: Places, topics: Topics) -> Any:
    """Read services as the JSON file of a package for Miami."""

    def reading(*services: dict[str, Any]) -> Reading:
        path = tmp_path / "services.json"
        path.write_text(json.dumps(services), encoding="utf-8")
        return read_package(path, place_id="miami", places=places, topics=topics)

    return reading


send = partial(sent, context=make_context())


def test_texts_of_our_own_are_not_cleaned_again(read: Any) -> None:
    (content,) = read(send(published(SHOUTED))).contents
    assert content == SHOUTED
    plain = send(published(SHOUTED))
    del plain["x_amparo"]
    (content,) = read(plain).contents
    assert content.texts["en"].name == "Soup Kitchen of Miami"
    assert "###" not in content.texts["en"].body


def test_a_package_can_hold_both(read: Any) -> None:
    foreign = {"id": "1", "name": "Invented desk", "status": "active", "description": "Help"}
    reading = read(foreign, send(published(SHOUTED)))
    assert [item.external_id for item in reading.contents] == ["1", "soup"]
    assert [(count.rows, count.used) for count in reading.report.files.values()] == [(2, 2)]


def test_an_extension_out_of_form_is_reported_and_the_service_read_all_the_same(read: Any) -> None:
    service = send(published(make_content("soup", name="Invented soup")))
    service["x_amparo"]["texts"] = {"fr": {}}
    reading = read(service)
    (content,) = reading.contents
    assert content.texts["en"].name == "Invented soup"
    assert content.external_id == service["id"]
    assert [issue.field for issue in reading.report.issues] == ["x_amparo"]
    assert "texts has no entry" in reading.report.issues[0].reason


@pytest.mark.parametrize("told", ["x", 3, [], {"external_id": 1, "texts": 2, "citation": 3}])
def test_any_extension_of_that_name_does_no_harm(read: Any, told: object) -> None:
    service = send(published(make_content("soup", name="Invented soup")))
    (content,) = read({**service, "x_amparo": told}).contents
    assert content.texts["en"].name == "Invented soup"


def test_a_place_that_is_not_known_here_becomes_that_of_the_import(read: Any) -> None:
    spot = Location(external_id="7", name="Hall", place_id="atlantis")
    service = send(published(make_content(place_id="mx", locations=(spot,))))
    reading = read(service)
    assert reading.contents[0].place_id == "miami"
    assert reading.contents[0].locations == (spot.model_copy(update={"place_id": ""}),)
    assert "not known: mx" in reading.report.issues[0].reason


def test_the_same_id_from_two_sources_stays_two_records(read: Any) -> None:
    content = make_content("7")
    reading = read(*(send(published(content, source)) for source in ("one", "two")))
    assert [item.external_id for item in reading.contents] == ["7", "two:7"]
    assert "another source" in reading.report.issues[0].reason
    again = read(*(send(published(content, "one")) for _ in range(2)))
    assert len(again.contents) == 1


def test_an_id_that_the_store_cannot_keep_is_left_out(read: Any) -> None:
    reading = read(send(published(make_content("x" * 121))), send(published(make_content("b"))))
    assert [item.external_id for item in reading.contents] == ["b"]
    assert reading.report.files["services.json"].skipped == 1
