"""Each query parameter leaves what it should, alone and with others; bad ones are refused."""

import json
from collections.abc import Iterable
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.opendata.ids import (
    OWN_TAXONOMY_ID,
    group_term_id,
    organization_id,
    service_id,
    source_taxonomy_id,
    source_term_id,
    topic_term_id,
)
from knowledge.topics import load_groups, load_topics
from tests.support.open_data import OpenDataClient

HOUSE = organization_id("invented", "9")
ZEBRA = {"Zebra soup", "Zebra paper desk"}


def names(items: Iterable[dict[str, Any]]) -> set[str]:
    return {item["name"] for item in items}


def invented(api: OpenDataClient, asked: str) -> set[str]:
    """Return the external ids of services of the invented town that answer."""
    found = api.every(f"/hsds/services?{asked}")
    return {
        item["x_amparo"]["external_id"]
        for item in found
        if item["x_amparo"]["source"] == "invented"
    }


def test_services_are_what_a_person_can_go_to(api: OpenDataClient) -> None:
    ordinary = {"zebra", "desk", "shelter", "away", "pointless"}
    assert invented(api, "") == ordinary
    assert invented(api, "profile=all") == ordinary | {"promise", "law"}
    for item in api.every("/hsds/services?profile=all"):
        told = item["x_amparo"]
        beyond = told["kind"] in {"right", "howto"} or told.get("standing") in {
            "planned", "commitment", "recommendation",
        }  # fmt: skip
        assert (item["status"] == "inactive") is beyond


def test_a_promise_is_not_found_by_its_id_but_with_the_profile(api: OpenDataClient) -> None:
    own = service_id("invented:promise")
    assert api.get(f"/hsds/services/{own}").status_code == 404
    found = api.json(f"/hsds/services/{own}?profile=all")
    assert found["status"] == "inactive"
    assert found["alert"].startswith("Attention: this is a promise")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("zebra", {"zebra", "desk"}),
        ("ZEBRA soup", {"zebra"}),
        ("zèb", {"zebra", "desk"}),
        ("zebra mexico", set()),
        ("soup cho", {"zebra"}),
        ("33102", {"zebra"}),
        ("?!", {"zebra", "desk", "shelter", "away", "pointless"}),
        ("zzzz", set()),
    ],
)
def test_search_wants_every_word_in_any_language(
    api: OpenDataClient, search: str, found: set[str]
) -> None:
    assert invented(api, f"search={search}") == found


def test_terms_and_taxonomies(api: OpenDataClient) -> None:
    assert invented(api, f"taxonomy_term_id={topic_term_id('food')}") == {"zebra"}
    assert invented(api, f"taxonomy_term_id={group_term_id('reception')}") == {"zebra"}
    assert invented(api, f"taxonomy_term_id={source_term_id('invented', 'BD-1800')}") == {"zebra"}
    assert invented(api, f"taxonomy_id={OWN_TAXONOMY_ID}") == {"zebra", "desk"}
    assert invented(api, f"taxonomy_id={source_taxonomy_id('invented')}") == {"zebra"}
    assert invented(api, "taxonomy_id=unknown") == set()


def test_organizations_of_services(api: OpenDataClient) -> None:
    assert invented(api, f"organization_id={HOUSE}") == {"zebra", "desk"}
    assert invented(api, f"organization_id={HOUSE.upper()}") == {"zebra", "desk"}


def test_conditions_add_up(api: OpenDataClient) -> None:
    both = f"organization_id={HOUSE}&taxonomy_term_id={topic_term_id('food')}"
    assert invented(api, both) == {"zebra"}
    assert invented(api, f"{both}&search=paper") == set()


def test_modified_after_takes_what_changed_then_or_later(api: OpenDataClient) -> None:
    service = api.json(f"/hsds/services/{service_id('invented:zebra')}")
    at = service["last_modified"]
    assert "zebra" in invented(api, f"modified_after={at}")
    assert invented(api, "modified_after=2000-01-01") >= {"zebra"}
    assert invented(api, "modified_after=2999-01-01T00:00:00Z") == set()
    assert invented(api, "modified_after=2999-01-01T00:00:00+02:00") == set()  # a blank by now


def test_minimal_gives_all_on_one_page(api: OpenDataClient) -> None:
    page = api.json("/hsds/services?minimal=true")
    assert page["total_pages"] == 1
    assert page["size"] == page["total_items"] > 60
    assert all(item.keys() == {"id", "modified_date"} for item in page["contents"])
    assert api.json("/hsds/services?minimal=true&per_page=2")["size"] == 2


def test_full_services_are_whole(api: OpenDataClient) -> None:
    (short,) = api.every("/hsds/services?search=zebra%20soup")
    (whole,) = api.every("/hsds/services?search=zebra%20soup&full=true")
    assert whole == api.json(f"/hsds/services/{short['id']}")
    assert "phones" in whole
    assert "phones" not in short
    assert short["organization"] == {
        key: value for key, value in whole["organization"].items()
        if key != "organization_identifiers"
    }  # fmt: skip


def test_organizations(api: OpenDataClient) -> None:
    found = api.every("/hsds/organizations")
    assert {"Invented Zebra House", "Imaginary Shelter"} <= names(found)
    assert len({item["id"] for item in found}) == len(found)
    assert names(api.every("/hsds/organizations?search=zebra")) == {"Invented Zebra House"}
    whole = api.json(f"/hsds/organizations/{HOUSE}")
    assert names(whole["services"]) == ZEBRA
    assert len(whole["locations"]) == 3
    shelter = api.json(f"/hsds/organizations/{organization_id('invented', '10')}?profile=all")
    assert len(shelter["services"]) == 2


def test_taxonomies(api: OpenDataClient) -> None:
    found = {item["id"]: item["name"] for item in api.every("/hsds/taxonomies")}
    assert found == {
        OWN_TAXONOMY_ID: "Amparo topics", source_taxonomy_id("invented"): "Invented Town",
    }  # fmt: skip
    assert names(api.every("/hsds/taxonomies?search=invented")) == {"Invented Town"}


def test_terms_of_taxonomies(api: OpenDataClient) -> None:
    topics, groups = load_topics(), load_groups()
    own = api.every(f"/hsds/taxonomy_terms?taxonomy_id={OWN_TAXONOMY_ID}")
    assert {item["code"] for item in own} == set(topics) | {f"group/{g.id}" for g in groups}
    top = api.every("/hsds/taxonomy_terms?top_only=true")
    assert all("parent_id" not in item for item in top)
    assert {item["code"] for item in top} >= {"group/reception", "BD-1800"}
    beneath = api.every(f"/hsds/taxonomy_terms?parent_id={group_term_id('reception')}")
    assert {item["code"] for item in beneath} == {
        topic.id for topic in topics.values() if topic.group == "reception"
    }
    assert {item["code"] for item in api.every("/hsds/taxonomy_terms?search=pantries")} == {
        "BD-1800"
    }
    food = api.json(f"/hsds/taxonomy_terms/{topic_term_id('food')}")
    assert food["x_amparo"]["names"]["ht"] == "Manje"
    assert food["x_amparo"]["airs"] == list(topics["food"].airs) != []


def test_every_term_and_organization_that_a_service_names_is_there(api: OpenDataClient) -> None:
    terms = {item["id"] for item in api.every("/hsds/taxonomy_terms")}
    bodies = {item["id"] for item in api.every("/hsds/organizations?profile=all")}
    for service in api.every("/hsds/services?full=true&profile=all"):
        assert {item["taxonomy_term"]["id"] for item in service.get("attributes", ())} <= terms
        assert service["organization"]["id"] == service["organization_id"]
        assert service["organization_id"] in bodies


@pytest.mark.parametrize("path", ["services", "organizations", "taxonomies", "taxonomy_terms"])
def test_a_stream_is_the_list_without_pages(api: OpenDataClient, path: str) -> None:
    lines = api.get(f"/hsds/{path}?format=ndjson&per_page=1").text.splitlines()
    assert [json.loads(line) for line in lines] == api.every(f"/hsds/{path}")


@pytest.mark.parametrize(
    "asked",
    [
        "services?page=0", "services?page=x", "services?page=99999999999999999999",
        "services?per_page=0", "services?per_page=1001", "services?format=xml",
        "services?full=maybe", "services?minimal=2", "services?modified_after=yesterday",
        "services?modified_after=2026-13-01", "services?profile=other",
        "organizations?full_service=x", "organizations?per_page=-1", "taxonomies?page=1.5",
        "taxonomy_terms?top_only=x", "service_at_locations?proximity=100",
        "service_at_locations?postcode=33101&proximity=far",
        "service_at_locations?postcode=33101&proximity=-1",
        "service_at_locations?postcode=33101&proximity=nan", "service_at_locations?postcode=--",
    ],
)  # fmt: skip
def test_bad_parameters_are_refused_in_one_line(api: OpenDataClient, asked: str) -> None:
    answer = api.get(f"/hsds/{asked}")
    assert answer.status_code == 422
    reason = answer.json()["detail"]
    assert asked.rpartition("=")[0].replace("?", "&").rpartition("&")[2] in reason
    assert len(reason.splitlines()) == 1
    assert answer.json().keys() == {"detail"}


@pytest.mark.parametrize(
    "path", ["services", "organizations", "taxonomies", "taxonomy_terms", "service_at_locations"]
)
@pytest.mark.parametrize("own", ["x", "00000000-0000-0000-0000-000000000000", "%00", "é"])
def test_an_unknown_id_is_404(api: OpenDataClient, path: str, own: str) -> None:
    answer = api.get(f"/hsds/{path}/{own}")
    assert answer.status_code == 404
    assert answer.json().keys() == {"detail"}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["services", "organizations", "service_at_locations", "taxonomy_terms"]),
    st.dictionaries(
        st.sampled_from(
            ["search", "page", "per_page", "format", "taxonomy_term_id", "modified_after", "full",
             "minimal", "postcode", "proximity", "profile", "organization_id"]
        ),
        st.text(max_size=12) | st.integers().map(str) | st.sampled_from(["true", "33101", "all"]),
        max_size=4,
    ),
)  # fmt: skip
def test_any_question_is_answered_or_refused(
    api: OpenDataClient, path: str, asked: dict[str, str]
) -> None:
    answer = api.get(f"/hsds/{path}?{httpx.QueryParams(asked)}")
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert len(answer.json()["detail"].splitlines()) == 1
