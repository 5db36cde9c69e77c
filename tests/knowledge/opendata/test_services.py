"""A record as a service of HSDS: valid for any record, and equal when it is read again."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import (
    Citation,
    Kind,
    Location,
    Organization,
    Phone,
    RecordContent,
    Standing,
    Term,
    Texts,
    Topic,
)
from knowledge.languages import LANGUAGES
from knowledge.opendata.context import Context
from knowledge.opendata.ids import OWN_TAXONOMY_ID
from knowledge.opendata.reading import has_profile, read_service
from knowledge.opendata.services import write_service_row, write_sites
from tests.support.hsds_schemas import faults
from tests.support.open_data import make_context, profile_faults, schedules, sent
from tests.support.records import contents, make_content, published

CONTEXT = make_context()


@st.composite
def any_contents(draw: st.DrawFn) -> RecordContent:
    """Draw any record, with hours of every kind."""
    hours = tuple(draw(st.lists(schedules(), max_size=2)))
    content: RecordContent = draw(contents())
    return content.model_copy(update={"schedules": content.schedules + hours})


wanted = st.lists(st.sampled_from([*LANGUAGES, "de"]), unique=True, max_size=3).map(tuple)


@settings(deadline=None)
@given(any_contents(), wanted)
def test_any_record_comes_back_equal(content: RecordContent, languages: tuple[str, ...]) -> None:
    service = sent(published(content), CONTEXT, languages)
    assert has_profile(service)
    again = read_service(service)
    assert again == content
    assert again.digest() == content.digest()


@settings(deadline=None)
@given(any_contents(), wanted)
def test_the_extension_keeps_its_schema(content: RecordContent, languages: tuple[str, ...]) -> None:
    assert profile_faults(sent(published(content), CONTEXT, languages)) == []


@pytest.mark.shared
def test_any_record_is_valid(shared_data: Path) -> None:
    standard = shared_data / "hsds_3.0"

    @settings(deadline=None)
    @given(any_contents(), wanted)
    def check(content: RecordContent, languages: tuple[str, ...]) -> None:
        record = published(content)
        assert faults(standard, "service.json", sent(record, CONTEXT, languages)) == []
        row = write_service_row(record, CONTEXT, languages)
        assert faults(standard, "compiled/service_list.json", row) == []
        for site in write_sites(record, CONTEXT, languages).values():
            assert faults(standard, "service_at_location.json", site) == []
            assert faults(standard, "service.json", site["service"]) == []
        for site in write_sites(record, CONTEXT, languages, full=False).values():
            assert faults(standard, "compiled/service_at_location_list.json", site) == []

    check()


@pytest.mark.shared
def test_the_validator_sees_what_is_wrong(shared_data: Path) -> None:
    service = sent(published(make_content()), CONTEXT)
    wrong = {
        "id": "7", "url": "not a uri", "email": "x", "last_modified": "yesterday", "status": "gone",
        "phones": [{"number": "1"}], "organization": {"id": service["id"], "name": "x"},
    }  # fmt: skip
    found = faults(shared_data / "hsds_3.0", "service.json", service | wrong)
    assert len(found) == len(wrong)


FULL = make_content(
    texts={
        "en": Texts(name="Kitchen", summary="Soup for all.", body="Soup at noon.", steps=("Come",)),
        "ht": Texts(
            name="Kizin", summary="Soup pou tout moun.", fees="Gratis nèt", documents=("Kat",),
            provenance="machine", source_digest="ab12",
        ),
    },
    organization=Organization(
        external_id="9", name="Invented House", kind="ngo", url="https://house.example/ñ"
    ),
    locations=(
        Location(
            external_id="7", name="Hall", address="1 Invented Road", city="Miami", country="US",
            latitude=25.77, longitude=-80.19, place_id="miami", accessibility=("Ramp",),
        ),
    ),
    phones=(Phone(number="+13055550100", extension="12"), Phone(number="*99", extension="OPT2")),
    topics=(Topic(id="food", confidence=0.9), Topic(id="clinic")),
    terms=(Term(code="BD-1800", name="Food Pantries"),),
    languages_spoken=("ht",),
    cost="free",
    hours_note="Ring first",
    citation=Citation(title="Invented guide", license="CC-BY-4.0"),
    verified_on=date(2026, 1, 2),
)  # fmt: skip


def test_the_standard_comes_first(context: Context) -> None:
    service = sent(published(FULL), context)
    told = service["x_amparo"]
    assert service["name"] == "Kitchen"
    assert service["description"] == "Soup at noon."
    assert service["fees_description"] == "free (en)"
    assert (service["status"], service["assured_date"]) == ("active", "2026-01-02")
    assert service["organization"]["website"] == "https://house.example/%C3%B1"
    assert service["organization"]["organization_identifiers"][0]["identifier"] == "9"
    assert service["organization"]["x_amparo"] == {
        "kind": "ngo", "exact": {"url": "https://house.example/ñ"},
    }  # fmt: skip
    assert [phone.get("extension") for phone in service["phones"]] == [12, None]
    assert service["phones"][1]["x_amparo"] == {"exact": {"extension": "OPT2"}}
    assert service["schedules"][-1]["description"] == "Ring first"
    assert service["languages"] == [
        {"id": service["languages"][0]["id"], "code": "ht", "name": "Haitian Creole"}
    ]
    assert service["service_areas"][0]["description"].startswith("Miami, Miami-Dade County")
    assert told["texts"]["en"] == {
        "summary": "Soup for all.", "steps": ["Come"], "borrowed": ["fees_description"],
    }  # fmt: skip
    assert told["texts"]["ht"]["required_documents"] == ["Kat"]
    assert "standing" not in told
    assert "name" not in told["texts"]["en"]


def test_topics_and_terms_are_attributes_of_two_taxonomies(context: Context) -> None:
    food, health, pantry = sent(published(FULL), context)["attributes"]
    assert food["taxonomy_term"]["taxonomy_id"] == OWN_TAXONOMY_ID
    assert food["taxonomy_term"]["taxonomy_id"] == health["taxonomy_term"]["taxonomy_id"]
    assert (food["taxonomy_term"]["code"], food["taxonomy_term"]["name"]) == ("food", "Food")
    assert food["x_amparo"] == {"confidence": 0.9}
    assert "x_amparo" not in health
    assert pantry["taxonomy_term"]["taxonomy"] == "invented"
    assert pantry["taxonomy_term"]["name"] == "Food Pantries"


def test_another_language_stands_in_the_standard_properties(context: Context) -> None:
    service = sent(published(FULL), context, ("fr", "ht", "en"))
    assert (service["name"], service["description"]) == ("Kizin", "Soup pou tout moun.")
    assert service["fees_description"] == "Gratis nèt"
    assert service["required_documents"][0]["document"] == "Kat"
    assert service["attributes"][0]["taxonomy_term"]["name"] == "Manje"
    told = service["x_amparo"]
    assert (told["language"], told["shown"]) == ("en", "ht")
    assert told["texts"]["ht"]["borrowed"] == ["description"]
    assert told["texts"]["en"]["description"] == "Soup at noon."
    assert read_service(service) == FULL


def test_what_is_changed_on_the_way_counts(context: Context) -> None:
    service = sent(published(FULL), context)
    service["name"] = "Bigger Kitchen"
    service["status"] = "temporarily closed"
    service["phones"] = [{"number": "+13055550199"}]
    service["service_at_locations"][0]["location"]["addresses"][0]["city"] = "Homestead"
    again = read_service(service)
    assert again.texts["en"].name == "Bigger Kitchen"
    assert again.standing is Standing.SUSPENDED
    assert [phone.number for phone in again.phones] == ["+13055550199"]
    assert again.locations[0].city == "Homestead"
    assert again.texts["ht"] == FULL.texts["ht"]


def test_a_record_without_organization_gets_one_that_stands_in(context: Context) -> None:
    content = make_content(citation=Citation(title="Guide", publisher="Invented Press"))
    service = sent(published(content), context)
    assert service["organization"]["name"] == "Invented Press"
    assert service["organization"]["x_amparo"] == {"stands_in": True}
    assert service["organization_id"] == service["organization"]["id"]
    assert read_service(service).organization is None


def test_a_commitment_says_so_in_the_standard_itself(context: Context) -> None:
    content = make_content(kind=Kind.PROGRAMME, standing=Standing.COMMITMENT)
    service = sent(published(content), context)
    assert service["status"] == "inactive"
    assert service["alert"] == "commitment (en)"
    assert service["x_amparo"]["standing"] == "commitment"


def test_ids_are_stable_and_of_their_own(context: Context) -> None:
    one = sent(published(FULL), context)
    assert one == sent(published(FULL), context)
    other = sent(published(FULL, "elsewhere"), context)
    assert {one["id"], one["organization"]["id"]}.isdisjoint(
        {other["id"], other["organization"]["id"]}
    )
    # Data that others hold refer to this: a change breaks them.
    assert one["id"] == "fd802d5c-1103-5d4d-9b98-9311e1452ab8"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "gone"}, "status is not one"),
        ({"name": 3}, "name is not a text"),
        ({"phones": "x"}, "phones is not a list"),
        ({"organization": "x"}, "organization is not an object"),
        ({"assured_date": "soon"}, "verified_on"),
        ({"attributes": [{}]}, "without its taxonomy_term"),
        ({"service_at_locations": [{}]}, "without its location"),
        ({"schedules": [{"opens_at": "9", "closes_at": "10:00", "byday": "MO"}]}, "schedules.0"),
    ],
)
def test_what_is_not_in_the_form_is_named_in_one_line(
    context: Context, change: dict[str, Any], reason: str
) -> None:
    service = sent(published(FULL), context) | change
    with pytest.raises(ValueError, match=reason) as caught:
        read_service(service)
    assert len(str(caught.value).splitlines()) == 1


def test_a_line_of_a_list_is_no_whole_record(context: Context) -> None:
    row = json.loads(json.dumps(write_service_row(published(FULL), context, ())))
    assert not has_profile(row)
    assert profile_faults(row) == []
    assert "phones" not in row
