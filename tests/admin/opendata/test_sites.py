"""Services at their locations: what a postal code covers, and how far metres reach."""

from typing import Any

import pytest

from knowledge.opendata.ids import service_at_location_id
from tests.support.open_data import OpenDataClient


def spots(api: OpenDataClient, asked: str = "") -> set[str]:
    """Return the halls of the invented town that answer, by their own ids."""
    found = api.every(f"/hsds/service_at_locations?{asked}")
    assert len({item["id"] for item in found}) == len(found)
    return {item["location"]["external_identifier"] for item in found}


def test_each_service_at_each_location(api: OpenDataClient) -> None:
    assert spots(api) == {"1", "2", "3", "5", "6"}
    assert spots(api, "profile=all") == {"1", "2", "3", "4", "5", "6"}


def test_conditions_on_the_service(api: OpenDataClient) -> None:
    assert spots(api, "search=zebra") == {"1", "2", "3"}
    assert spots(api, "search=soup") == {"1", "2"}
    assert spots(api, "modified_after=2999-01-01") == set()


def test_a_postal_code_is_covered_by_what_serves_its_place(api: OpenDataClient) -> None:
    # 33102 is in Miami by the address of hall 2: the service in Mexico does not cover it.
    assert spots(api, "postcode=33102") == {"1", "2", "3", "6"}
    # Hall 5 has the code 33101 itself, whatever its service says of the place it is for.
    assert spots(api, "postcode=33101") == {"1", "2", "3", "5", "6"}
    assert spots(api, "postcode=33101-1234") == spots(api, "postcode=33101")
    assert spots(api, "postcode=99999") == set()


@pytest.mark.parametrize(
    ("metres", "found"),
    # The middle of 33101 is the median of 25.77, 25.7701, 25.7705, 25.771 north: 25.7703.
    [
        (0, set()), (20, set()), (30, {"3"}), (40, {"1", "3"}), (90, {"1", "3", "5"}),
        (1000, {"1", "3", "5"}), (1100, {"1", "2", "3", "5"}), (1e7, {"1", "2", "3", "5"}),
    ],
)  # fmt: skip
def test_metres_from_the_middle_of_a_postal_code(
    api: OpenDataClient, metres: float, found: set[str]
) -> None:
    assert spots(api, f"postcode=33101&proximity={metres}") == found


def test_the_promise_counts_as_an_address_only(api: OpenDataClient) -> None:
    assert spots(api, "postcode=33101&proximity=25&profile=all") == {"3", "4"}


def test_one_site_has_its_service_and_its_location(api: OpenDataClient) -> None:
    own = service_at_location_id("invented:zebra", "2")
    site: dict[str, Any] = api.json(f"/hsds/service_at_locations/{own}")
    assert site["location"]["addresses"][0]["postal_code"] == "33102"
    assert site["location"]["x_amparo"] == {"place_id": "miami"}
    assert site["service"]["phones"][0]["number"] == "+13055550100"
    assert "service_at_locations" not in site["service"]
    assert (site["name"], site["status"]) == ("Zebra soup", "active")
    (full,) = (
        item
        for item in api.every("/hsds/service_at_locations?search=soup&full=true")
        if item["id"] == own
    )
    assert {**full, "name": site["name"], "status": site["status"]} == site


def test_a_site_of_a_promise_needs_the_profile(api: OpenDataClient) -> None:
    own = service_at_location_id("invented:promise", "4")
    assert api.get(f"/hsds/service_at_locations/{own}").status_code == 404
    assert api.json(f"/hsds/service_at_locations/{own}?profile=all")["status"] == "inactive"
