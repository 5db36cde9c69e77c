"""Whole packages: the versions say the same, and every row is on the account."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.content import Phone, RecordContent, Schedule, Standing, Term, Topic
from knowledge.errors import UnknownPlace, UnusablePackage
from knowledge.places import Places
from knowledge.sources.hsds import read_package
from knowledge.sources.report import ImportReport
from knowledge.topics import Topics

from .conftest import (
    HSDS_1,
    HSDS_2,
    HSDS_3,
    HSDS_3_SERVICE,
    TODAY,
    Reader,
    write_folder,
    write_zip,
)


def _alike(content: RecordContent) -> dict[str, Any]:
    """Return what packages of different versions must agree on."""
    plain = content.model_dump(exclude={"verified_on"})
    plain["citation"] = {"license": plain["citation"]["license"] and "set"}
    return plain


def assert_accounted(report: ImportReport) -> None:
    for name, count in report.files.items():
        assert count.rows == count.used + count.skipped, name
        lines = {issue.line for issue in report.issues if issue.file == name}
        assert count.skipped == 0 or 0 in lines or len(lines) >= count.skipped, name


def test_first_version_is_read_in_full(tmp_path: Path, read: Reader) -> None:
    reading = read(write_zip(tmp_path / "p.zip", HSDS_1))
    assert (reading.title, reading.version, reading.license) == (
        "Miami help",
        "HSDS 1.1",
        "CC-BY-4.0",
    )
    (content,) = reading.contents
    texts = content.texts["en"]
    assert texts.name == "Legal Aid of Miami (LAM)"
    assert texts.body == "First line.\n\nSecond line."
    assert (texts.eligibility, texts.fees, texts.documents) == (
        "Everybody",
        "None",
        ("A passport",),
    )
    assert content.cost == "free"
    assert content.standing is Standing.OPERATING
    assert content.organization is not None
    assert content.organization.name == "Help Now, Inc."
    assert content.organization.url == "https://www.help.org"
    assert content.url == "https://help.org/legal"
    (location,) = content.locations
    assert location.address == "11347 SW 160th Street, Suite 2"
    assert (location.city, location.state_province, location.place_id) == ("Miami", "FL", "miami")
    assert location.accessibility == ("Ramp",)
    assert content.phones == (
        Phone(number="+13052534841", extension="12"),
        Phone(number="+13052534842", type="fax"),
    )
    assert [item.weekday for item in content.schedules] == ["MO", "TU", "WE", "TH", "FR"]
    assert content.schedules[0] == Schedule(weekday="MO", opens_at="09:00", closes_at="17:00")
    assert content.languages_spoken == ("en", "ht")
    assert content.terms == (Term(code="FT-1000", name="Legal Aid"),)
    assert content.topics == (Topic(id="legal", confidence=0.9),)
    assert content.citation.locator == "services.csv id 136"
    assert content.citation.url == content.url
    assert content.verified_on == date(2024, 5, 6)
    assert content.status_required == "unknown"
    assert reading.report.files["phones.csv"].skipped == 1  # the same number twice
    assert_accounted(reading.report)


@pytest.mark.parametrize(
    ("files", "version"),
    [
        (HSDS_2, "2.x"),
        (HSDS_3, "3.x"),
        ({"service.json": json.dumps(HSDS_3_SERVICE)}, "3.x"),
        ({"list.json": json.dumps([HSDS_3_SERVICE])}, "3.x"),
        ({"page-1.json": json.dumps({"page_number": 1, "contents": [HSDS_3_SERVICE]})}, "3.x"),
    ],
    ids=["2.x", "3.x", "json", "json list", "json page"],
)
def test_versions_give_equal_contents(
    files: Mapping[str, str], version: str, tmp_path: Path, read: Reader
) -> None:
    files = {"datapackage.json": HSDS_1["datapackage.json"], **files}
    one = read(write_folder(tmp_path / "1", HSDS_1))
    other = read(write_folder(tmp_path / "2", files))
    assert (one.version, other.version) == ("HSDS 1.1", f"HSDS {version}")
    assert [_alike(item) for item in other.contents] == [_alike(item) for item in one.contents]
    assert_accounted(other.report)


def test_tabular_json_is_read_as_its_tables(tmp_path: Path, read: Reader) -> None:
    sheets: dict[str, list[dict[str, Any]]] = {
        "services.csv": [{"id": 1, "name": "Food", "organization_id": None, "status": "inactive"}],
        "phones.csv": [{"id": 5, "service_id": 1, "number": "305-253-4841"}],
        "funding.csv": [{"id": 5, "service_id": 1, "source": "state"}],
    }
    path = tmp_path / "tabular.json"
    path.write_text(json.dumps(sheets))
    reading = read(path)
    (content,) = reading.contents
    assert (content.external_id, content.standing) == ("1", Standing.DEFUNCT)
    assert content.phones[0].number == "+13052534841"
    assert reading.report.files["tabular.json#funding.csv"].skipped == 1
    assert_accounted(reading.report)


def test_folder_has_no_date_of_its_own(tmp_path: Path, read: Reader) -> None:
    (content,) = read(write_folder(tmp_path, HSDS_1)).contents
    assert content.verified_on is None


@pytest.mark.parametrize(
    ("columns", "values", "day"),
    [
        ("assured_date,last_modified", "2025-01-02,2026-01-01T10:00:00Z", date(2025, 1, 2)),
        ("assured_date,last_modified", ",2026-01-01T10:00:00Z", date(2026, 1, 1)),
        ("assured_date,last_modified", "soon,", date(2024, 5, 6)),
        ("assured_date,last_modified", "2031-01-01,", date(2024, 5, 6)),
    ],
)
def test_the_row_s_own_date_comes_first(
    columns: str, values: str, day: date, tmp_path: Path, read: Reader
) -> None:
    files = {"services.csv": f"id,name,{columns}\n1,Food,{values}\n"}
    (content,) = read(write_zip(tmp_path / "p.zip", files)).contents
    assert content.verified_on == day


def test_metadata_gives_the_date_and_is_used(tmp_path: Path, read: Reader) -> None:
    files = {
        "services.csv": "id,name\n1,Food\n",
        "metadata.csv": "id,resource_id,resource_type,last_action_date\n"
        "1,1,service,2023-01-01\n2,1,service,2023-02-01\n3,1,location,2024-01-01\n",
    }
    reading = read(write_folder(tmp_path, files))
    assert reading.contents[0].verified_on == date(2023, 2, 1)
    assert reading.report.files["metadata.csv"].used == 1
    assert_accounted(reading.report)


def test_template_title_is_not_taken(tmp_path: Path, read: Reader) -> None:
    title = "Human Services Data Specification Template"
    files = {"services.csv": "id,name\n1,Food\n", "datapackage.json": json.dumps({"title": title})}
    reading = read(write_folder(tmp_path, files))
    assert reading.title == reading.contents[0].citation.title == "HSDS directory: Miami"


def test_language_of_the_package(tmp_path: Path, read: Reader) -> None:
    files = {
        "services.csv": "id,name,minimum_age\n1,Comida,18\n",
        "meta_table_descriptions.csv": "id,name,language,character_set\n1,services,es,UTF-8\n",
    }
    (content,) = read(write_folder(tmp_path, files)).contents
    assert content.language == "es"
    assert content.texts["es"].eligibility == "Desde los 18 años"


def test_broken_rows_are_issues_with_their_line(tmp_path: Path, read: Reader) -> None:
    files = {
        "services.csv": (
            'id,name,description\n1,Food,"two\nlines"\n2,,no name\n3,Only two\n\n'
            ",nobody,\n1,Again,\n4,Nul \0,\n5,Good,\n"
        ),
        "phones.csv": "id,service_id,number\n1,99,305-253-4841\n2,,305-253-4842\n3,1,\n,,\n",
        "extra.csv": "a,b\n1,2\n",
        "readme.txt": "hello",
    }
    reading = read(write_folder(tmp_path, files))
    assert [content.external_id for content in reading.contents] == ["1", "5"]
    found = {(issue.file, issue.line): issue.reason for issue in reading.report.issues}
    assert found["services.csv", 4] == "service without a name: 2"
    assert found["services.csv", 5].startswith("not as many cells as the header")
    assert found["services.csv", 7] == "service without an id"
    assert found["services.csv", 8] == "repeats an id: 1, first in line 2"
    assert found["services.csv", 9] == "holds a NUL sign"
    assert found["phones.csv", 2] == "its service does not exist: 99"
    assert found["phones.csv", 3].startswith("names no service")
    assert found["phones.csv", 4] == "says nothing but where it belongs"
    assert found["phones.csv", 5] == "empty row"
    assert found["extra.csv", 0] == "not a file of the standard, ignored"
    assert "readme.txt: not read, neither CSV nor JSON" in reading.report.notes
    assert reading.report.files["services.csv"].rows == 7
    assert_accounted(reading.report)


def test_organization_s_phone_only_where_there_is_no_other(tmp_path: Path, read: Reader) -> None:
    files = {
        "services.csv": "id,name,organization_id\n1,Food,9\n2,Law,9\n",
        "organizations.csv": "id,name\n9,Help\n",
        "phones.csv": "id,service_id,organization_id,number\n1,1,,305-253-4841\n"
        "2,,9,305-253-4842\n",
    }
    food, law = read(write_folder(tmp_path, files)).contents
    assert [phone.number for phone in food.phones] == ["+13052534841"]
    assert [phone.number for phone in law.phones] == ["+13052534842"]


def test_site_that_stands_for_an_organization(tmp_path: Path, read: Reader) -> None:
    # One numbering for bodies, sites and programmes: 3 names site 2, which belongs to body 1.
    files = {
        "organizations.csv": "id,name\n1,CITY HELP\n",
        "services.csv": "id,name,organization_id\n1,CITY HELP,1\n2,NORTH SITE,1\n3,CLASSES,2\n",
    }
    reading = read(write_folder(tmp_path, files))
    bodies = [content.organization and content.organization.name for content in reading.contents]
    assert bodies == ["City Help"] * 3
    assert any("its organization does not exist" in issue.reason for issue in reading.report.issues)


def test_missing_organization_is_never_guessed(tmp_path: Path, read: Reader) -> None:
    files = {
        "organizations.csv": "id,name\n1,CITY HELP\n",
        "services.csv": "id,name,organization_id\n1,SOUP,1\n2,BREAD,1\n3,CLASSES,2\n",
    }
    assert read(write_folder(tmp_path, files)).contents[2].organization is None


def test_mangled_package_is_repaired_everywhere(tmp_path: Path, read: Reader) -> None:
    files = {"services.csv": "id,name,description\n1,Clase,Espa+¦ol\n2,Kid,childrenGÇÖs\n"}
    clase, kid = read(write_folder(tmp_path, files)).contents
    assert clase.texts["en"].body == "Español"
    assert kid.texts["en"].body == "children’s"


def test_hours_of_different_sites_go_into_the_note(tmp_path: Path, read: Reader) -> None:
    files = {
        "services.csv": "id,name\n1,Food\n",
        "locations.csv": "id,name\n7,North\n8,South\n",
        "service_at_location.csv": "id,service_id,location_id\n70,1,7\n80,1,8\n",
        "schedules.csv": "id,service_at_location_id,byday,opens_at,closes_at\n"
        "1,70,MO,09:00,12:00\n2,80,TU,14:00,18:00\n",
    }
    (content,) = read(write_folder(tmp_path, files)).contents
    assert content.schedules == ()
    assert content.hours_note == "North: Mon 09:00-12:00\nSouth: Tue 14:00-18:00"


def test_unknown_place(tmp_path: Path, places: Places, topics: Topics) -> None:
    path = write_folder(tmp_path, HSDS_1)
    with pytest.raises(UnknownPlace):
        read_package(path, place_id="atlantis", places=places, topics=topics)


def test_reading_twice_gives_the_same(tmp_path: Path, read: Reader) -> None:
    path = write_zip(tmp_path / "p.zip", HSDS_1)
    one, other = read(path), read(path)
    assert [item.digest() for item in one.contents] == [item.digest() for item in other.contents]
    assert one.report == other.report


_CELL = st.text(
    st.characters(codec="utf-8", exclude_characters='\r\n",\0'), max_size=12
) | st.sampled_from(["1", "2", "7", "Monday", "9:00am", "MO,TU", "English", "305-253-4841", ""])
_TABLES = {
    "organizations.csv": "id,name,url,email",
    "locations.csv": "id,name,latitude,longitude",
    "services_at_location.csv": "id,service_id,location_id",
    "physical_addresses.csv": "location_id,address_1,city,state_province",
    "phones.csv": "service_id,location_id,number,extension",
    "regular_schedules.csv": "service_id,weekday,opens_at,closes_at,original_text",
    "languages.csv": "service_id,language",
    "eligibility.csv": "service_id,eligibility",
    "services_taxonomy.csv": "service_id,taxonomy_id",
    "taxonomy.csv": "id,name",
    "cost_options.csv": "service_id,amount,currency,option,valid_to",
    "strange.csv": "a,b",
}


@st.composite
def _packages(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    package = {}
    for name, header in _TABLES.items():
        width = header.count(",") + 1
        row = st.lists(_CELL, min_size=width - 1, max_size=width + 1)
        package[name] = draw(st.lists(row, max_size=4))
    return package


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(package=_packages())
def test_every_row_of_any_package_is_accounted_for(
    package: dict[str, list[list[str]]], tmp_path_factory: pytest.TempPathFactory,
    places: Places, topics: Topics,
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("any")
    files = {"services.csv": "id,name,organization_id\n1,A,1\n2,B,7\n"}
    for name, rows in package.items():
        lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
        files[name] = "\n".join([_TABLES[name], *lines]) + "\n"
    write_folder(folder, files)
    try:
        reading = read_package(folder, place_id="miami", places=places, topics=topics, today=TODAY)
    except UnusablePackage:
        pytest.fail("rows alone must not make a package unusable")
    assert [content.external_id for content in reading.contents] == ["1", "2"]
    for name, rows in package.items():
        assert reading.report.files[name].rows == len([row for row in rows if row])
    assert_accounted(reading.report)
