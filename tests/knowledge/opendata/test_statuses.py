"""What is promised is never active, and every standing comes back."""

from itertools import product

import pytest

from knowledge.content import Kind, Standing
from knowledge.opendata.statuses import is_service, read_standing, status
from tests.support.records import make_content

EVERY = list(product(Kind, Standing))


def test_only_what_a_person_can_go_to_is_active() -> None:
    active = {pair for pair in EVERY if status(*pair) == "active"}
    there = {Standing.OPERATING, Standing.TEMPORARY, Standing.UNKNOWN}
    assert active == set(product({Kind.SERVICE, Kind.PROGRAMME}, there))
    for kind, standing in active:
        assert standing.available, kind


def test_a_promise_a_right_and_a_howto_are_no_services() -> None:
    services = {
        (kind, standing)
        for kind, standing in EVERY
        if is_service(make_content(kind=kind, standing=standing))
    }
    gone = {Standing.PLANNED, Standing.COMMITMENT, Standing.RECOMMENDATION}
    assert services == set(product({Kind.SERVICE, Kind.PROGRAMME}, set(Standing) - gone))


@pytest.mark.parametrize(("kind", "standing"), EVERY)
def test_a_standing_comes_back(kind: Kind, standing: Standing) -> None:
    assert read_standing(status(kind, standing), kind, standing.value) is standing


def test_a_status_that_was_changed_outweighs_the_extension() -> None:
    assert read_standing("defunct", Kind.SERVICE, "commitment") is Standing.DEFUNCT
    assert read_standing("active", Kind.SERVICE, "commitment") is Standing.OPERATING
    with pytest.raises(ValueError, match="status is not one"):
        read_standing("gone", Kind.SERVICE, "")
