"""The real package of 211 Miami, and the examples of the standard."""

import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from knowledge.content import RecordContent
from knowledge.places import Places
from knowledge.sources.hsds import read_package
from knowledge.sources.reading import Reading
from knowledge.sources.report import FileCount
from knowledge.topics import Topics

from .conftest import TODAY, Reader
from .test_package import assert_accounted

pytestmark = pytest.mark.shared

ROWS = {
    "organizations.csv": 1074, "services.csv": 4089, "locations.csv": 4089, "phones.csv": 4089,
    "services_at_location.csv": 4089, "physical_addresses.csv": 4089, "eligibility.csv": 2244,
    "accessibility_for_disabilities.csv": 4089, "regular_schedules.csv": 11350,
    "languages.csv": 9364, "services_taxonomy.csv": 26259, "taxonomy.csv": 1994,
}  # fmt: skip


@pytest.fixture(scope="module")
def miami(shared: Path, places: Places, topics: Topics) -> Reading:
    began = time.monotonic()
    reading = read_package(
        shared / "miami_hsds.zip", place_id="miami", places=places, topics=topics, today=TODAY
    )
    assert time.monotonic() - began < 15
    return reading


@pytest.fixture(scope="module")
def records(miami: Reading) -> dict[str, RecordContent]:
    return {content.external_id: content for content in miami.contents}


def test_every_row_of_every_file_is_accounted_for(miami: Reading) -> None:
    assert {name: count.rows for name, count in miami.report.files.items()} == ROWS
    assert_accounted(miami.report)
    assert miami.report.files["services.csv"] == FileCount(4089, 4089, 0)
    assert miami.report.files["eligibility.csv"].used == 0  # no row names its service
    assert miami.report.files["regular_schedules.csv"].skipped == 0


def test_what_the_package_is_called(miami: Reading) -> None:
    assert miami.title == "HSDS directory: Miami"
    assert (miami.version, miami.license) == ("HSDS 1.1", "CC-BY-SA-4.0")
    assert {content.verified_on for content in miami.contents} == {date(2019, 7, 29)}


def test_texts_are_clean(miami: Reading) -> None:
    for content in miami.contents:
        text = content.model_dump_json()
        assert "###" not in text
        assert "GÇ" not in text
        assert "\\\\n" not in text
        name = content.texts["en"].name
        assert name
        assert len(name) < 6 or not name.isupper() or " " not in name, name


def test_first_service(records: dict[str, RecordContent]) -> None:
    content = records["136"]
    assert content.texts["en"].name == "Girl Scouts Council of Tropical Florida, Inc."
    assert content.texts["en"].body.endswith("their own potential and self-worth.")
    assert content.url == "https://www.girlscoutsfl.org"
    assert content.phones[0].number == "+13052534841"
    (location,) = content.locations
    assert (location.address, location.city) == ("11347 SW 160th Street", "Miami")
    assert (location.state_province, location.country) == ("FL", "")
    assert location.place_id == "miami"
    assert content.languages_spoken == ("en", "es", "ht")
    assert [item.weekday for item in content.schedules] == ["MO", "TU", "WE", "TH", "FR"]
    assert content.hours_note == ""


def test_hours_come_from_the_words_and_not_from_wrong_columns(
    records: dict[str, RecordContent],
) -> None:
    week = {(item.weekday, item.opens_at, item.closes_at) for item in records["164"].schedules}
    assert ("SA", "08:00", "17:00") in week
    assert ("MO", "07:00", "19:00") in week
    assert len(week) == 6
    assert records["871"].schedules == ()
    assert records["871"].hours_note.startswith("Mobile Team:\n24 hours a day")


def test_every_service_has_its_organization(records: dict[str, RecordContent]) -> None:
    assert all(content.organization for content in records.values())
    body = records["6562"].organization
    assert body is not None
    assert body.name == "Miami-Dade County Community Action and Human Services"


def test_languages(records: dict[str, RecordContent]) -> None:
    spoken = Counter(code for content in records.values() for code in content.languages_spoken)
    assert spoken["en"] >= 4035
    assert spoken["es"] >= 3216
    assert spoken["ht"] >= 1401 + 5 + 3
    assert spoken["pt"] >= 34


def test_examples_of_the_standard(shared: Path, read: Reader) -> None:
    folder = shared / "hsds_3.0" / "examples"
    table = read(folder / "csv")
    nested = read(folder / "service_full.json")
    sheets = read(folder / "tabular.json")
    pages = read(folder / "service_list.json")
    for reading in (table, nested, sheets, pages):
        assert reading.version == "HSDS 3.x"
        (content,) = reading.contents
        assert content.external_id == "ac148810-d857-441c-9679-408f346de14b"
        assert content.texts["en"].name == "Community Counselling"
        assert content.verified_on == date(2005, 1, 1)
        assert content.organization is not None
        assert_accounted(reading.report)
    for reading in (table, nested, sheets):
        (content,) = reading.contents
        assert content.phones[0].number == "+441234234567"
        assert content.languages_spoken == ("ur",)
        assert content.texts["en"].eligibility.endswith("Ages 12 to 100")
        assert content.cost == "paid"
        # Their hours were valid on one day of 2005, their price until 2022; latitude is 100.
        assert content.schedules == ()
        assert content.costs == ()
        assert content.locations[0].latitude is None
    assert nested.contents[0].terms[0].code == "code"
