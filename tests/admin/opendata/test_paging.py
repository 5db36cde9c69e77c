"""Paging over everything gives each object exactly once, whatever the size of a page."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from admin.opendata.answers import page_of
from knowledge.opendata.extension import Json
from tests.support.open_data import OpenDataClient

LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(per_page=st.integers(1, 1000), path=st.sampled_from(LISTS))
@example(per_page=7, path="services")
@example(per_page=1, path="service_at_locations")
def test_each_object_exactly_once(api: OpenDataClient, per_page: int, path: str) -> None:
    everything = api.every(f"/hsds/{path}")
    parts = api.every(f"/hsds/{path}", per_page=per_page)
    assert parts == everything
    assert len({item["id"] for item in parts}) == len(parts)


def write(items: object) -> list[Json]:
    assert isinstance(items, range)
    return [{"id": number} for number in items]


@given(st.integers(0, 60), st.integers(1, 25), st.integers(1, 70))
def test_the_envelope(total: int, per_page: int, number: int) -> None:
    page = page_of(range(total), number, per_page, write)
    pages = [page_of(range(total), n, per_page, write) for n in range(1, page["total_pages"] + 1)]
    assert [item["id"] for part in pages for item in part["contents"]] == list(range(total))
    assert page["total_items"] == total
    assert page["size"] == len(page["contents"]) <= per_page
    assert page["empty"] is (not page["contents"])
    assert page["first_page"] is (number == 1)
    assert page["last_page"] is (number >= page["total_pages"])


@pytest.mark.parametrize("path", LISTS)
def test_a_page_behind_the_last_is_empty(api: OpenDataClient, path: str) -> None:
    page = api.json(f"/hsds/{path}?page=1000000")
    assert page["empty"]
    assert page["last_page"]
    assert page["total_items"] > 0
