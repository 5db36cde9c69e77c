"""How near a record is to where a person is."""

import math

import pytest

from knowledge.places import Places
from retrieval.index import Entry
from retrieval.nearness import TRIP_KM, WALK_KM, applies, nearness

MIAMI = (25.7617, -80.1918)
A_DEGREE = 111.195
"""Kilometres of a degree of latitude."""


def _entry(place: str, *spots: str, points: tuple[tuple[float, float], ...] = ()) -> Entry:
    return Entry(
        record_id="r", external_id="r", kind="service", language="en", titles={}, place_id=place,
        located_in=spots, points=points, topics={}, spoken=frozenset(), available=True, keys=(1,),
    )  # fmt: skip


def _at(kilometres: float) -> tuple[float, float]:
    return (MIAMI[0] + kilometres / A_DEGREE, MIAMI[1])


@pytest.mark.parametrize(
    ("record", "asked", "holds"),
    [
        ("miami", "miami", True),
        ("us", "miami", True),
        ("world", "miami", True),
        ("americas", "bogota", True),
        ("miami", "us", True),
        ("miami", "florida", True),
        ("mx", "miami", False),
        ("bogota", "miami", False),
        ("new_york", "miami", False),
        ("miami", "co", False),
        ("atlantis", "miami", False),
        ("bogota", None, True),
    ],
)
def test_a_record_holds_in_its_place_around_it_and_within_it(
    places: Places, record: str, asked: str | None, holds: bool
) -> None:
    assert applies(_entry(record), asked, places) is holds


def test_within_walking_distance_it_is_right_there(places: Places) -> None:
    for kilometres in (0, WALK_KM - 0.1):
        entry = _entry("miami", "miami", points=(_at(kilometres),))
        assert nearness(entry, "miami", MIAMI, places) == 1.0


def test_a_day_trip_away_it_is_elsewhere(places: Places) -> None:
    for kilometres in (TRIP_KM + 1, 2000):
        entry = _entry("miami", "miami", points=(_at(kilometres),))
        assert nearness(entry, "miami", MIAMI, places) == -1.0


def test_the_farther_the_less_near(places: Places) -> None:
    found = [
        nearness(_entry("miami", points=(_at(km),)), None, MIAMI, places)
        for km in (1, 4, 8, 15, 30, 50)
    ]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)
    half = nearness(_entry("us", points=(_at(math.sqrt(WALK_KM * TRIP_KM)),)), None, MIAMI, places)
    assert half == pytest.approx(0.0, abs=0.01)


def test_of_several_points_the_nearest_counts(places: Places) -> None:
    entry = _entry("us", points=(_at(500), _at(1)))
    assert nearness(entry, "miami", MIAMI, places) == 1.0


def test_without_coordinates_the_place_tree_decides_even_with_a_position(places: Places) -> None:
    assert nearness(_entry("us", "miami"), "miami", MIAMI, places) == 1.0


@pytest.mark.parametrize(
    ("spots", "asked", "near"),
    [
        (("miami",), "miami", 1.0),
        (("miami",), "miami_dade", 1.0),
        (("miami",), "us", 1.0),
        (("hialeah",), "miami", 0.8),
        (("new_york",), "miami", -1.0),
        (("new_york", "miami"), "miami", 1.0),
        (("florida",), "miami", 0.0),
        (("",), "miami", -0.8),
        (("atlantis",), "miami", -0.8),
    ],
)
def test_an_address_counts_by_where_it_lies(
    places: Places, spots: tuple[str, ...], asked: str, near: float
) -> None:
    assert nearness(_entry("miami", *spots), asked, None, places) == near


def test_a_record_without_address_is_nearer_the_narrower_it_holds(places: Places) -> None:
    held = ["miami", "miami_dade", "florida", "us", "americas", "world"]
    found = [nearness(_entry(place), "miami", None, places) for place in held]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)
    assert found[0] == 1.0
    assert found[-1] < 0.0, "general advice comes after what is right there"


def test_when_the_place_is_not_known_what_holds_widely_goes_first(places: Places) -> None:
    held = ["world", "us", "miami"]
    for asked in (None, "atlantis"):
        found = [nearness(_entry(place), asked, None, places) for place in held]
        assert found == sorted(found, reverse=True)
        assert found[0] == 0.0
        assert nearness(_entry("atlantis"), asked, None, places) == 0.0


def test_nearness_never_leaves_its_bounds(places: Places) -> None:
    for held in places:
        for asked in ("miami", "bogota", "us", "world", None):
            for spots in ((), (held.id,)):
                near = nearness(_entry(held.id, *spots), asked, None, places)
                assert (-3.0 if asked is None else -1.0) <= near <= 1.0
