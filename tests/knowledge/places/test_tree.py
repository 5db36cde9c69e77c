"""The place tree: who lies in whom, what matters where, which town is near."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from knowledge.errors import BadInput, UnknownPlace
from knowledge.models import PlaceName, PlaceRow, Source
from knowledge.places import Place, Places, load_places, store_places
from knowledge.places import tree as place_tree
from knowledge.places.tree import FILES, GAZETTEER, distance_km, place_files


def _place(name: str, kind: str, parent: str | None, **fields: object) -> Place:
    plain: dict[str, object] = {"timezone": "", "at": None, "names": {"en": name.title()}}
    return Place(id=name, kind=kind, parent=parent, **{**plain, **fields})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def world() -> Places:
    """Two invented countries; in each a town named Villa, and one town that serves a neighbour."""
    return Places(
        [
            _place("world", "world", None),
            _place("region", "region", "world"),
            _place("norland", "country", "region", timezone="America/Bogota"),
            _place("surland", "country", "region", timezone="America/Lima"),
            _place("hills", "state", "norland", names={"en": "Hills", "es": "Cerros"}),
            _place("coast", "state", "norland", timezone="America/Caracas", aliases=("CO",)),
            _place(
                "west",
                "state",
                "norland",
                names={"en": "West Department", "es": "Provincia del Poniente"},
            ),
            _place(
                "villa_hills",
                "municipality",
                "hills",
                names={"en": "Villa"},
                at=(5.0, -74.0),
                serves=("border",),
            ),
            _place("villa_coast", "municipality", "coast", names={"en": "Villa"}, at=(10.0, -74.0)),
            _place(
                "villa_sur", "municipality", "surland", names={"en": "Villa"}, at=(-10.0, -76.0)
            ),
            _place("border", "municipality", "surland", names={"en": "Border", "ht": "Fwontyè"}),
        ]
    )


def test_a_line_goes_from_the_small_to_the_large(world: Places) -> None:
    assert world.line("villa_coast") == ("villa_coast", "coast", "norland", "region", "world")
    assert world.line("world") == ("world",)


def test_every_place_lies_in_itself_and_in_all_above(world: Places) -> None:
    for place in world:
        for above in world.line(place.id):
            assert world.within(place.id, above)
            assert world.within(above, place.id) == (above == place.id)


def test_the_country_of_a_place_is_found_above_it(world: Places) -> None:
    assert world.country("villa_hills") == "norland"
    assert world.country("norland") == "norland"
    assert world.country("region") is None


def test_the_time_zone_comes_from_the_nearest_place_that_has_one(world: Places) -> None:
    assert world.timezone("villa_hills") == "America/Bogota"
    assert world.timezone("villa_coast") == "America/Caracas"
    assert world.timezone("world") == "UTC"


@pytest.mark.parametrize(
    ("record", "asked", "related"),
    [
        ("villa_hills", "villa_hills", True),
        ("norland", "villa_hills", True),
        ("villa_hills", "norland", True),
        ("world", "villa_sur", True),
        ("region", "villa_sur", True),
        ("surland", "villa_hills", False),
        ("villa_coast", "villa_hills", False),
        ("villa_sur", "norland", False),
        ("villa_hills", "border", True),
        ("border", "villa_hills", False),
        ("villa_hills", "villa_sur", False),
        ("atlantis", "villa_hills", False),
    ],
)
def test_what_holds_somewhere_matters_inside_around_and_for_neighbours_served(
    world: Places, record: str, asked: str, related: bool
) -> None:
    assert world.related(record, asked) is related


def test_a_place_is_found_by_id_name_alias_or_without_accents(world: Places) -> None:
    assert world.by_id_or_raise("coast").id == "coast"
    assert world.by_id_or_raise("CERROS").id == "hills"
    assert world.by_id_or_raise("co").id == "coast"
    assert world.by_id_or_raise("fwontye").id == "border"
    assert world.by_id_or_raise("villa hills").id == "villa_hills"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_any_name_at_all_finds_a_place_or_is_unknown(world: Places, name: str) -> None:
    try:
        assert world.by_id_or_raise(name).id in world
    except UnknownPlace as error:
        assert error.name == name
        assert len(error.near) <= 5
        assert all(near in world for near in error.near)


def test_the_nearest_town_is_found_within_reach_only(world: Places) -> None:
    near = world.nearest(5.1, -74.1)
    assert near is not None
    assert near.id == "villa_hills"
    assert world.nearest(7.0, -74.0) is None
    far = world.nearest(7.0, -74.0, within_km=250)
    assert far is not None
    assert far.id == "villa_hills"


def test_without_towns_nothing_is_near() -> None:
    assert Places([_place("world", "world", None, at=(0.0, 0.0))]).nearest(0, 0) is None


@pytest.mark.parametrize(
    ("city", "state", "within", "found"),
    [
        ("Villa", "Hills", "norland", "villa_hills"),
        ("VILLA", "co", "norland", "villa_coast"),
        ("villa", "", "surland", "villa_sur"),
        ("Villa", "Hills", "surland", "villa_sur"),  # that country has no states
        ("Nowhere", "Cerros", "norland", "hills"),
        ("", "Coast", "villa_hills", "coast"),
        ("Nowhere", "west", "norland", "west"),  # an address leaves the word "Department" out
        ("Nowhere", "Poniente", "norland", "west"),
        ("Nowhere", "Nowhere", "norland", ""),
        ("", "", "norland", ""),
        ("Border", "", "norland", ""),
        ("Fwontye", "", "world", "border"),
    ],
)
def test_an_address_lies_in_a_known_town_or_state_of_the_same_country(
    world: Places, city: str, state: str, within: str, found: str
) -> None:
    assert world.find_address(city, state, within) == found


_degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@settings(max_examples=60, deadline=None)
@given(one=_degrees, other=_degrees)
def test_distances_are_the_same_both_ways_and_never_beyond_half_the_earth(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    there = distance_km(one, other)
    assert there == pytest.approx(distance_km(other, one), abs=1e-6)
    assert 0 <= there <= math.pi * 6371 + 1
    assert distance_km(one, one) == pytest.approx(0, abs=1e-6)


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert distance_km((0, 0), (1, 0)) == pytest.approx(111.2, abs=0.1)
    assert distance_km((25.7617, -80.1918), (40.7128, -74.0060)) == pytest.approx(1757, abs=15)


def test_a_place_without_a_name_in_a_language_shows_the_english_one(world: Places) -> None:
    assert world["hills"].name("es") == "Cerros"
    assert world["hills"].name("ht") == "Hills"


def test_the_tree_answers_like_a_mapping(world: Places) -> None:
    assert "hills" in world
    assert "atlantis" not in world
    assert world.get("atlantis") is None
    assert len(world) == len(list(world)) == 11


def test_the_database_gives_back_the_places_of_the_files(places: Places) -> None:
    assert {place.id: place for place in places} == {place.id: place for place in place_files()}


def test_places_are_written_only_when_the_files_changed(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        assert not store_places(session)
    with sessions.begin() as session:
        session.get_one(Source, GAZETTEER).digest = "of older files"
        session.get_one(PlaceRow, "miami").timezone = "Asia/Tokyo"
        session.add(PlaceName(place_id="miami", position=99, language="", name="Old Alias"))
    with sessions.begin() as session:
        assert store_places(session)
    with sessions() as session:
        assert not store_places(session)
        again = load_places(session)
    assert {place.id: place for place in again} == {place.id: place for place in place_files()}


@pytest.mark.parametrize("size", [1, 2, 3])
def test_places_that_lie_in_a_circle_are_refused_by_name(size: int) -> None:
    ring = [_place(f"p{n}", "state", f"p{(n + 1) % size}") for n in range(size)]
    line = " in ".join([*(place.id for place in ring), "p0"])
    with pytest.raises(BadInput, match=f"places lie in a circle: {line}"):
        Places([_place("world", "world", None), *ring])


def test_a_circle_above_a_place_is_named_without_it() -> None:
    with pytest.raises(BadInput, match=r"circle: a in b in a$"):
        Places([_place("x", "county", "a"), _place("a", "state", "b"), _place("b", "state", "a")])


def test_a_place_in_an_unknown_one_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="'villa' lies in 'atlantis', which is no place"):
        Places([_place("world", "world", None), _place("villa", "municipality", "atlantis")])


def test_two_places_of_one_id_are_refused_by_name() -> None:
    with pytest.raises(BadInput, match="two places have the id 'villa'"):
        Places([_place("villa", "state", None), _place("villa", "municipality", None)])


def test_places_may_come_in_any_order() -> None:
    tree = Places([_place("villa", "municipality", "norland"), _place("norland", "country", None)])
    assert tree.line("villa") == ("villa", "norland")


def test_the_places_of_the_files_come_parents_first() -> None:
    seen: set[str] = set()
    for place in place_files():
        assert place.parent is None or place.parent in seen
        seen.add(place.id)


def test_files_that_are_no_tree_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"id": "villa", "kind": "state", "parent": "villa", "names": {"en": "Villa"}}
    monkeypatch.setattr(place_tree, "_read", lambda name: [entry] if name == FILES[0] else [])
    with pytest.raises(BadInput, match="circle: villa in villa"):
        list(place_files())
