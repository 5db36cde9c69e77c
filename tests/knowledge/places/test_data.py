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


LOCALITIES = """
Buenos Aires|ar|America/Argentina/Buenos_Aires|-34.6|-58.4
Cordoba|ar|America/Argentina/Cordoba|-31.4|-64.2
Pilar|ar|America/Argentina/Buenos_Aires|-34.5|-58.9
Quilmes|ar|America/Argentina/Buenos_Aires|-34.7|-58.3
Rosario|ar|America/Argentina/Cordoba|-32.9|-60.6
La Paz|bo|America/La_Paz|-16.5|-68.1
Santa Cruz de la Sierra|bo|America/La_Paz|-17.8|-63.2
Belo Horizonte|br|America/Sao_Paulo|-19.9|-43.9
Boa Vista|br|America/Boa_Vista|2.8|-60.7
Florianopolis|br|America/Sao_Paulo|-27.6|-48.5
Manaus|br|America/Manaus|-3.1|-60.0
Roraima|br|America/Boa_Vista|2.1|-61.4
Pacaraima|br|America/Boa_Vista|4.5|-61.1
Rio de Janeiro|br|America/Sao_Paulo|-22.9|-43.2
San Pablo|br|America/Sao_Paulo|-23.5|-46.6
Arica|cl|America/Santiago|-18.5|-70.3
Concepcion|cl|America/Santiago|-36.8|-73.1
Estacion Central|cl|America/Santiago|-33.5|-70.7
Iquique|cl|America/Santiago|-20.2|-70.1
La Pintana|cl|America/Santiago|-33.6|-70.6
Providencia|cl|America/Santiago|-33.4|-70.6
Puerto Montt|cl|America/Santiago|-41.5|-72.9
Quillicura|cl|America/Santiago|-33.4|-70.7
Santiago de Chile|cl|America/Santiago|-33.4|-70.7
Valparaiso|cl|America/Santiago|-33.0|-71.6
Arauquita|co|America/Bogota|7.0|-71.4
Barranquilla|co|America/Bogota|11.0|-74.8
Bogota D.C.|co|America/Bogota|4.7|-74.1
Bucaramanga|co|America/Bogota|7.1|-73.1
Cucuta|co|America/Bogota|7.9|-72.5
Maicao|co|America/Bogota|11.4|-72.2
Medellin|co|America/Bogota|6.2|-75.6
Necocli|co|America/Bogota|8.4|-76.8
Manta|ec|America/Guayaquil|-1.0|-80.7
Quito|ec|America/Guayaquil|-0.2|-78.5
Asuncion|py|America/Asuncion|-25.3|-57.6
Ciudad del Este|py|America/Asuncion|-25.5|-54.6
Alto Parana|py|America/Asuncion|-25.5|-54.9
El Callao|pe|America/Lima|-12.1|-77.1
Lima|pe|America/Lima|-12.0|-77.0
Tacna|pe|America/Lima|-18.0|-70.2
Tumbes|pe|America/Lima|-3.6|-80.5
Canelones|uy|America/Montevideo|-34.5|-56.3
Montevideo|uy|America/Montevideo|-34.9|-56.2
Municipio B|uy|America/Montevideo|-34.9|-56.2
Rivera|uy|America/Montevideo|-30.9|-55.5
Calgary|ca|America/Edmonton|51.0|-114.1
Hamilton|ca|America/Toronto|43.3|-79.9
Moncton|ca|America/Moncton|46.1|-64.8
Montréal|ca|America/Toronto|45.5|-73.6
Toronto|ca|America/Toronto|43.7|-79.4
Vancouver|ca|America/Vancouver|49.3|-123.1
Arlington|us|America/New_York|38.9|-77.1
Boston|us|America/New_York|42.4|-71.1
Chicago|us|America/Chicago|41.9|-87.6
Doral|us|America/New_York|25.8|-80.4
El Paso|us|America/Denver|31.8|-106.5
Los Angeles|us|America/Los_Angeles|34.1|-118.2
McAllen|us|America/Chicago|26.2|-98.2
Miami|us|America/New_York|25.8|-80.2
Montgomery County|us|America/New_York|39.1|-77.2
Nashville|us|America/Chicago|36.2|-86.8
NYC|us|America/New_York|40.7|-74.0
Philadelphia|us|America/New_York|40.0|-75.2
Phoenix|us|America/Phoenix|33.4|-112.1
San Diego|us|America/Los_Angeles|32.7|-117.2
Seattle|us|America/Los_Angeles|47.6|-122.3
Yuma|us|America/Phoenix|32.7|-114.6
Desamparados|cr|America/Costa_Rica|9.9|-84.1
San Jose|cr|America/Costa_Rica|9.9|-84.1
San Vito|cr|America/Costa_Rica|8.8|-83.0
Upala|cr|America/Costa_Rica|10.9|-85.0
San Salvador|sv|America/El_Salvador|13.7|-89.2
Guatemala Ciudad|gt|America/Guatemala|14.6|-90.5
Esquipulas|gt|America/Guatemala|14.6|-89.4
Quetzaltenango|gt|America/Guatemala|14.8|-91.5
Tecun Uman|gt|America/Guatemala|14.7|-92.1
San Pedro Sula|hn|America/Tegucigalpa|15.5|-88.0
Tegucigalpa|hn|America/Tegucigalpa|14.1|-87.2
CDMX|mx|America/Mexico_City|19.4|-99.1
Cd. Juarez|mx|America/Ciudad_Juarez|31.7|-106.4
Puebla|mx|America/Mexico_City|19.0|-98.2
Saltillo|mx|America/Monterrey|25.4|-101.0
Tapachula|mx|America/Mexico_City|14.9|-92.3
Tijuana|mx|America/Tijuana|32.5|-117.0
Cemaco|pa|America/Panama|8.2|-77.6
Panama City|pa|America/Panama|9.0|-79.5
La Chorrera|pa|America/Panama|8.9|-79.8
Darien|pa|America/Panama|8.0|-77.7
Aruba|aw|America/Aruba|12.5|-70.0
Las Bahamas|bs|America/Nassau|25.0|-77.4
Belmopan|bz|America/Belize|17.2|-88.8
Curasao|cw|America/Curacao|12.2|-69.0
Dajabon|do|America/Santo_Domingo|19.5|-71.7
Santo Domingo|do|America/Santo_Domingo|18.5|-69.9
Bartica|gy|America/Guyana|6.4|-58.6
Georgetown|gy|America/Guyana|6.8|-58.2
Portland (Jamaica)|jm|America/Jamaica|18.1|-76.5
Trinidad & Tobago|tt|America/Port_of_Spain|10.5|-61.3
Port-of-Spain|tt|America/Port_of_Spain|10.7|-61.5
"""
"""Every locality of annex I of the OAS report (2023), in the spelling of people in a hurry."""


def test_the_annex_has_a_hundred_localities() -> None:
    assert len(LOCALITIES.split("\n")) == 102  # and an empty line before and after
    assert len(set(LOCALITIES.split("\n"))) == 101


@pytest.mark.parametrize("line", LOCALITIES.strip().split("\n"))
def test_every_locality_of_the_oas_report_is_known(line: str) -> None:
    name, country, timezone, latitude, longitude = line.split("|")
    place = TREE.by_id_or_raise(name)
    assert TREE.country(place.id) == country
    assert TREE.timezone(place.id) == timezone
    assert place.at
    reach = 25 if place.kind == "municipality" else 80  # km; the middle of a region is a choice
    assert distance_km(place.at, (float(latitude), float(longitude))) < reach


@pytest.mark.parametrize(
    ("town", "neighbour"),
    [
        ("puerto_montt", "los_lagos"),
        ("arica", "arica_y_parinacota"),
        ("valparaiso", "valparaiso_region"),
        ("arica", "iquique"),
        ("iquique", "antofagasta"),
        ("antofagasta", "arica"),
    ],
)
def test_towns_that_help_their_neighbours_are_known(town: str, neighbour: str) -> None:
    assert TREE.related(town, neighbour)
    assert not TREE.related("santiago", neighbour)


@pytest.mark.parametrize(
    ("city", "state", "country", "found"),
    [
        ("São Paulo", "SP", "br", "sao_paulo"),
        ("Sao Paulo", "São Paulo", "br", "sao_paulo"),
        ("San Pedro Sula", "Cortés", "hn", "san_pedro_sula"),
        ("Quilmes", "Buenos Aires", "ar", "quilmes"),
        ("New York", "New York", "us", "new_york"),
        ("Bucaramanga", "Santander", "co", "bucaramanga"),
        ("Pamplona", "Norte de Santander", "co", "norte_de_santander"),
        ("Somewhere", "Santander", "co", "santander_co"),
    ],
)
def test_an_address_is_found_though_it_says_only_the_bare_name_of_the_state(
    city: str, state: str, country: str, found: str
) -> None:
    assert TREE.find_address(city, state, country) == found


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
