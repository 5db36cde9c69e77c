"""The place files: whole, named in five languages, on this earth."""

import re
from collections import Counter
from importlib.resources import files
from zoneinfo import available_timezones

import pytest
import yaml

from knowledge.languages import LANGUAGES, fold
from knowledge.places import Place, Places
from knowledge.places.tree import FILES, KINDS, distance_km, emergency_numbers, place_files

ALL = list(place_files())
ROOM = files("knowledge.places").joinpath("data")
EMERGENCY = yaml.safe_load(ROOM.joinpath("emergency.yaml").read_text(encoding="utf-8"))
TREE = Places(ALL)
ZONES = available_timezones()


def _of(kind: str) -> list[Place]:
    return [place for place in ALL if place.kind == kind]


def test_every_id_is_used_once() -> None:
    raw = [
        entry["id"]
        for name in FILES
        for entry in yaml.safe_load(ROOM.joinpath(name).read_text(encoding="utf-8"))
    ]
    assert [name for name, count in Counter(raw).items() if count > 1] == []
    assert sorted(raw) == sorted(place.id for place in ALL)
    assert len(raw) > 200


def test_parents_come_before_their_children() -> None:
    seen: set[str] = set()
    for place in ALL:
        assert place.parent is None or place.parent in seen
        seen.add(place.id)


def test_only_the_world_has_no_parent() -> None:
    assert [place.id for place in ALL if place.parent is None] == ["world"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_place_is_whole(kind: str) -> None:
    assert _of(kind)
    for place in _of(kind):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", place.id)
        if place.parent:
            above = TREE[place.parent].kind  # a district lies in its town
            higher = KINDS.index(place.kind) > KINDS.index(above)
            assert higher or place.kind == "municipality", place.id
        assert place.names.keys() == set(LANGUAGES), place.id
        assert all(name and name == name.strip() for name in place.names.values()), place.id
        assert all(alias and fold(alias) for alias in place.aliases), place.id
        assert all(neighbour in TREE for neighbour in place.serves), place.id
        assert place.timezone == "" or place.timezone in ZONES, place.id
        if place.at:
            assert -90 <= place.at[0] <= 90, place.id
            assert -180 <= place.at[1] <= 180, place.id


def test_every_kind_of_place_is_a_known_one() -> None:
    assert {place.kind for place in ALL} == set(KINDS)


def test_every_town_has_a_point_in_its_country_and_a_time_zone() -> None:
    for place in _of("municipality"):
        country = TREE.country(place.id)
        assert country, place.id
        around = TREE[country].at
        assert place.at, place.id
        assert around, country
        assert distance_km(place.at, around) < 5000, place.id
        assert TREE.timezone(place.id) in ZONES - {"UTC"}, place.id
        assert TREE.nearest(*place.at, within_km=1) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_every_place_is_found_by_any_of_its_names_or_a_namesake_is(kind: str) -> None:
    for place in _of(kind):
        assert TREE.by_id_or_raise(place.id) == place
        for name in (*place.names.values(), *place.aliases):
            found = TREE.by_id_or_raise(name)
            names = (found.id.replace("_", " "), found.id, *found.names.values(), *found.aliases)
            assert fold(name) in {fold(spelling) for spelling in names}, (place.id, name)


def test_every_country_has_a_two_letter_id() -> None:
    assert [place.id for place in _of("country") if len(place.id) != 2] == []


@pytest.mark.parametrize("country", EMERGENCY)
def test_emergency_numbers_belong_to_a_known_country_and_can_be_dialled(country: str) -> None:
    assert TREE[country].kind == "country"
    numbers = emergency_numbers(country)
    assert numbers
    for kind, number in numbers:
        assert kind in {"all", "police", "ambulance", "fire", "women", "children"}
        assert re.fullmatch(r"[0-9][0-9 -]{1,14}", number)
    assert len({kind for kind, _number in numbers}) == len(numbers)


def test_a_country_without_a_known_number_has_none() -> None:
    assert emergency_numbers("atlantis") == ()
    assert ("all", "911") in emergency_numbers("us")
